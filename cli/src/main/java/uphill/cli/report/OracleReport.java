package uphill.cli.report;

import java.io.PrintWriter;
import java.util.Map;

/// What `uphill oracle` says about a problem.
public sealed interface OracleReport permits TableReport, LqrReport {

  /// The problem and the policy, in a line.
  String title();

  /// The estimators.
  ScoreTable scores();

  /// Prints it for people.
  ///
  /// @param columns that its tables may take
  void print(PrintWriter out, int columns);

  /// Everything, for programs.
  Map<String, Object> toJson();
}
