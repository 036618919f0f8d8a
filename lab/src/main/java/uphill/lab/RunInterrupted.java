package uphill.lab;

import java.io.Serial;

/// A run was asked to stop before its end. What it did so far is saved, and it can be resumed.
public final class RunInterrupted extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  /// @param message how far it is, and how to go on with it
  public RunInterrupted(String message) {
    super(message);
  }
}
