package uphill.env;

import uphill.kernel.Shown;

/// An environment misbehaves: it throws, or gives what it says that it never gives.
///
/// The message is a sentence with an address (environment, step, episode, action, line of code) and
/// the next step. What the environment threw is the cause.
public final class EnvironmentException extends RuntimeException {

  private static final long serialVersionUID = 1;
  private static final int LONGEST_MESSAGE = 200;

  /// Something that was given will not do.
  EnvironmentException(String message) {
    super(message);
  }

  private EnvironmentException(String message, Throwable cause) {
    super(message, cause);
  }

  /// What to make of `thrown`, which came out of code of this environment.
  ///
  /// @param who threw it: `environment 3`
  /// @param when with a space before it: ` in step 7 of episode 2`
  /// @param more further sentences, each with a space before it
  /// @throws VirtualMachineError if it is one for which no environment is to blame, such as
  ///   [OutOfMemoryError]
  static EnvironmentException of(
      String environment, String who, Throwable thrown, String when, String more) {
    if (thrown instanceof VirtualMachineError machine && !(thrown instanceof StackOverflowError)) {
      throw machine;
    }
    String place = UserCode.place(thrown.getStackTrace(), 1);
    return new EnvironmentException(
        "%s: %s threw %s%s%s.%s Correct the environment: %s, and --debug prints the stack trace."
            .formatted(
                environment,
                who,
                described(thrown),
                when,
                place.isEmpty() ? "" : ", at " + place,
                more,
                check(environment)),
        thrown);
  }

  /// What to do next, as a clause.
  static String check(String environment) {
    return "\"%s\" (in code: EnvChecker) tests it"
        .formatted(Shown.command("uphill", "envs", "--check", environment));
  }

  /// Its class, and the first line of its message, where it has one.
  private static String described(Throwable thrown) {
    String name = thrown.getClass().getName();
    String message = thrown.getMessage();
    if (message == null || message.isBlank()) {
      return name;
    }
    String line = message.strip().lines().findFirst().orElse("");
    return "%s (%s)"
        .formatted(
            name,
            line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "…");
  }
}
