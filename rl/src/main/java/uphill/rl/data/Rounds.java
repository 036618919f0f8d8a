package uphill.rl.data;

import uphill.env.Ending;

/// The rows of several rounds, one behind the other in one rollout.
public final class Rounds {

  private final Rollout all;

  /// None yet, of rounds like this one.
  public Rounds(Rollout round) {
    all =
        new Rollout(
            Math.max(round.envs, round.rows()),
            round.envs,
            round.observationSize(),
            round.actionSize(),
            round.choices());
  }

  /// All that were added.
  public Rollout rows() {
    return all;
  }

  /// Copies the rows of a round behind those of the others, its extra columns left out. What the
  /// round before had cut goes on in this one.
  ///
  /// @throws IllegalArgumentException if that is more than arrays hold
  public void add(Rollout round) {
    int before = all.rows();
    int after = before + round.rows();
    if (after > all.capacity()) {
      int twice = (int) Math.min(2L * all.capacity(), Integer.MAX_VALUE / 2);
      all.grow(Math.max(after, twice / all.envs * all.envs));
    }
    for (int i = Math.max(0, before - all.envs); i < before; i++) {
      all.ended[i] = all.ended[i] == Ending.CUT ? Ending.NONE : all.ended[i];
    }
    append(round.observation, all.observation, round.observationSize(), round.rows());
    append(round.action, all.action, round.actionSize(), round.rows());
    append(round.mask, all.mask, round.choices(), round.rows());
    append(round.reward, all.reward, 1, round.rows());
    append(round.value, all.value, 1, round.rows());
    append(round.nextValue, all.nextValue, 1, round.rows());
    append(round.lastObservation, all.lastObservation, round.observationSize(), round.rows());
    System.arraycopy(round.ended, 0, all.ended, before, round.rows());
    System.arraycopy(round.episodeReturn, 0, all.episodeReturn, before, round.rows());
    System.arraycopy(round.episodeLength, 0, all.episodeLength, before, round.rows());
    all.filled(after);
  }

  private void append(float[] from, float[] to, int width, int more) {
    System.arraycopy(from, 0, to, all.rows() * width, more * width);
  }
}
