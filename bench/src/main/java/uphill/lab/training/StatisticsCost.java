package uphill.lab.training;

import java.util.Arrays;
import java.util.Locale;
import uphill.kernel.Kernels;
import uphill.kernel.Workers;
import uphill.lab.Experiment;
import uphill.lab.config.RunConfig;
import uphill.lab.world.World;
import uphill.push.PushStatistics;
import uphill.push.Samples;
import uphill.push.ScoreModel;
import uphill.rl.Weighted;

/// Prints what the statistics of the push cost a training: the time of an update that is looked at
/// beside that of one that is not, on one thread, and the share of all updates together.
public final class StatisticsCost {

  private static final int WARM_UP = 100;
  private static final int LOOKS = 40;
  private static final double SECONDS = 40; // of a training beside another

  private StatisticsCost() {}

  public static void main(String[] args) {
    System.out.println(
        "world                    preset            every   update, ms     look, ms   of training");
    for (String name : new String[] {"CartPole-v1", "Acrobot-v1", "Pendulum-v1", "FrozenLake-v1"}) {
      World world = World.named(name, StatisticsCost.class.getClassLoader());
      measure(Experiment.in(world).algorithm("vpg").config(), world);
    }
    World world = World.named("CartPole-v1", StatisticsCost.class.getClassLoader());
    measure(Experiment.in(world).preset("spinningup").config(), world);
    measure(Experiment.in(world).preset("simple").config(), world);
    System.out.println(
        "\nalgorithm  world                    preset             updates    looks  with, ms"
            + "  without, ms   of training");
    for (String algorithm : new String[] {"ppo", "a2c"}) {
      for (String name : new String[] {"CartPole-v1", "Pendulum-v1"}) {
        World other = World.named(name, StatisticsCost.class.getClassLoader());
        compare(Experiment.in(other).algorithm(algorithm).config(), other);
      }
    }
  }

  /// A training with statistics beside one without, an update of each in turn. Looks are rare and
  /// long, so all updates are added up; how many looks there were is said.
  private static void compare(RunConfig config, World world) {
    RunConfig longer = config.withSteps(Integer.MAX_VALUE);
    double with = 0;
    double without = 0;
    int looks = 0;
    int updates = 0;
    try (Training looked = new Training(longer, world, Kernels.best(), Workers.one());
        Training plain = new Training(longer, world, Kernels.best(), Workers.one())) {
      boolean warm = false;
      long start = System.nanoTime();
      for (double share = 0; share < 1; share = (System.nanoTime() - start) * 1e-9 / SECONDS) {
        if (!warm && share > 0.2) {
          warm = true;
          with = 0;
          without = 0;
          looks = 0;
          updates = 0;
        }
        long begin = System.nanoTime();
        PushStatistics pushes = looked.update().pushes();
        long middle = System.nanoTime();
        plain.updateUnseen(Training.Rounds.UNSEEN);
        long end = System.nanoTime();
        looks += pushes.equals(PushStatistics.none()) ? 0 : 1;
        with += (middle - begin) * 1e-6;
        without += (end - middle) * 1e-6;
        updates++;
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%-10s %-24s %-17s %8d %8d %8.2f %12.2f %11.1f %%%n",
        config.algorithm(),
        config.environment(),
        config.preset(),
        updates,
        looks,
        with / updates,
        without / updates,
        100 * (with / without - 1));
  }

  private static void measure(RunConfig config, World world) {
    RunConfig longer = config.withSteps(Integer.MAX_VALUE);
    double[] plain = new double[LOOKS];
    double[] looks = new double[LOOKS];
    int interval;
    try (Training training = new Training(longer, world, Kernels.best(), Workers.one())) {
      interval =
          UpdateStatistics.interval(
              config.settings(), training.policy().parameters().size(), /* times= */ 1);
      for (int k = -WARM_UP; k < LOOKS; k++) {
        double[] before =
            Samples.doubles(
                training.policy().parameters().values(), training.policy().parameters().size());
        long begin = System.nanoTime();
        ScoreModel model = Scores.model(training.policy());
        training.updateUnseen(Training.Rounds.UNSEEN);
        long middle = System.nanoTime();
        UpdateStatistics.of(
            model, before, training.policy().parameters(), (Weighted) training.learner().agent());
        long end = System.nanoTime();
        if (k >= 0) {
          plain[k] = (middle - begin) * 1e-6;
          looks[k] = (end - middle) * 1e-6;
        }
      }
    }
    Arrays.sort(plain);
    Arrays.sort(looks);
    double update = plain[LOOKS / 2];
    double look = looks[LOOKS / 2];
    System.out.printf(
        Locale.ROOT,
        "%-24s %-17s %5d %12.2f %12.2f %11.1f %%%n",
        config.environment(),
        config.preset(),
        interval,
        update,
        look,
        100 * look / interval / update);
  }
}
