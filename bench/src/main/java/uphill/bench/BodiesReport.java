package uphill.bench;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import uphill.box2d.Box2d;
import uphill.env.Env;
import uphill.env.EnvSpec;
import uphill.env.Environments;
import uphill.env.Reset;
import uphill.env.Step;
import uphill.env.vector.VectorEnv;
import uphill.kernel.Rng;
import uphill.lab.machine.ThreadPool;
import uphill.mujoco.Robots;

/// Prints how fast worlds of rigid bodies step: MuJoCo's, version 5 of each, and Box2D's, with
/// their time limits and with random actions that are drawn beforehand; an episode that ends is
/// reset, and that is counted in.
///
/// `stepping` is a world alone; `in a vector` the same as a vector of one, which checks what it
/// gives and keeps it in columns; `two` are two such vectors on two threads.
public final class BodiesReport {

  private static final int ACTIONS = 1000;
  private static final int BATCH = 50; // steps of a call

  private BodiesReport() {}

  public static void main(String[] args) {
    Arguments arguments = Arguments.of(args, 60);
    List<String> worlds =
        Stream.of(new Robots(), new Box2d())
            .flatMap(provider -> provider.environments().stream())
            .map(EnvSpec::id)
            .filter(id -> !id.endsWith("-v4"))
            .toList();
    Turns turns = new Turns();
    try (ThreadPool pool = new ThreadPool(2)) {
      for (String world : worlds) {
        add(turns, arguments, "stepping " + world, world, pool);
        add(turns, arguments, "stepping " + world + ", in a vector", world, pool);
        add(turns, arguments, "two " + world, world, pool);
      }
      turns.measure(arguments.seconds());
    }
    turns.print(arguments.json());
  }

  private static void add(
      Turns turns, Arguments arguments, String name, String world, ThreadPool pool) {
    if (!name.contains(arguments.only())) {
      return;
    }
    if (name.startsWith("two")) {
      Runnable[] both = {vector(world, 0), vector(world, 1)};
      Runnable run = () -> pool.run(2, (task, _) -> both[task].run());
      turns.add(name, "steps", 2.0 * BATCH, 0, run).threads = 2;
    } else {
      turns.add(name, "steps", BATCH, 0, name.endsWith("vector") ? vector(world, 0) : bare(world));
    }
  }

  private static float[][] actions(Env env) {
    Rng random = Rng.seeded(1);
    float[][] actions = new float[ACTIONS][env.actionSpace().size()];
    Arrays.stream(actions).forEach(action -> env.actionSpace().sample(random, action, 0));
    return actions;
  }

  private static Runnable bare(String world) {
    Env env = Environments.create(world);
    float[][] actions = actions(env);
    Step step = new Step(env.observationSpace().size());
    Reset next = Reset.next();
    env.reset(Reset.seeded(0), step.observation);
    int[] at = {0};
    return () -> {
      for (int i = 0; i < BATCH; i++) {
        env.step(actions[at[0]++ % ACTIONS], step);
        if (step.ending.ended()) {
          env.reset(next, step.observation);
        }
      }
    };
  }

  private static Runnable vector(String world, long seed) {
    Env env = Environments.create(world);
    float[][] actions = actions(env);
    VectorEnv envs = new VectorEnv(world, List.of(env));
    envs.reset(seed);
    int[] at = {0};
    return () -> {
      for (int i = 0; i < BATCH; i++) {
        envs.step(actions[at[0]++ % ACTIONS]);
      }
    };
  }
}
