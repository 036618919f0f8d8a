package uphill.bench;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import uphill.env.vector.VectorEnv;
import uphill.kernel.Kernels;
import uphill.kernel.Workers;
import uphill.lab.machine.ThreadPool;
import uphill.rl.Learner;
import uphill.rl.Progress;
import uphill.rl.algorithms.PpoConfig;
import uphill.rl.setting.Settings;

/// Prints how many environment steps a second PPO learns from, warm and without records, at the
/// settings that peers are measured at:
///
/// ```text
/// ppo CartPole-v1   4 envs × 128 steps, 4 epochs of 4 minibatches, tanh           CleanRL, PureJaxRL
/// ppo Pendulum-v1   4 envs × 1024 steps, 2 epochs of minibatches of 256, relu     RLtools
/// ```
///
/// With two cores also one training on two threads, and two of other seeds side by side, whose
/// steps are added up. Actor and critic have 64×64 units each. A turn is several rounds, for a
/// training goes on, and its numbers stay in the caches. Of the peak counts what no program could
/// leave out: the products of acting, of values, and of every epoch's gradients.
public final class PpoReport {

  private static final int UNITS = 64;

  /// Steps of a turn, at least a round.
  private static final int TURN = 8_192;

  private PpoReport() {}

  public static void main(String[] args) {
    Arguments arguments = Arguments.of(args, 20);
    Turns turns = new Turns();
    try (ThreadPool two = new ThreadPool(2);
        ExecutorService beside = Executors.newFixedThreadPool(2)) {
      add(turns, arguments, "", 1, setting -> setting.rounds(1, Workers.one()));
      if (Runtime.getRuntime().availableProcessors() >= 2) {
        add(turns, arguments, ", two threads", 1, setting -> setting.rounds(1, two));
        add(turns, arguments, ", two seeds", 2, setting -> sideBySide(setting, beside));
      }
      turns.measure(arguments.seconds());
    }
    turns.print(arguments.json());
  }

  /// What is measured, of one of them.
  ///
  /// @param rounds of a turn
  private record Measured(String world, int inputs, int outputs, PpoConfig config, int rounds) {

    static Measured of(String world, int inputs, int outputs, PpoConfig config) {
      int rounds = Math.max(1, TURN / config.sampling().steps());
      return new Measured(world, inputs, outputs, config, rounds);
    }

    double steps() {
      return (double) rounds * config.sampling().steps();
    }

    double flop() {
      return steps() * (forward(inputs, outputs) + config.epochs() * gradient(inputs, outputs));
    }

    /// Rounds, and what is learnt from them.
    Runnable rounds(long seed, Workers workers) {
      VectorEnv envs = Worlds.vector(world, config.sampling().envs());
      Learner learner = new Learner(config, envs, seed, Kernels.best(), workers);
      return () -> {
        for (int round = 0; round < rounds; round++) {
          learner.gather();
          // At half of its way, so that rates that fall do not reach 0.
          learner.learn(new Progress(1, 2));
          learner.agent().metrics().clear();
        }
      };
    }
  }

  /// Two trainings, a thread each.
  private static Runnable sideBySide(Measured setting, ExecutorService threads) {
    List<Callable<Object>> both =
        List.of(
            Executors.callable(setting.rounds(1, Workers.one())),
            Executors.callable(setting.rounds(2, Workers.one())));
    return () -> {
      try {
        for (Future<Object> done : threads.invokeAll(both)) {
          done.get();
        }
      } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  /// Both settings.
  ///
  /// @param trainings that a turn carries on
  private static void add(
      Turns turns,
      Arguments arguments,
      String how,
      int trainings,
      Function<Measured, Runnable> turn) {
    for (Measured setting :
        List.of(
            Measured.of("CartPole-v1", 4, 2, PpoConfig.cleanRl()),
            Measured.of("Pendulum-v1", 3, 1, pendulum()))) {
      String name = "ppo " + setting.world() + how;
      if (name.contains(arguments.only())) {
        turns.add(
                    name,
                    "steps",
                    trainings * setting.steps(),
                    trainings * setting.flop(),
                    turn.apply(setting))
                .threads =
            how.isEmpty() ? 1 : 2;
      }
    }
  }

  /// That of RLtools' own Pendulum.
  private static PpoConfig pendulum() {
    return Settings.with(
        PpoConfig.cleanRl(),
        Map.ofEntries(
            Map.entry("batch_steps", "4096"),
            Map.entry("minibatch", "256"),
            Map.entry("epochs", "2"),
            Map.entry("gamma", "0.9"),
            Map.entry("learning_rate", "0.001"),
            Map.entry("anneal", "false"),
            Map.entry("value_clip", "0"),
            Map.entry("standardize_over", "batch"),
            Map.entry("max_gradient_norm", "0"),
            Map.entry("activation", "relu"),
            Map.entry("log_std", "0.693"), // σ = 2
            Map.entry("normalize_observations", "true"),
            Map.entry("entropy_weight", "0")));
  }

  /// Floating-point operations for a row: π and V of it.
  private static double forward(int inputs, int outputs) {
    return 2.0 * UNITS * (2 * inputs + 2 * UNITS + outputs + 1);
  }

  /// The same and the way back, to parameters and hidden layers.
  private static double gradient(int inputs, int outputs) {
    double toHidden = 2.0 * UNITS * (2 * UNITS + outputs + 1);
    return 2 * forward(inputs, outputs) + toHidden;
  }
}
