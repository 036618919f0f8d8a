package uphill.rl.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.env.Ending;
import uphill.env.Space;
import uphill.kernel.Rng;
import uphill.rl.OffPolicy;
import uphill.rl.Setup;
import uphill.rl.data.Rollout;

/// A memory, beside a list of everything that ever happened.
class ReplayTest {

  private static final double GAMMA = 0.9;
  private static final int SEEN = 2;

  /// What happened in one environment at one step.
  private record Happened(float state, float action, float reward, Ending ending, float next) {}

  /// Some environments whose episodes end at random, in both ways. States are numbered through.
  private static final class Life {
    private final Rng random = Rng.seeded(3);
    private final int envs;
    private final double truncated;
    private final List<Happened> rows = new ArrayList<>();
    private final float[] now;
    private int states;

    Life(int envs, double truncated) {
      this.envs = envs;
      this.truncated = truncated;
      now = new float[envs];
      for (int n = 0; n < envs; n++) {
        now[n] = ++states;
      }
    }

    /// Writes a round down, as a sampler does.
    void fill(Rollout rollout) {
      int count = rollout.capacity();
      for (int i = 0; i < count; i++) {
        int n = i % envs;
        double chance = random.random();
        Ending ending =
            chance < 0.1
                ? Ending.TERMINATED
                : chance < 0.1 + truncated ? Ending.TRUNCATED : Ending.NONE;
        float next = ++states;
        Happened row = new Happened(now[n], -rows.size(), rows.size() % 7, ending, next);
        rows.add(row);
        now[n] = ending.ended() ? ++states : next;
        boolean cut = !ending.ended() && i >= count - envs;
        Arrays.fill(rollout.observation, i * SEEN, (i + 1) * SEEN, row.state);
        rollout.action[i] = row.action;
        rollout.reward[i] = row.reward;
        rollout.ended[i] = cut ? Ending.CUT : ending;
        float last = ending.ended() || cut ? next : Float.NaN;
        Arrays.fill(rollout.lastObservation, i * SEEN, (i + 1) * SEEN, last);
      }
      rollout.filled(count);
    }

    /// (reward, discount, next state) of an n-step target, as it is written down.
    double[] target(int k, int steps) {
      double sum = 0;
      double discount = 1;
      for (int m = 0; ; m++) {
        Happened row = rows.get(k + m * envs);
        sum += discount * row.reward;
        discount *= GAMMA;
        boolean newest = k + (m + 1) * envs >= rows.size();
        if (row.ending == Ending.TERMINATED) {
          return new double[] {sum, 0, Double.NaN};
        }
        if (row.ending == Ending.TRUNCATED || newest || m + 1 == steps) {
          return new double[] {sum, discount, row.next};
        }
      }
    }
  }

  private static OffPolicy config(int envs, int round, int minibatch, int capacity, int steps) {
    return new OffPolicy(envs, round, 0, 0, 0, minibatch, capacity, steps);
  }

  private static Replay replay(OffPolicy config, Rollout rollout) {
    Setup setup = Setup.acting(Space.Box.of(-1, 1, SEEN), Space.Box.of(-1, 1, 1));
    return new Replay(config, GAMMA, rollout, LearningSetup.like(setup));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 50, 1, 0.1",
    "1, 4, 50, 3, 0.1",
    "3, 3, 50, 1, 0.1",
    "3, 6, 51, 4, 0.1",
    "2, 8, 2500, 3, 0.7",
    "1, 1, 1300, 1, 1"
  })
  void whatIsDrawnIsWhatHappened(int envs, int round, int capacity, int steps, double truncated) {
    Life life = new Life(envs, truncated);
    Rollout rollout = new Rollout(round, envs, SEEN, 1);
    Replay replay = replay(config(envs, round, 16, capacity, steps), rollout);
    TreeSet<Long> drawn = new TreeSet<>();

    for (int k = 0; k < 4000 / round; k++) {
      life.fill(rollout);
      replay.remember();
      assertThat(replay.added()).isEqualTo(life.rows.size());
      assertThat(replay.held()).isBetween(1, capacity);
      replay.draw();
      for (int i = 0; i < 16; i++) {
        long row = replay.step(i);
        drawn.add(replay.added() - row);
        assertThat(row).isBetween(replay.added() - replay.held(), replay.added() - 1);
        Happened happened = life.rows.get((int) row);
        double[] target = life.target((int) row, steps);
        assertThat(replay.column("observation")[i * SEEN + 1]).isEqualTo(happened.state);
        assertThat(replay.column("action")[i]).isEqualTo(happened.action);
        assertThat(replay.column("reward")[i]).isEqualTo((float) target[0]);
        assertThat(replay.column("discount")[i]).isEqualTo((float) target[1]);
        if (target[1] > 0) {
          assertThat(replay.column("next_observation")[i * SEEN + 1]).isEqualTo((float) target[2]);
        } else {
          assertThat(replay.column("next_observation")[i * SEEN]).isFinite();
        }
      }
    }
    assertThat(drawn.first()).isEqualTo(1);
    assertThat(drawn.last()).isLessThanOrEqualTo(capacity).isGreaterThan(capacity / 3);
  }

  /// A tenth of the rows, and a thousand at least, may have been truncated.
  @Test
  void whereAllEpisodesAreTruncatedAtOnceTheOldestAreForgottenSooner() {
    Life life = new Life(1, /* truncated= */ 1);
    Rollout rollout = new Rollout(1, 1, SEEN, 1);
    Replay replay = replay(config(1, 1, 16, 1300, 1), rollout);

    for (int k = 0; k < 1400; k++) {
      life.fill(rollout);
      replay.remember();
    }

    long terminated =
        life.rows.subList(400, 1400).stream().filter(r -> r.ending == Ending.TERMINATED).count();
    assertThat(replay.held()).isBetween(1000, 1000 + 2 * (int) terminated);
  }

  @Test
  void columnsHaveOneWidth() {
    Rollout rollout = new Rollout(1, 1, SEEN, 1);
    Replay replay = replay(config(1, 1, 4, 10, 1), rollout);

    assertThat(replay.input("observation", SEEN).columns()).isEqualTo(SEEN);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> replay.input("observation", 3))
        .withMessage("the column \"observation\" has 2 numbers in a row, not 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> replay.column("obs"))
        .withMessageContaining("it has [observation, action, reward, discount, next_observation]");
  }

  @ParameterizedTest
  @CsvSource({
    "3, 4, 10, 100, 1, train_every=4 is not a multiple of envs=3: set train_every=6",
    "1, 1, 64, 10, 1, set a buffer_size of at least 64",
    "4, 4, 1, 10, 3, set a buffer_size of at least 12"
  })
  void whatCannotBeRememberedIsRefused(
      int envs, int round, int minibatch, int capacity, int steps, String said) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config(envs, round, minibatch, capacity, steps))
        .withMessageContaining(said);
  }
}
