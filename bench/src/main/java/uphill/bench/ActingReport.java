package uphill.bench;

import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.kernel.Workers;
import uphill.rl.Policy;
import uphill.rl.PolicyActor;

/// Prints how fast a policy 4-64-64-2 with tanh acts: π(·|s) and a drawn action for batches of 1,
/// 64 and 512 observations, on one core.
public final class ActingReport {

  /// Of the matrix products, for an observation.
  private static final double FLOP = 8_960;

  private ActingReport() {}

  public static void main(String[] args) {
    Arguments arguments = Arguments.of(args, 10);
    Turns turns = new Turns();
    Kernels kernels = Kernels.best();
    for (int rows : new int[] {1, 16, 64, 512}) {
      String name = "acting " + rows;
      if (name.contains(arguments.only())) {
        turns.add(name, "actions", rows, FLOP * rows, acting(rows, kernels));
      }
    }
    turns.measure(arguments.seconds());
    turns.print(arguments.json());
  }

  private static Runnable acting(int rows, Kernels kernels) {
    Rng random = Rng.seeded(1);
    Policy policy = Policy.of(Worlds.NETWORK, Worlds.cartPole(kernels, Workers.one()));
    PolicyActor actor = new PolicyActor(policy, rows, kernels);
    float[] observation = new float[rows * 4];
    for (int i = 0; i < observation.length; i++) {
      observation[i] = (float) (random.random() - 0.5);
    }
    float[] action = new float[rows];
    return () -> {
      actor.look(observation, 0, rows);
      for (int i = 0; i < rows; i++) {
        actor.sample(i, random, action, i);
      }
    };
  }
}
