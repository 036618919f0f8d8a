package uphill.bench;

import uphill.autodiff.Program;
import uphill.autodiff.Scalar;
import uphill.autodiff.Tensor;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.kernel.Workers;
import uphill.lab.machine.ThreadPool;
import uphill.nn.Adam;
import uphill.rl.Critic;
import uphill.rl.Policy;
import uphill.rl.Setup;

/// Prints how fast one gradient step is: forward, backward and Adam of an actor 4-64-64-2 and a
/// critic 4-64-64-1 with tanh, for minibatches of 64, 256 and 4000 rows.
///
/// ```text
/// L(θ) = −mean log π_θ(a|s)·Ψ        L(φ) = ½·mean (V_φ(s) − R̂)²
/// ```
public final class UpdateReport {

  /// Of the matrix products, for a row: forward, and backward to parameters and hidden layers.
  private static final double FLOP = 52_352;

  /// So small that nothing moves: gradients stay as they are, whatever the number of steps.
  private static final double LEARNING_RATE = 1e-7;

  private UpdateReport() {}

  public static void main(String[] args) {
    Arguments arguments = Arguments.of(args, 15);
    Turns turns = new Turns();
    Kernels kernels = Kernels.best();
    try (ThreadPool two = new ThreadPool(2)) {
      for (int rows : new int[] {64, 256, 4000}) {
        add(turns, arguments, rows, kernels, Workers.one());
      }
      if (Runtime.getRuntime().availableProcessors() > 1) {
        add(turns, arguments, 4000, kernels, two);
      }
      turns.measure(arguments.seconds());
    }
    turns.print(arguments.json());
  }

  private static void add(
      Turns turns, Arguments arguments, int rows, Kernels kernels, Workers workers) {
    String name = "update " + rows;
    if (name.contains(arguments.only())) {
      Runnable update = update(rows, kernels, workers);
      turns.add(name, "updates", 1, FLOP * rows, update).threads = workers.count();
    }
  }

  private static Runnable update(int rows, Kernels kernels, Workers workers) {
    Rng random = Rng.seeded(1);
    Setup setup = Worlds.cartPole(kernels, workers);
    Policy policy = Policy.of(Worlds.NETWORK, setup);
    Critic critic = Critic.of(Worlds.NETWORK, setup);
    float[] observation = new float[rows * 4];
    float[] action = new float[rows];
    float[] weight = new float[rows];
    float[] target = new float[rows];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < 4; j++) {
        observation[4 * i + j] = (float) (random.random() - 0.5);
      }
      action[i] = random.choice(2);
      weight[i] = (float) (random.random() - 0.5);
      target[i] = (float) random.random();
    }
    Tensor states = Tensor.input("observation", 4);
    Scalar policyLoss =
        policy
            .distribution(states)
            .logProb(Tensor.input("action", 1))
            .mul(Tensor.input("weight", 1))
            .mean()
            .neg();
    Program policyProgram = Program.with(kernels).loss(policyLoss, policy.parameters()).build();
    policyProgram.feed("observation", observation).feed("action", action).feed("weight", weight);
    Tensor error = critic.value(states).sub(Tensor.input("target", 1));
    Program valueProgram =
        Program.with(kernels).loss(error.square().mean().mul(0.5), critic.parameters()).build();
    valueProgram.feed("observation", observation).feed("target", target);
    Adam policyOptimizer = new Adam(policy.parameters(), kernels);
    Adam valueOptimizer = new Adam(critic.parameters(), kernels);
    return () -> {
      policyOptimizer.step(policyProgram.gradients(rows, workers), LEARNING_RATE);
      valueOptimizer.step(valueProgram.gradients(rows, workers), LEARNING_RATE);
    };
  }
}
