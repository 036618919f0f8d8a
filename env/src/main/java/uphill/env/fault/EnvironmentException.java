package uphill.env.fault;

/// An environment misbehaves: it throws, or gives what it says that it never gives.
///
/// The message is a sentence with an address (environment, step, episode, action, line of code) and
/// the next step. What the environment threw is the cause.
public final class EnvironmentException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /// Something that was given will not do.
  public EnvironmentException(String message) {
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
  public static EnvironmentException of(
      EnvAddress environment, String who, Throwable thrown, String when, String more) {
    UserCode.requireOwnFault(thrown);
    String place = UserCode.place(thrown, 1);
    return new EnvironmentException(
        "%s: %s threw %s%s%s.%s Correct the environment: %s, and --debug prints the stack trace."
            .formatted(
                environment.name(),
                who,
                UserCode.described(thrown),
                when,
                place.isEmpty() ? "" : ", at " + place,
                more,
                environment.check()),
        thrown);
  }
}
