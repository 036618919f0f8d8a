package uphill.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import uphill.autodiff.Parameter;
import uphill.autodiff.Parameters;
import uphill.env.ActionMask;
import uphill.env.Env;
import uphill.env.Space;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.kernel.Shown;
import uphill.lab.config.RunConfig;
import uphill.lab.record.BegunConfig;
import uphill.lab.record.Checkpoint;
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
/// Where its world masks actions, it is told what is allowed: `policy.act(observation, allowed)`,
/// with `allowed` as [Env#allowed(boolean[])] fills it.
///
/// Used by one thread at a time.
public final class TrainedPolicy {

  private static final boolean[] EVERYTHING = {}; // is allowed where nothing is masked

  private final Policy policy;
  private final PolicyActor actor;
  private final float[] action;
  private final float[] mask;

  /// The policy, acting.
  public TrainedPolicy(Policy policy) {
    this.policy = policy;
    this.actor = new PolicyActor(policy, 1, Kernels.best());
    this.action = new float[policy.actions().size()];
    this.mask = new float[policy.masksActions() ? ActionMask.choices(policy.actions()) : 0];
  }

  /// The policy of a run's newest checkpoint, for an environment like this one.
  ///
  /// @throws IllegalArgumentException if the directory is not a run, its config is not the one that
  ///   it began with, or the environment's spaces are not the run's
  public static TrainedPolicy load(Path run, Env env) throws IOException {
    TrainedPolicy trained = load(run, env.observationSpace(), env.actionSpace());
    trained.policy.requireMasks("the environment", env.masksActions());
    return trained;
  }

  /// The policy of a run's newest checkpoint, for these spaces. Whether its world masked actions,
  /// the run says.
  public static TrainedPolicy load(Path run, Space observations, Space actions) throws IOException {
    RunConfig config = RunConfig.read(run);
    BegunConfig.require(config, run);
    Setup setup = Setup.acting(observations, actions, config.masksActions());
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
  ///   or one outside a finite space; and if the policy's world masks actions
  public float[] act(float[] observation) {
    return act(observation, EVERYTHING);
  }

  /// The most probable action of those that are allowed, as the environment takes it. The array is
  /// used again by the next call.
  ///
  /// @param allowed as [Env#allowed(boolean[])] fills it
  /// @throws IllegalArgumentException for an observation of another size, one that is not finite,
  ///   or one outside a finite space; for an array of another size, or one that allows nothing; and
  ///   if the policy's world masks no actions
  public float[] act(float[] observation, boolean[] allowed) {
    look(observation, allowed);
    actor.mode(0, action, 0);
    policy.allow(action, 0, action, 0);
    return action;
  }

  /// An action drawn from π(·|s), as the environment takes it. The array is used again by the next
  /// call.
  ///
  /// @throws IllegalArgumentException as for [#act(float[])]
  public float[] sample(float[] observation, Rng random) {
    return sample(observation, EVERYTHING, random);
  }

  /// An action drawn from π(·|s), which allowed ones alone are, as the environment takes it. The
  /// array is used again by the next call.
  ///
  /// @throws IllegalArgumentException as for [#act(float[], boolean[])]
  public float[] sample(float[] observation, boolean[] allowed, Rng random) {
    look(observation, allowed);
    actor.sample(0, random, action, 0);
    policy.allow(action, 0, action, 0);
    return action;
  }

  private void look(float[] observation, boolean[] allowed) {
    if (allowed.length != mask.length) {
      throw new IllegalArgumentException(
          mask.length == 0
              ? "this policy learnt in a world that masks no actions: call it with an observation"
                  + " alone"
              : String.format(
                  Locale.ROOT,
                  "this policy learnt in a world that masks actions: call it with an observation"
                      + " and the %d entries that Env.allowed fills, got %d",
                  mask.length,
                  allowed.length));
    }
    if (mask.length > 0 && ActionMask.stuck(policy.actions(), allowed) >= 0) {
      throw new IllegalArgumentException(
          "nothing is allowed there, so there is no action to take: ask while the episode goes on");
    }
    ActionMask.write(allowed, mask, 0);
    actor.look(checked(observation), 0, mask, 0, 1);
  }

  private float[] checked(float[] observation) {
    if (observation.length != policy.observations().size()) {
      throw new IllegalArgumentException(
          "an observation has %s, got %s"
              .formatted(
                  Shown.count(policy.observations().size(), "number"),
                  Integer.toString(observation.length)));
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
