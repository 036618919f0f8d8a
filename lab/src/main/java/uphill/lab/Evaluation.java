package uphill.lab;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import uphill.env.VectorEnv;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.kernel.SeedSequence;
import uphill.rl.Actor;
import uphill.rl.Policy;

/// Returns of episodes that nobody learns from.
///
/// Episode i is the first of an environment seeded with `seed + i`, so equal seeds give equal
/// episodes to every policy. One that does not end within [#MAX_STEPS] steps, in a world without a
/// time limit, is cut there, and counts with what it earned so far.
///
/// @param returns Σ r of each episode, undiscounted
/// @param lengths steps of each
public record Evaluation(double[] returns, int[] lengths) {

  /// Steps of an episode, at most: without a limit a policy may go in circles for ever.
  public static final int MAX_STEPS = 20_000;

  private static final int SIDE_BY_SIDE = 100;

  /// How a policy picks its actions.
  public enum Choice {
    /// The most probable action; the mean of a Gaussian.
    MODE,
    /// An action drawn from π(·|s).
    SAMPLE
  }

  /// Evaluates a policy.
  ///
  /// @throws IllegalArgumentException for less than one episode
  public static Evaluation of(
      World world, Policy policy, int episodes, long seed, Choice choice, Kernels kernels) {
    Actor actor = new Actor(policy, Math.min(episodes, SIDE_BY_SIDE), kernels);
    int size = policy.actions().size();
    return run(
        world,
        episodes,
        seed,
        (envs, random, action) -> {
          actor.look(envs.observation, 0, envs.size());
          for (int n = 0; n < envs.size(); n++) {
            if (choice == Choice.MODE) {
              actor.mode(n, action, n * size);
            } else {
              actor.sample(n, random[n], action, n * size);
            }
            actor.allow(action, n * size, action, n * size);
          }
        });
  }

  /// Evaluates actions drawn uniformly from the action space: what any learning is to be measured
  /// against.
  public static Evaluation ofRandomActions(World world, int episodes, long seed) {
    return run(
        world,
        episodes,
        seed,
        (envs, random, action) -> {
          int size = envs.actionSpace().size();
          for (int n = 0; n < envs.size(); n++) {
            envs.actionSpace().sample(random[n], action, n * size);
          }
        });
  }

  private interface Acting {
    void fill(VectorEnv envs, Rng[] random, float[] action);
  }

  private static Evaluation run(World world, int episodes, long seed, Acting acting) {
    if (episodes < 1) {
      throw new IllegalArgumentException("episodes must be at least 1, got " + episodes);
    }
    Evaluation evaluation = new Evaluation(new double[episodes], new int[episodes]);
    for (int from = 0; from < episodes; from += SIDE_BY_SIDE) {
      int count = Math.min(SIDE_BY_SIDE, episodes - from);
      try (VectorEnv envs = world.vector(count)) {
        evaluation.sideBySide(envs, from, seed + from, acting);
      }
    }
    return evaluation;
  }

  private void sideBySide(VectorEnv envs, int from, long seed, Acting acting) {
    int count = envs.size();
    Rng[] random = new Rng[count];
    Arrays.setAll(random, n -> Rng.of(SeedSequence.of(seed + n).child(0)));
    float[] action = new float[count * envs.actionSpace().size()];
    envs.reset(seed);
    boolean[] over = new boolean[count];
    int running = count;
    while (running > 0) {
      acting.fill(envs, random, action);
      envs.step(action);
      for (int n = 0; n < count; n++) {
        boolean ended = envs.ending[n].ended() || envs.episodeLength[n] >= MAX_STEPS;
        if (!over[n] && ended) {
          over[n] = true;
          running--;
          returns[from + n] = envs.episodeReturn[n];
          lengths[from + n] = envs.episodeLength[n];
        }
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

  /// As JSON: `episodes, mean, std, min, max`.
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("episodes", (long) episodes());
    json.put("mean", mean());
    json.put("std", episodes() > 1 ? Statistics.standardDeviation(returns) : 0.0);
    json.put("min", Arrays.stream(returns).min().orElseThrow());
    json.put("max", Arrays.stream(returns).max().orElseThrow());
    return json;
  }
}
