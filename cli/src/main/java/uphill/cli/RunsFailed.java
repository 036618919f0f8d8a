package uphill.cli;

/// One of several runs failed: its own words are those of the cause, and the message says what has
/// become of them all, and how to go on.
final class RunsFailed extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final Exception failure;

  RunsFailed(Exception failure, String whatBecame) {
    super(whatBecame, failure);
    this.failure = failure;
  }

  /// Why it failed.
  Exception failure() {
    return failure;
  }
}
