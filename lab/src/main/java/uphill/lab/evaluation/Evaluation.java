package uphill.lab.evaluation;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import uphill.env.ActionMask;
import uphill.env.Ending;
import uphill.env.vector.VectorEnv;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.kernel.SeedSequence;
import uphill.lab.world.World;
import uphill.records.DiskError;
import uphill.records.Memory;
import uphill.rl.Policy;
import uphill.rl.PolicyActor;

/// Returns of episodes that nobody learns from.
///
/// Episode i is the first of an environment seeded with `seed + i`, so equal seeds give equal
/// episodes to every policy, and which episodes count does not depend on how long they are. No
/// other episode is begun, and it does not matter how many environments play them. In a world that
/// has no [uphill.env.Env#timeLimit()], one that does not end within [#MOST_STEPS] steps is cut
/// there, and counts with what it earned so far.
///
/// @param returns Σ r of each episode, undiscounted
/// @param lengths steps of each
/// @param endings how each ended; `CUT` by this evaluation
public record Evaluation(double[] returns, int[] lengths, Ending[] endings) {

  /// Steps of an episode in a world without a time limit, at most: a policy may go in circles for
  /// ever.
  public static final int MOST_STEPS = 100_000;

  /// Episodes of the evaluation at the end of a run.
  public static final int EPISODES = 100;

  /// What an episode takes: its return, length and ending, here and among the random ones, and as
  /// much again to describe them.
  private static final int BYTES = 64;

  /// How a policy picks its actions.
  public enum Choice {
    /// The most probable action; the mean of a Gaussian.
    MODE,
    /// An action drawn from π(·|s).
    SAMPLE
  }

  /// Evaluates a policy.
  ///
  /// @throws IllegalArgumentException for less than one episode, or more than the memory holds, or
  ///   if the world masks actions and the policy's did not, or the reverse
  public static Evaluation of(
      World world, Policy policy, int episodes, long seed, Choice choice, Kernels kernels) {
    try (EvaluationEnvs envs = new EvaluationEnvs(world)) {
      return of(envs, policy, episodes, seed, choice, kernels, _ -> {});
    }
  }

  /// Evaluates a policy.
  ///
  /// @param progress told how many episodes have ended, now and then
  /// @throws IllegalArgumentException for less than one episode, or more than the memory holds, or
  ///   if the world masks actions and the policy's did not, or the reverse
  public static Evaluation of(
      EvaluationEnvs world,
      Policy policy,
      int episodes,
      long seed,
      Choice choice,
      Kernels kernels,
      IntConsumer progress) {
    policy.requireMasks(world.world().name(), world.world().masksActions());
    int rows = Math.min(episodes, EvaluationEnvs.MOST);
    PolicyActor actor = new PolicyActor(policy, rows, kernels);
    int size = policy.actions().size();
    int observationSize = policy.encoding().space().size();
    float[] observation = new float[rows * observationSize];
    int choices = policy.masksActions() ? ActionMask.choices(policy.actions()) : 0;
    float[] mask = new float[rows * choices];
    return run(
        world,
        episodes,
        seed,
        (envs, running, random, action) -> {
          for (int row = 0; row < running.length; row++) {
            int at = running[row] * observationSize;
            System.arraycopy(
                envs.observation, at, observation, row * observationSize, observationSize);
            System.arraycopy(envs.mask, running[row] * choices, mask, row * choices, choices);
          }
          actor.look(observation, 0, mask, 0, running.length);
          for (int row = 0; row < running.length; row++) {
            int n = running[row];
            if (choice == Choice.MODE) {
              actor.mode(row, action, n * size);
            } else {
              actor.sample(row, random[n], action, n * size);
            }
            policy.allow(action, n * size, action, n * size);
          }
        },
        progress);
  }

  /// Evaluates actions drawn uniformly from the action space, or from what each state allows of it:
  /// what any learning is to be measured against.
  public static Evaluation ofRandomActions(World world, int episodes, long seed) {
    try (EvaluationEnvs envs = new EvaluationEnvs(world)) {
      return ofRandomActions(envs, episodes, seed);
    }
  }

  /// The same.
  public static Evaluation ofRandomActions(EvaluationEnvs world, int episodes, long seed) {
    return run(
        world,
        episodes,
        seed,
        (envs, running, random, action) -> {
          int size = envs.actionSpace().size();
          for (int n : running) {
            ActionMask.sample(
                envs.actionSpace(), envs.mask, n * envs.choices(), random[n], action, n * size);
          }
        },
        _ -> {});
  }

