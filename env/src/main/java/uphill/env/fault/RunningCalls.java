package uphill.env.fault;

import java.util.List;

/// Environments whose calls can be seen while they last. Any thread may ask: one that sees the same
/// call for long knows that the environment hangs.
public interface RunningCalls {

  /// The name that error messages give.
  String name();

  /// How many environments; [RunningCall#environment()] is below.
  int size();

  /// The calls of environments that have not come back at this moment.
  List<RunningCall> running();

  /// Whether no more calls come.
  boolean isClosed();
}
