package uphill.rl.data;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import uphill.autodiff.Tensor;
import uphill.env.Ending;
import uphill.nn.Batch;
import uphill.rl.RewardScale;
import uphill.rl.Sampler;

/// What was seen, done and earned: columns, written once, in place, by a [Sampler].
///
/// Row `i = t * envs + n` holds what environment n saw, did and got at step t. A batch of whole
/// episodes has one environment.
///
/// A column may become another array when the rollout grows, as one for whole episodes does: read
/// it anew in each round.
public final class Rollout implements Batch {

  /// N, the environments that are stepped side by side.
  public final int envs;

  /// s, as networks read it ([Encoding]). Shape: [capacity, observationSize].
  public float[] observation;

  /// a, [capacity, actionSize], as the policy drew it: in the world's units, but not clipped to the
  /// action space, and of a Discrete one counted from 0.
  public float[] action;

  /// What s allows, as networks read it ([uphill.env.ActionMask]), [capacity, choices]; empty where
  /// the world masks nothing.
  public float[] mask;

  /// r, earned by the action of the same row, as the world gave it.
  public float[] reward;

  /// V(s); 0 where there is no critic.
  public float[] value;

  /// V(s′): 0 after termination, V(true last observation) where the episode was truncated or cut,
  /// the next row's value otherwise; 0 where there is no critic.
  public float[] nextValue;

  /// How the step left its episode.
  public Ending[] ended;

  /// s′, as networks read it, where the row ended its episode or the batch, [capacity,
  /// observationSize]; else undefined.
  public float[] lastObservation;

  /// Σ r of the whole episode, also of rows before this batch, where it ended here; else 0.
  public double[] episodeReturn;

  /// Steps of the whole episode where it ended here; else 0.
  public int[] episodeLength;

  private int capacity;
  private final int observationSize;
  private final int actionSize;
  private final int choices;
  private int rows;
  private double rewardScale = 1;
  private double rewardLimit = Double.POSITIVE_INFINITY;
  private final Map<String, Column> extras = new LinkedHashMap<>();

  /// An empty rollout, of a world that masks nothing.
  ///
  /// @param capacity rows, at most
  /// @param envs N; divides the capacity unless it is 1
  public Rollout(int capacity, int envs, int observationSize, int actionSize) {
    this(capacity, envs, observationSize, actionSize, /* choices= */ 0);
  }

  /// An empty rollout.
  ///
  /// @param capacity rows, at most
  /// @param envs N; divides the capacity unless it is 1
  /// @param choices numbers of a mask; 0 if the world masks nothing
  public Rollout(int capacity, int envs, int observationSize, int actionSize, int choices) {
    requireArrays(capacity, envs, observationSize, Math.max(actionSize, choices));
    this.envs = envs;
    this.observationSize = observationSize;
    this.actionSize = actionSize;
    this.choices = choices;
    this.capacity = capacity;
    observation = new float[capacity * observationSize];
    action = new float[capacity * actionSize];
    mask = new float[capacity * choices];
    reward = new float[capacity];
    value = new float[capacity];
    nextValue = new float[capacity];
    ended = new Ending[capacity];
    Arrays.fill(ended, Ending.NONE);
    lastObservation = new float[capacity * observationSize];
    episodeReturn = new double[capacity];
    episodeLength = new int[capacity];
  }

  private static void requireArrays(int capacity, int envs, int observationSize, int actionSize) {
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
  }

  /// A column that an algorithm adds: read, gathered and exported like the others.
  public static final class Column {

    private final int width;
    private float[] values;

    private Column(int width, int capacity) {
      this.width = width;
      values = new float[width * capacity];
    }

    /// How many numbers a row has.
    public int width() {
      return width;
    }

    /// Its numbers, [capacity, width]. The array itself, until the rollout grows.
    public float[] values() {
      return values;
    }
  }

  /// Adds a column of one number for every row.
  ///
  /// @throws IllegalArgumentException if there is one of this name
  public Column extra(String name) {
    return extra(name, 1);
  }

