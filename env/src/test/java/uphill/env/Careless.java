package uphill.env;

/// A countdown that breaks one rule of the contract.
final class Careless implements Env {

  enum Vice {
    IGNORES_SEEDS,
    FORGETS_NOUGHT,
    TAKES_ANY_OPTION,
    TAKES_ANY_ACTION,
    STEPS_BEFORE_RESET,
    CLOSES_ONCE,
    CHANGES_ITS_SPACE
  }

  private final Vice vice;
  private final Countdown world = new Countdown();
  private boolean begun;
  private boolean closed;

  Careless(Vice vice) {
    this.vice = vice;
  }

  @Override
  public Space observationSpace() {
    return vice == Vice.CHANGES_ITS_SPACE && begun
        ? Space.Box.of(0, 50, 2)
        : world.observationSpace();
  }

  @Override
  public Space actionSpace() {
    return world.actionSpace();
  }

  @Override
  public void reset(Reset how, float[] observation) {
    Reset changed =
        switch (vice) {
          case IGNORES_SEEDS -> Reset.seeded(0);
          case FORGETS_NOUGHT -> begun || how.seed().isPresent() ? how : Reset.seeded(1);
          case TAKES_ANY_OPTION -> Reset.next();
          default -> how;
        };
    begun = true;
    world.reset(changed, observation);
  }

  @Override
  public void step(float[] action, Step step) {
    if (vice == Vice.STEPS_BEFORE_RESET && !begun) {
      reset(Reset.next(), step.observation);
    }
    boolean foreign = !actionSpace().contains(action, 0);
    world.step(vice == Vice.TAKES_ANY_ACTION && foreign ? new float[] {0} : action, step);
  }

  @Override
  public void close() {
    if (vice == Vice.CLOSES_ONCE && closed) {
      throw new IllegalStateException("closed already");
    }
    closed = true;
  }
}
