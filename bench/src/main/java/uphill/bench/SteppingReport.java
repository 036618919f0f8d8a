package uphill.bench;

import java.util.Arrays;
import uphill.env.Env;
import uphill.env.Environments;
import uphill.env.Reset;
import uphill.env.Step;
import uphill.kernel.Rng;

/// Prints how fast the worlds step on one core, with their time limits and with random actions that
/// are drawn beforehand; an episode that ends is reset, and that is counted in.
public final class SteppingReport {

  private static final String[] WORLDS = {
    "CartPole-v1", "Acrobot-v1", "MountainCar-v0", "MountainCarContinuous-v0", "Pendulum-v1"
  };

  private static final int STEPS = 1000;

  private SteppingReport() {}

  public static void main(String[] args) {
    Arguments arguments = Arguments.of(args, 10);
    Turns turns = new Turns();
    for (String world : WORLDS) {
      String name = "stepping " + world;
      if (name.contains(arguments.only())) {
        turns.add(name, "steps", STEPS, 0, stepping(world));
      }
    }
    turns.measure(arguments.seconds());
    turns.print(arguments.json());
  }

  private static Runnable stepping(String world) {
    Env env = Environments.create(world);
    Step step = new Step(env.observationSpace().size());
    Rng random = Rng.seeded(1);
    float[][] actions = new float[STEPS][env.actionSpace().size()];
    Arrays.stream(actions).forEach(action -> env.actionSpace().sample(random, action, 0));
    Reset next = Reset.next();
    env.reset(Reset.seeded(0), step.observation);
    return () -> {
      for (float[] action : actions) {
        env.step(action, step);
        if (step.ending.ended()) {
          env.reset(next, step.observation);
        }
      }
    };
  }
}