  /// Adds a column of several numbers for every row.
  ///
  /// @throws IllegalArgumentException if there is one of this name, or `width` is below 1, or more
  ///   than arrays hold
  public Column extra(String name, int width) {
    if (width < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the column \"%s\" needs at least one number for every row, got %d",
              name,
              width));
    }
    requireArrays(capacity, envs, width, 1);
    Column column = new Column(width, capacity);
    if (isOwn(name) || extras.putIfAbsent(name, column) != null) {
      throw new IllegalArgumentException("a rollout has a column \"%s\" already".formatted(name));
    }
    return column;
  }

  private static boolean isOwn(String name) {
    return switch (name) {
      case "observation", "action", "mask", "reward", "value", "next_value" -> true;
      default -> false;
    };
  }

  @Override
  public float[] column(String name) {
    return switch (name) {
      case "observation" -> observation;
      case "action" -> action;
      case "mask" -> mask;
      case "reward" -> reward;
      case "value" -> value;
      case "next_value" -> nextValue;
      default -> extraOf(name).values;
    };
  }

  private Column extraOf(String name) {
    Column column = extras.get(name);
    if (column == null) {
      throw new IllegalArgumentException(
          "a rollout has no column \"%s\"; extra(…) adds one. It has observation, action, mask,"
                  .formatted(name)
              + " reward, value, next_value "
              + extras.keySet());
    }
    return column;
  }

  /// The column of this name as a symbol, for the equations that read it.
  ///
  /// @throws IllegalArgumentException if there is none, or it is the mask of a world that masks
  ///   nothing
  public Tensor input(String name) {
    if (name.equals("mask") && choices == 0) {
      throw new IllegalArgumentException(
          "the rollout's world masks no actions, so its mask has no columns:"
              + " policy.distribution(rollout) reads one where there is one");
    }
    return Tensor.input(
        name,
        switch (name) {
          case "observation" -> observationSize;
          case "action" -> actionSize;
          case "mask" -> choices;
          case "reward", "value", "next_value" -> 1;
          default -> extraOf(name).width;
        });
  }

  /// Makes room for more rows: every column is another array then.
  ///
  /// @throws IllegalArgumentException if that is more than arrays hold
  public void grow(int more) {
    requireArrays(more, envs, observationSize, Math.max(actionSize, choices));
    extras.values().forEach(extra -> requireArrays(more, envs, extra.width, 1));
    capacity = more;
    observation = Arrays.copyOf(observation, more * observationSize);
    action = Arrays.copyOf(action, more * actionSize);
    mask = Arrays.copyOf(mask, more * choices);
    reward = Arrays.copyOf(reward, more);
    value = Arrays.copyOf(value, more);
    nextValue = Arrays.copyOf(nextValue, more);
    int before = ended.length;
    ended = Arrays.copyOf(ended, more);
    Arrays.fill(ended, before, more, Ending.NONE);
    lastObservation = Arrays.copyOf(lastObservation, more * observationSize);
    episodeReturn = Arrays.copyOf(episodeReturn, more);
    episodeLength = Arrays.copyOf(episodeLength, more);
    extras
        .values()
        .forEach(extra -> extra.values = Arrays.copyOf(extra.values, more * extra.width));
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
  public void filled(int rows) {
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

  /// Numbers of a state's mask; 0 if the world masks nothing.
  public int choices() {
    return choices;
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

  /// Says by what learning multiplies this round's rewards, and within what it holds them then.
  public void scaleRewards(double scale, double limit) {
    rewardScale = scale;
    rewardLimit = limit;
  }

  /// r of a row as learning reads it: r·[#rewardScale()], within ±[#rewardLimit()].
  public double scaledReward(int i) {
    return Math.clamp(rewardScale * reward[i], -rewardLimit, rewardLimit);
  }

  /// What learning multiplies rewards by: 1, unless an agent has a [RewardScale].
  public double rewardScale() {
    return rewardScale;
  }

  /// What it then holds them within, infinite if it does not.
  public double rewardLimit() {
    return rewardLimit;
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
