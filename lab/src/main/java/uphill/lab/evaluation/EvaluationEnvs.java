package uphill.lab.evaluation;

import java.time.Duration;
import java.util.Optional;
import uphill.env.vector.VectorEnv;
import uphill.lab.world.World;

/// The environments that evaluations play in, made when the first one asks and used again by all
/// others: those of a run in its course, the one at its end, and the one of random actions.
///
/// There are as many as episodes are played side by side, but no more than are made within a tenth
/// of a second, and one at least. So where making one takes seconds, one plays all episodes, one
/// after another. How many there are changes no number: an episode depends on its seed alone.
public final class EvaluationEnvs implements AutoCloseable {

  /// Episodes that are played side by side, at most.
  static final int MOST = 100;

  private static final Duration WITHIN = Duration.ofMillis(100);

  private final World world;
  private final Duration within;
  private Optional<VectorEnv> made = Optional.empty();

  /// Of this world; none is made yet.
  public EvaluationEnvs(World world) {
    this(world, WITHIN);
  }

  /// @param within how long making them may take, those after the first
  EvaluationEnvs(World world, Duration within) {
    this.world = world;
    this.within = within;
  }

  /// What is played in.
  public World world() {
    return world;
  }

  /// The environments, for so many episodes; an episode that has ended rests.
  VectorEnv envs(int episodes) {
    if (made.isEmpty()) {
      int most = Math.min(episodes, MOST);
      made = Optional.of(world.vector(most, VectorEnv.After.REST, within));
    }
    return made.get();
  }

  @Override
  public void close() {
    made.ifPresent(VectorEnv::close);
    made = Optional.empty();
  }
}
