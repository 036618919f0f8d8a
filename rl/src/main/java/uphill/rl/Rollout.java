package uphill.rl;

import java.util.Arrays;
import java.util.Locale;
import uphill.env.Ending;

/// What was seen, done and earned: columns, written once, in place, by a [Sampler].
///
/// Row `i = t * envs + n` holds what environment n saw, did and got at step t. A batch of whole
/// episodes has one environment.
public final class Rollout {

  /// N, the environments that are stepped side by side.
  public final int envs;

  /// s, as networks read it ([Encoding]). Shape: [capacity, observationSize].
  public final float[] observation;

  /// a, [capacity, actionSize], as the policy drew it: not clipped to the action space.
  public final float[] action;

  /// r, earned by the action of the same row.
  public final float[] reward;

  /// V(s); 0 where there is no critic.
  public final float[] value;

  /// V(s′): 0 after termination, V(true last observation) where the episode was truncated or cut,
  /// the next row's value otherwise; 0 where there is no critic.
  public final float[] nextValue;

  /// How the step left its episode.
  public final Ending[] ended;

  /// s′, as networks read it, where the row ended its episode or the batch, [capacity,
  /// observationSize]; else undefined.
  public final float[] lastObservation;

  /// Σ r of the whole episode, also of rows before this batch, where it ended here; else 0.
  public final double[] episodeReturn;

  /// Steps of the whole episode where it ended here; else 0.
  public final int[] episodeLength;

  private final int capacity;
  private final int observationSize;
  private final int actionSize;
  private int rows;

  /// An empty rollout.
  ///
  /// @param capacity rows, at most
  /// @param envs N; divides the capacity unless it is 1
  public Rollout(int capacity, int envs, int observationSize, int actionSize) {
    if (capacity < 1 || envs < 1 || capacity % envs != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a rollout of %d rows cannot be filled by %d environments",
              capacity,
              envs));
    }
    if ((long) capacity * Math.max(observationSize, actionSize) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a rollout of %d rows of %d numbers is more than an array holds: take fewer rows",
              capacity,
              Math.max(observationSize, actionSize)));
    }
    this.capacity = capacity;
    this.envs = envs;
    this.observationSize = observationSize;
    this.actionSize = actionSize;
    observation = new float[capacity * observationSize];
    action = new float[capacity * actionSize];
    reward = new float[capacity];
    value = new float[capacity];
    nextValue = new float[capacity];
    ended = new Ending[capacity];
    Arrays.fill(ended, Ending.NONE);
    lastObservation = new float[capacity * observationSize];
    episodeReturn = new double[capacity];
    episodeLength = new int[capacity];
  }

  /// A rollout with room for more rows, which begins with those of this one.
  ///
  /// @throws IllegalArgumentException if that is more than arrays hold
  Rollout withCapacity(int more) {
    Rollout larger = new Rollout(more, envs, observationSize, actionSize);
    System.arraycopy(observation, 0, larger.observation, 0, observation.length);
    System.arraycopy(action, 0, larger.action, 0, action.length);
    System.arraycopy(reward, 0, larger.reward, 0, capacity);
    System.arraycopy(value, 0, larger.value, 0, capacity);
    System.arraycopy(nextValue, 0, larger.nextValue, 0, capacity);
    System.arraycopy(ended, 0, larger.ended, 0, capacity);
    System.arraycopy(lastObservation, 0, larger.lastObservation, 0, lastObservation.length);
    System.arraycopy(episodeReturn, 0, larger.episodeReturn, 0, capacity);
    System.arraycopy(episodeLength, 0, larger.episodeLength, 0, capacity);
    return larger;
  }

  /// Whether it holds rows like those of another.
  boolean isLike(Rollout other) {
    return envs == other.envs
        && observationSize == other.observationSize
        && actionSize == other.actionSize;
  }

  /// Rows, at most.
  public int capacity() {
    return capacity;
  }

  /// Rows filled.
  public int rows() {
    return rows;
  }

  /// Says that rows 0 … rows−1 are filled.
  void filled(int rows) {
    this.rows = rows;
  }

  /// Numbers in one observation, as networks read it.
  public int observationSize() {
    return observationSize;
  }

  /// Numbers in one action.
  public int actionSize() {
    return actionSize;
  }

  /// N of the policy gradient: trajectories that end in this batch, cut ones included.
  public int trajectories() {
    int count = 0;
    for (int i = 0; i < rows; i++) {
      count += ended[i].ended() ? 1 : 0;
    }
    return count;
  }

  /// To which trajectory each row belongs, in the order in which they begin.
  public int[] trajectoryOfRow() {
    int[] trajectory = new int[rows()];
    int[] open = new int[envs];
    Arrays.fill(open, -1);
    int count = 0;
    for (int i = 0; i < trajectory.length; i++) {
      int n = i % envs;
      if (open[n] < 0) {
        open[n] = count++;
      }
      trajectory[i] = open[n];
      if (ended[i].ended()) {
        open[n] = -1;
      }
    }
    return trajectory;
  }

  /// The largest absolute value of a reward; NaN if one is NaN.
  public double largestReward() {
    float largest = 0;
    for (int i = 0; i < rows; i++) {
      largest = Math.max(largest, Math.abs(reward[i]));
    }
    return largest;
  }

  /// Rows that ended in this way.
  public int count(Ending ending) {
    int count = 0;
    for (int i = 0; i < rows; i++) {
      count += ended[i] == ending ? 1 : 0;
    }
    return count;
  }
}
