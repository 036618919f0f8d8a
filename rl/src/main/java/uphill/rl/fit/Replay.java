package uphill.rl.fit;

import java.util.LinkedHashMap;
import java.util.Map;
import uphill.autodiff.Tensor;
import uphill.kernel.Rng;
import uphill.nn.Batch;
import uphill.rl.OffPolicy;
import uphill.rl.Purpose;
import uphill.rl.Setup;
import uphill.rl.State;
import uphill.rl.data.Rollout;
import uphill.rl.data.RowLog;

/// Experience that is learnt from again and again, Lin 1992: the last `buffer_size` steps, of which
/// minibatches are drawn uniformly, with replacement.
///
/// ```text
/// for each row drawn, at step t of an environment, with m ≤ n steps to the end of the episode:
///
/// observation      sₜ
/// action           aₜ, as it was drawn
/// reward           rₜ + γ·rₜ₊₁ + … + γᵐ⁻¹·rₜ₊ₘ₋₁
/// next_observation sₜ₊ₘ, the true last one where the episode was truncated
/// discount         γᵐ; 0 where the episode terminated there
/// ```
///
/// so y = reward + discount·V(next_observation) is the n-step target (Watkins 1989; n is `n_step`).
/// A truncation, and the end of a round, are no ends of the world: what comes after counts. Where
/// the newest step of an environment is nearer than n, m is what there is.
///
/// s is stored once: s′ of a row is s of the environment's next one, and where an episode was
/// truncated in a log of its own, for a tenth as many rows. Where more than that were truncated,
/// the oldest rows are forgotten sooner.
public final class Replay implements Batch {

  private static final float GOES_ON = 0;
  private static final float TERMINATED = -1;
  private static final int ORDINALS = 1 << 24; // whole numbers that a float holds
  private static final int FEWEST_ENDS = 1000;

  private final OffPolicy config;
  private final double gamma;
  private final Rollout rollout;
  private final int seen;
  private final int done;
  private final RowLog steps; // s, a, r, and how it left its episode
  private final RowLog ends; // s′ where that was a truncation, and which row
  private final float[] newest; // [envs, seen]: s′ of each environment's newest row
  private final long[] first = new long[1]; // the oldest row that may be drawn
  private final float[] row;
  private final float[] end;
  private final long[] drawn;
  private final Rng random;
  private final Map<String, float[]> columns = new LinkedHashMap<>();

  /// Empty.
  ///
  /// @param gamma γ
  /// @param rollout that rounds are gathered in
  public Replay(OffPolicy config, double gamma, Rollout rollout, Setup setup) {
    this.config = config;
    this.gamma = gamma;
    this.rollout = rollout;
    seen = rollout.observationSize();
    done = rollout.actionSize();
    int capacity = config.bufferSize();
    steps = setup.log("experience", seen + done + 2, capacity);
    int most = Math.max(capacity / 10, Math.min(capacity, FEWEST_ENDS));
    ends = setup.log("truncations", seen + 2, most);
    newest = new float[rollout.envs * seen];
    row = new float[steps.floats()];
    end = new float[ends.floats()];
    drawn = new long[config.minibatch()];
    random = setup.stream(Purpose.REPLAY);
    input("observation", seen);
    input("action", done);
    input("reward", 1);
    input("discount", 1);
    input("next_observation", seen);
  }

  /// A column of a minibatch, as a symbol for the equations that read it; one that an algorithm
  /// fills itself is added.
  public Tensor input(String name, int width) {
    float[] column = columns.computeIfAbsent(name, _ -> new float[width * config.minibatch()]);
    if (column.length != width * config.minibatch()) {
      throw new IllegalArgumentException(
          "the column \"%s\" has %s numbers in a row, not %s"
              .formatted(
                  name,
                  Integer.toString(column.length / config.minibatch()),
                  Integer.toString(width)));
    }
    return Tensor.input(name, width);
  }

  @Override
  public float[] column(String name) {
    float[] column = columns.get(name);
    if (column == null) {
      throw new IllegalArgumentException(
          "a minibatch has no column \"%s\"; it has %s".formatted(name, columns.keySet()));
    }
    return column;
  }

  /// All columns, by name.
  public Map<String, float[]> columns() {
    return columns;
  }

