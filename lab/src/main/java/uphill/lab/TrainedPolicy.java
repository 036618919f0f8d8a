package uphill.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import uphill.autodiff.Parameter;
import uphill.autodiff.Parameters;
import uphill.env.Env;
import uphill.env.Space;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.records.Json;
import uphill.records.Safetensors;
import uphill.rl.Policy;
import uphill.rl.PolicyActor;
import uphill.rl.Setup;

/// A policy that was trained, ready to act: in a game, a simulator, an evaluation.
///
/// ```java
/// TrainedPolicy policy = TrainedPolicy.load(Path.of("runs/a"), observations, actions);
/// float[] action = policy.act(observation);
/// ```
///
/// Used by one thread at a time.
public final class TrainedPolicy {

  private final Policy policy;
  private final PolicyActor actor;
  private final float[] action;

  /// The policy, acting.
  public TrainedPolicy(Policy policy) {
    this.policy = policy;
    this.actor = new PolicyActor(policy, 1, Kernels.best());
    this.action = new float[policy.actions().size()];
  }

  /// The policy of a run's newest checkpoint, for an environment like this one.
  ///
  /// @throws IllegalArgumentException if the directory is not a run, its config is not the one that
  ///   it began with, or the environment's spaces are not the run's
  public static TrainedPolicy load(Path run, Env env) throws IOException {
    return load(run, env.observationSpace(), env.actionSpace());
  }

  /// The policy of a run's newest checkpoint, for these spaces.
  public static TrainedPolicy load(Path run, Space observations, Space actions) throws IOException {
    RunConfig config = RunConfig.read(run);
    Checkpoint.requireBegunWith(config, run);
    Setup setup = Setup.acting(observations, actions);
    Policy policy = config.settings().policy(setup);
    Path file = Checkpoint.newest(run).resolve(Checkpoint.PARAMETERS);
    // Compared before the policy takes memory: the config may be anyone's.
    Map<String, Safetensors.Matrix> matrices =
        Safetensors.read(file, shapes -> requireFit(setup, shapes, file));
    setup.parameters().forEach((name, set) -> read(name, set, matrices, file));
    return new TrainedPolicy(policy);
  }

  private static void read(
      String set, Parameters parameters, Map<String, Safetensors.Matrix> matrices, Path file) {
    float[] values = parameters.values();
    for (Parameter parameter : parameters.entries()) {
      String name = set + "." + parameter.name();
      float[] elements = Objects.requireNonNull(matrices.get(name), name).values();
      for (int i = 0; i < elements.length; i++) {
        if (!Float.isFinite(elements[i])) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "%s: element %d of %s is %s, expected a finite number. Take an earlier"
                      + " checkpoint.",
                  file,
                  i,
                  name,
                  elements[i]));
        }
      }
      System.arraycopy(elements, 0, values, parameter.at(), elements.length);
    }
  }

  private static void requireFit(Setup setup, Map<String, List<Integer>> shapes, Path file) {
    setup
        .parameters()
        .forEach(
            (name, set) -> {
              for (Parameter parameter : set.entries()) {
                List<Integer> shape = shapes.get(name + "." + parameter.name());
                if (!List.of(parameter.rows(), parameter.columns()).equals(shape)) {
                  throw new IllegalArgumentException(
                      "%s: %s.%s is %s; this environment, with %s and %s, needs another policy"
                          .formatted(
                              file,
                              name,
                              parameter,
                              shape == null ? "missing" : "of shape " + Json.shown(shape),
                              setup.observations(),
                              setup.actions()));
                }
              }
            });
  }

  /// The policy itself.
  public Policy policy() {
    return policy;
  }

  /// The most probable action, as the environment takes it. The array is used again by the next
  /// call.
  ///
  /// @throws IllegalArgumentException for an observation of another size, one that is not finite,
  ///   or one outside a finite space
  public float[] act(float[] observation) {
    actor.look(checked(observation), 0, 1);
    actor.mode(0, action, 0);
    policy.allow(action, 0, action, 0);
    return action;
  }

  /// An action drawn from π(·|s), as the environment takes it. The array is used again by the next
  /// call.
  ///
  /// @throws IllegalArgumentException for an observation of another size, one that is not finite,
  ///   or one outside a finite space
  public float[] sample(float[] observation, Rng random) {
    actor.look(checked(observation), 0, 1);
    actor.sample(0, random, action, 0);
    policy.allow(action, 0, action, 0);
    return action;
  }

  private float[] checked(float[] observation) {
    if (observation.length != policy.observations().size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "an observation has %d numbers, got %d",
              policy.observations().size(),
              observation.length));
    }
    for (int j = 0; j < observation.length; j++) {
      if (!Float.isFinite(observation[j])) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "component %d of the observation is %s, expected a finite number: what to do there"
                    + " was not learnt, for no world may show it",
                j,
                observation[j]));
      }
    }
    return observation;
  }
}
