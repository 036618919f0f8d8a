package uphill.rl;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import uphill.autodiff.Parameter;
import uphill.autodiff.Program;
import uphill.autodiff.Tensor;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.kernel.Workers;
import uphill.rl.data.Encoding;
import uphill.rl.data.Rollout;

/// Acts: π_θ for a few observations at a time, and an action drawn from it, or its mode.
///
/// Used by one thread at a time; several actors may share a policy whose parameters rest.
public final class PolicyActor implements Actor {

  private static final float[] NO_MASK = {};

  private final Encoding encoding;
  private final float[] inputs;
  private final Program program;
  private final Head head;
  private final boolean masks;
  private final Kernels kernels;
  private final Optional<Parameter> noise;

  /// What actions are drawn from, as the head has it.
  private final float[][] columns;

  private final String[] headNames;
  private final Rollout.Column[] heads;
  private long written;

  /// An actor for up to `rows` observations at a time.
  public PolicyActor(Policy policy, int rows, Kernels kernels) {
    this(policy, rows, kernels, Map.of());
  }

  /// One that acts in a sampler alone, and writes down what describes π_θ(·|s) for every row of the
  /// rollout that it reads.
  ///
  /// @param heads by the names of [uphill.nn.Distribution#heads()]
  public PolicyActor(Policy policy, int rows, Kernels kernels, Map<String, Rollout.Column> heads) {
    encoding = policy.encoding();
    head = policy.head();
    inputs = new float[encoding.plain() ? 0 : rows * encoding.size()];
    masks = policy.masksActions();
    this.kernels = kernels;
    noise = policy.noise();
    Head.Acting acting =
        policy.acting(
            Tensor.input("observation", encoding.size()),
            masks ? Optional.of(Tensor.input("mask", head.outputs())) : Optional.empty());
    List<Tensor> drawnFrom = acting.drawnFrom();
    Program.Builder builder = Program.with(kernels);
    for (int k = 0; k < drawnFrom.size(); k++) {
      builder.output(name(k), drawnFrom.get(k));
    }
    headNames = heads.keySet().toArray(String[]::new);
    this.heads = heads.values().toArray(Rollout.Column[]::new);
    for (String name : headNames) {
      builder.output(name, Objects.requireNonNull(acting.pi().heads().get(name), name));
    }
    program = builder.build();
    columns = new float[drawnFrom.size() + (noise.isPresent() ? 1 : 0)][];
    for (int k = 0; k < drawnFrom.size(); k++) {
      columns[k] = new float[rows * drawnFrom.get(k).columns()];
      program.into(name(k), columns[k]);
    }
    noise.ifPresent(logStd -> columns[columns.length - 1] = new float[logStd.size()]);
  }

  private static String name(int k) {
    return Integer.toString(k);
  }

  /// Computes π_θ(·|s) for `rows` observations of a world that masks nothing, the first of which
  /// begins at `at`.
  ///
  /// @throws IllegalArgumentException if the policy's world masks actions
  public void look(float[] observation, int at, int rows) {
    look(observation, at, NO_MASK, 0, rows);
  }

  /// Computes π_θ(·|s) for `rows` observations of a world, the first of which begins at `at`, and
  /// what they allow at `maskAt`.
  ///
  /// @param mask empty where the policy's world masks nothing
  /// @throws IllegalArgumentException if there is a mask and should be none, or the reverse
  public void look(float[] observation, int at, float[] mask, int maskAt, int rows) {
    if (encoding.plain()) {
      read(observation, at, mask, maskAt, rows);
    } else {
      encoding.encode(observation, at / encoding.space().size(), rows, inputs, 0);
      read(inputs, 0, mask, maskAt, rows);
    }
  }

  @Override
  public void read(float[] inputs, int at, float[] mask, int maskAt, int rows) {
    if (masks != mask.length > 0) {
      throw new IllegalArgumentException(
          masks
              ? "the policy's world masks actions: say what each state allows"
              : "the policy's world masks no actions: give an empty mask");
    }
    if (masks) {
      program.feed("mask", mask, maskAt);
    }
    int row = at / encoding.size();
    for (int k = 0; k < heads.length; k++) {
      program.into(headNames[k], heads[k].values(), row * heads[k].width());
    }
    written += rows;
    program.feed("observation", inputs, at).evaluate(rows, Workers.one());
    if (noise.isPresent()) {
      Parameter logStd = noise.get();
      float[] std = columns[columns.length - 1];
      kernels.exp(logStd.size(), logStd.owner().values(), logStd.at(), std, 0);
    }
  }

  /// Rows whose heads were written down since this was asked last.
  public long takeWritten() {
    long rows = heads.length == 0 ? 0 : written;
    written = 0;
    return rows;
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