  /// Every step is remembered, so the log counts them.
  @Override
  public long step(int row) {
    return drawn[row];
  }

  /// Steps that were ever remembered.
  public long added() {
    return steps.added();
  }

  /// Steps that may be drawn.
  public int held() {
    return (int) (steps.added() - oldest());
  }

  private long oldest() {
    return Math.max(first[0], steps.added() - steps.held());
  }

  /// Appends a round.
  public void remember() {
    for (int i = 0; i < rollout.rows(); i++) {
      System.arraycopy(rollout.observation, i * seen, row, 0, seen);
      System.arraycopy(rollout.action, i * done, row, seen, done);
      row[seen + done] = rollout.reward[i];
      row[seen + done + 1] = left(i);
      steps.add(row, 0);
    }
  }

  /// How row i of the round left its episode: where it was truncated, by which end.
  private float left(int i) {
    return switch (rollout.ended[i]) {
      case TERMINATED -> TERMINATED;
      case TRUNCATED -> {
        forget();
        long k = steps.added();
        long high = k / ORDINALS;
        System.arraycopy(rollout.lastObservation, i * seen, end, 0, seen);
        end[seen] = k % ORDINALS;
        end[seen + 1] = high;
        ends.add(end, 0);
        yield 1 + (ends.added() - 1) % (ORDINALS - 1);
      }
      case CUT -> {
        int n = i % rollout.envs;
        System.arraycopy(rollout.lastObservation, i * seen, newest, n * seen, seen);
        yield GOES_ON;
      }
      case NONE -> GOES_ON;
    };
  }

  /// Before an end is written over: its row is not drawn any more, nor any before it.
  private void forget() {
    if (ends.added() >= ends.capacity()) {
      int at = ends.at(ends.added()) + seen;
      long low = (long) ends.rows()[at];
      long high = (long) ends.rows()[at + 1];
      first[0] = Math.max(first[0], high * ORDINALS + low + 1);
    }
  }

  /// Draws a minibatch into the columns.
  public void draw() {
    long oldest = oldest();
    int held = held();
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = oldest + random.choice(held);
      fill(i, drawn[i]);
    }
  }

  /// Fills a column with standard normal numbers.
  public void drawNormals(String name, Rng noise) {
    float[] column = column(name);
    for (int i = 0; i < column.length; i++) {
      column[i] = (float) noise.standardNormal();
    }
  }

  private void fill(int i, long k) {
    float[] rows = steps.rows();
    int at = steps.at(k);
    System.arraycopy(rows, at, column("observation"), i * seen, seen);
    System.arraycopy(rows, at + seen, column("action"), i * done, done);
    double sum = 0;
    double discount = 1;
    long j = k;
    float left = GOES_ON;
    for (int m = 0; m < config.nStep() && left == GOES_ON; m++) {
      at = steps.at(j);
      sum += discount * rows[at + seen + done];
      discount *= gamma;
      left = rows[at + seen + done + 1];
      j += rollout.envs;
      if (j >= steps.added()) {
        break;
      }
    }
    column("reward")[i] = (float) sum;
    column("discount")[i] = left == TERMINATED ? 0 : (float) discount;
    follow(i, j, left);
  }

  /// Writes s′ of the row of the same environment before row j.
  private void follow(int i, long j, float left) {
    float[] next = column("next_observation");
    long before = j - rollout.envs;
    if (left > 0) {
      System.arraycopy(ends.rows(), ends.at(ordinal((int) left - 1)), next, i * seen, seen);
    } else if (left == TERMINATED) {
      System.arraycopy(steps.rows(), steps.at(before), next, i * seen, seen); // counts for nothing
    } else if (j >= steps.added()) {
      int n = (int) (before % rollout.envs);
      System.arraycopy(newest, n * seen, next, i * seen, seen);
    } else {
      System.arraycopy(steps.rows(), steps.at(j), next, i * seen, seen);
    }
  }

  /// The last end with this remainder.
  private long ordinal(int remainder) {
    long last = ends.added() - 1;
    int back = Math.floorMod(last - remainder, ORDINALS - 1);
    return last - back;
  }

  /// Names what is not in its logs.
  public void state(State state) {
    state.longs("oldest_step", first);
    state.floats("newest_observation", newest);
  }
}
