package uphill.env.fault;

/// A call of an environment that has not come back.
///
/// @param number which of the environment's calls it is: equal numbers are the same call
/// @param environment its index in the vector
/// @param what it is: `step 17 of episode 3`, `the reset that begins episode 4`
/// @param thread waits for it
public record RunningCall(long number, int environment, String what, Thread thread) {

  private static final int LINES = 3;

  /// The lines of the environment that the thread is at, the innermost first; empty if none is
  /// known.
  public String place() {
    return UserCode.place(thread.getStackTrace(), LINES);
  }
}