  private interface Acting {
    /// Fills the rows of `action` of the environments whose episodes go on.
    void fill(VectorEnv envs, int[] running, Rng[] random, float[] action);
  }

  private static Evaluation run(
      EvaluationEnvs world, int episodes, long seed, Acting acting, IntConsumer progress) {
    if (episodes < 1) {
      throw new IllegalArgumentException("episodes must be at least 1, got " + episodes);
    }
    requireRoom(episodes);
    Evaluation evaluation =
        new Evaluation(new double[episodes], new int[episodes], new Ending[episodes]);
    VectorEnv envs = world.envs(episodes);
    for (int from = 0; from < episodes; from += envs.size()) {
      int count = Math.min(envs.size(), episodes - from);
      evaluation.sideBySide(envs, from, count, seed + from, acting);
      progress.accept(from + count);
    }
    return evaluation;
  }

  private static void requireRoom(int episodes) {
    long most = Runtime.getRuntime().maxMemory() / BYTES;
    if (episodes > most) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the results of %,d episodes do not fit into the heap, those of %,d do. %s.",
              episodes,
              most,
              DiskError.begun(Memory.remedy((double) BYTES * episodes) + "ask for fewer")));
    }
  }

  /// Plays the episodes `from` … in the first `count` environments.
  private void sideBySide(VectorEnv envs, int from, int count, long seed, Acting acting) {
    int most = envs.timeLimit().orElse(MOST_STEPS);
    Rng[] random = new Rng[count];
    Arrays.setAll(random, n -> Rng.of(SeedSequence.of(seed + n).child(0)));
    float[] action = new float[envs.size() * envs.actionSpace().size()];
    envs.reset(0, count, seed);
    int[] running = IntStream.range(0, count).toArray();
    for (int t = 1; running.length > 0; t++) {
      acting.fill(envs, running, random, action);
      for (int n : running) {
        envs.step(n, n + 1, action);
      }
      boolean cut = t == most;
      if (cut || Arrays.stream(running).anyMatch(n -> envs.ending[n].ended())) {
        for (int n : running) {
          endings[from + n] = cut && !envs.ending[n].ended() ? Ending.CUT : envs.ending[n];
          returns[from + n] = envs.episodeReturn[n];
          lengths[from + n] = envs.episodeLength[n];
        }
        running = Arrays.stream(running).filter(n -> !endings[from + n].ended()).toArray();
      }
    }
  }

  /// Episodes.
  public int episodes() {
    return returns.length;
  }

  /// The mean return.
  public double mean() {
    return Statistics.mean(returns);
  }

  /// The standard deviation of the returns, with n − 1; NaN for one episode, which has none.
  public double std() {
    return episodes() > 1 ? Statistics.standardDeviation(returns) : Double.NaN;
  }

  /// The mean of the episodes' steps.
  public double meanLength() {
    long sum = 0;
    for (int length : lengths) {
      sum += length;
    }
    return (double) sum / episodes();
  }

  /// Episodes that were cut at [#MOST_STEPS].
  public int cut() {
    return (int) Arrays.stream(endings).filter(ending -> ending == Ending.CUT).count();
  }

  /// What is to be read beside the mean: `7 of 100 were cut at 100,000 steps`; empty if none was.
  public String remark() {
    return remark(List.of(this));
  }

  /// The same of several evaluations together.
  public static String remark(List<Evaluation> all) {
    int cut = all.stream().mapToInt(Evaluation::cut).sum();
    int episodes = all.stream().mapToInt(Evaluation::episodes).sum();
    return cut == 0
        ? ""
        : String.format(
            Locale.ROOT,
            "%d of %d %s cut at %,d steps",
            cut,
            episodes,
            cut == 1 ? "was" : "were",
            MOST_STEPS);
  }

  /// As JSON: `episodes, mean, std, min, max, cut`.
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("episodes", (long) episodes());
    json.put("mean", mean());
    json.put("std", std());
    json.put("min", Arrays.stream(returns).min().orElseThrow());
    json.put("max", Arrays.stream(returns).max().orElseThrow());
    json.put("cut", (long) cut());
    return json;
  }
}
