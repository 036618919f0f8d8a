package uphill.cli;

import java.io.PrintWriter;
import java.util.Map;

/// What `uphill oracle` says about a problem.
sealed interface OracleReport permits TableReport, LqrReport {

  /// The problem and the policy, in a line.
  String title();

  /// The estimators.
  ScoreTable scores();

  /// Prints it for people.
  void print(PrintWriter out);

  /// Everything, for programs.
  Map<String, Object> toJson();
}
