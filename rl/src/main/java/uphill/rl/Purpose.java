package uphill.rl;

/// What a stream of random numbers is for. Each is split off the seed by its number, so that no use
/// disturbs another.
public enum Purpose {
  /// The first parameters of a policy.
  POLICY(0),
  /// Those of a critic.
  CRITIC(1),
  /// Actions; one stream for each environment.
  ACTING(2),
  /// The environments' own seeds.
  ENVIRONMENTS(3),
  /// The order of minibatches.
  SHUFFLING(4),
  /// The seeds of evaluation.
  EVALUATION(5),
  /// The rows that are drawn from a replay buffer.
  REPLAY(6),
  /// Noise in what is learnt from: actions drawn for a loss, or around a target.
  NOISE(7),
  /// The seeds of episodes that are drawn for those who look.
  PICTURES(8);

  private final int child;

  Purpose(int child) {
    this.child = child;
  }

  /// Whether every environment has a stream of its own.
  public boolean ofEachEnvironment() {
    return this == ACTING;
  }

  /// Its number among the seed's children.
  public int child() {
    return child;
  }
}
