package uphill.bench;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import uphill.env.Env;
import uphill.env.Environments;
import uphill.env.Reset;
import uphill.env.Step;
import uphill.env.vector.VectorEnv;
import uphill.kernel.Rng;

/// Prints how fast the worlds step on one core, with their time limits and with random actions that
/// are drawn beforehand; an episode that ends is reset, and that is counted in. Once alone, and
/// once as a vector of eight, which checks what they give and keeps it in columns.
public final class SteppingReport {

  private static final String[] WORLDS = {
    "CartPole-v1", "Acrobot-v1", "MountainCar-v0", "MountainCarContinuous-v0", "Pendulum-v1"
  };

  private static final int STEPS = 1000;
  private static final int SIDE_BY_SIDE = 8;

  private SteppingReport() {}

  public static void main(String[] args) {
    Arguments arguments = Arguments.of(args, 10);
    Turns turns = new Turns();
    for (String world : WORLDS) {
      String name = "stepping " + world;
      if (name.contains(arguments.only())) {
        turns.add(name, "steps", STEPS, 0, stepping(world));
        turns.add(name + " x8", "steps", STEPS, 0, steppingSideBySide(world));
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

  private static Runnable steppingSideBySide(String world) {
    List<Env> all = Stream.generate(() -> Environments.create(world)).limit(SIDE_BY_SIDE).toList();
    VectorEnv envs = new VectorEnv(world, all);
    Rng random = Rng.seeded(1);
    int size = envs.actionSpace().size();
    float[][] actions = new float[STEPS / SIDE_BY_SIDE][SIDE_BY_SIDE * size];
    for (float[] action : actions) {
      for (int n = 0; n < SIDE_BY_SIDE; n++) {
        envs.actionSpace().sample(random, action, n * size);
      }
    }
    envs.reset(0);
    return () -> {
      for (float[] action : actions) {
        envs.step(action);
      }
    };
  }
}
