package uphill.bench;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.Optional;
import uphill.autodiff.Parameters;
import uphill.autodiff.Tensor;
import uphill.kernel.Rng;
import uphill.nn.Activation;
import uphill.nn.Categorical;
import uphill.nn.Mlp;
import uphill.push.Errors;
import uphill.push.Explained;
import uphill.push.Ledger;
import uphill.push.OptimizerStep;
import uphill.push.PolicyStep;
import uphill.push.Samples;
import uphill.push.ScoreModel;

/// Prints how long the explanation of one update takes: a policy 4-64-64-2 with tanh, 4000 samples
/// in 40 trajectories, a step of Adam; all attributed, and one action's contributions of all
/// samples.
public final class PushReport {

  private static final int ROWS = 4_000;
  private static final int TRAJECTORY = 100;

  private PushReport() {}

  public static void main(String[] args) {
    Arguments arguments = Arguments.of(args, 10);
    Parameters parameters = new Parameters();
    Mlp network = new Mlp(parameters, "", new int[] {4, 64, 64, 2}, Activation.TANH);
    ScoreModel model =
        ScoreModel.of(
            parameters,
            network,
            Categorical.ofLogits(Tensor.input("logits", 2)),
            Optional.empty());
    PolicyStep step = step(model, Rng.seeded(1));
    int[] trajectory = new int[ROWS];
    Arrays.setAll(trajectory, i -> i / TRAJECTORY);
    Explained explained = new Explained(step.samples(), trajectory, new double[0]);
    Ledger ledger = new Ledger(model, explained, step);
    Turns turns = new Turns();
    turns.add("ledger of 4000 samples", "ledgers", 1, 0, () -> new Ledger(model, explained, step));
    turns.add("one action's contributions", "rows", 1, 0, () -> ledger.contributions(17));
    turns.add("one row of the kernel", "rows", 1, 0, () -> ledger.before().kernelRow(17));
    turns.measure(arguments.seconds());
    turns.print(arguments.json());
  }

  private static PolicyStep step(ScoreModel model, Rng random) {
    int size = model.size();
    double[] before = drawn(size, 0.1, random);
    double[] after = before.clone();
    Arrays.setAll(after, k -> after[k] + 1e-3 * random.standardNormal());
    double[] action = new double[ROWS];
    Arrays.setAll(action, i -> random.choice(2));
    double[] second = new double[size];
    Arrays.setAll(second, k -> random.random());
    return new PolicyStep(
        before,
        after,
        new Samples(ROWS, drawn(ROWS * 4, 1, random), action),
        IntStream.range(0, ROWS).toArray(),
        new Errors(drawn(ROWS * 2, 1.0 / ROWS, random), new double[0]),
        drawn(size, 1e-3, random),
        new double[size],
        0.5,
        new OptimizerStep.Adam(
            1e-3, 0.9, 0.999, 1e-8, drawn(size, 0.1, random), second, /* steps= */ 9));
  }

  private static double[] drawn(int n, double scale, Rng random) {
    double[] values = new double[n];
    Arrays.setAll(values, k -> scale * random.standardNormal());
    return values;
  }
}
