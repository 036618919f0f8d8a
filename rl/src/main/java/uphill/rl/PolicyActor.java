package uphill.rl;

import java.util.List;
import uphill.autodiff.Program;
import uphill.autodiff.Tensor;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.kernel.Workers;

/// Acts: π_θ for a few observations at a time, and an action drawn from it, or its mode.
///
/// Used by one thread at a time; several actors may share a policy whose parameters rest.
public final class PolicyActor implements Actor {

  private final Encoding encoding;
  private final float[] inputs;
  private final Program program;
  private final Head head;

  /// What actions are drawn from, as the head has it.
  private final float[][] columns;

  /// An actor for up to `rows` observations at a time.
  public PolicyActor(Policy policy, int rows, Kernels kernels) {
    encoding = policy.encoding();
    head = policy.head();
    inputs = new float[encoding.plain() ? 0 : rows * encoding.size()];
    List<Tensor> drawnFrom = policy.drawnFrom(Tensor.input("observation", encoding.size()));
    Program.Builder builder = Program.with(kernels);
    for (int k = 0; k < drawnFrom.size(); k++) {
      builder.output(name(k), drawnFrom.get(k));
    }
    program = builder.build();
    columns = new float[drawnFrom.size()][];
    for (int k = 0; k < columns.length; k++) {
      columns[k] = new float[rows * drawnFrom.get(k).columns()];
      program.into(name(k), columns[k]);
    }
  }

  private static String name(int k) {
    return Integer.toString(k);
  }

  /// Computes π_θ(·|s) for `rows` observations of a world, the first of which begins at `at`.
  public void look(float[] observation, int at, int rows) {
    if (encoding.plain()) {
      read(observation, at, rows);
    } else {
      encoding.encode(observation, at / encoding.space().size(), rows, inputs, 0);
      read(inputs, 0, rows);
    }
  }

  @Override
  public void read(float[] inputs, int at, int rows) {
    program.feed("observation", inputs, at).evaluate(rows, Workers.one());
  }

  @Override
  public void sample(int row, Rng random, float[] action, int at) {
    head.sample(columns, row, random, action, at);
  }

  /// The mode of π_θ for row `row` of the last look; fills `action` from `at` on.
  public void mode(int row, float[] action, int at) {
    head.mode(columns, row, action, at);
  }
}
