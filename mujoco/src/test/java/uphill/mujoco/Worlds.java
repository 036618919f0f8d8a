package uphill.mujoco;

import java.util.Map;
import java.util.stream.Stream;
import uphill.env.Env;
import uphill.env.EnvSpec;
import uphill.env.Environments;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.kernel.Rng;
import uphill.mujoco.engine.Engine;

/// MuJoCo's worlds, bare and without their time limits, and actions for them.
final class Worlds {

  private Worlds() {}

  /// The release at hand.
  static String version() {
    return Engine.get().library().version();
  }

  static boolean mujoco2() {
    return version().startsWith("2.");
  }

  /// All that run on the release at hand.
  static Stream<String> ids() {
    return all().filter(id -> mujoco2() || !id.equals("Pusher-v4"));
  }

  /// All.
  static Stream<String> all() {
    return new Robots().environments().stream().map(EnvSpec::id);
  }

  static Robot robot(String id) {
    return (Robot) world(id, Map.of());
  }

  static Env world(String id, Map<String, ?> arguments) {
    return Environments.world(id, arguments, Worlds.class.getClassLoader());
  }

  /// A step to be filled, of a world that was reset.
  static Step begin(Env env, long seed) {
    Step step = new Step(env.observationSpace().size());
    env.reset(Reset.seeded(seed), step.observation);
    return step;
  }

  /// Fills an action: a drawn one, or one of the corners of the space.
  static void draw(Env env, Rng random, boolean extreme, float[] action) {
    Space.Box space = (Space.Box) env.actionSpace();
    space.sample(random, action, 0);
    for (int i = 0; extreme && i < action.length; i++) {
      action[i] =
          action[i] < (space.low()[i] + space.high()[i]) / 2 ? space.low()[i] : space.high()[i];
    }
  }
}
