package uphill.rl;

import uphill.autodiff.Program;
import uphill.autodiff.Tensor;
import uphill.env.Space;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.kernel.Workers;
import uphill.nn.Bernoulli;
import uphill.nn.Categorical;
import uphill.nn.Distribution;
import uphill.nn.Gaussian;
import uphill.nn.MultiCategorical;

/// Acts: π_θ for a few observations at a time, and an action drawn from it, or its mode.
///
/// Used by one thread at a time; several actors may share a policy whose parameters rest.
public final class PolicyActor implements Actor {

  private static final float[] NO_MASK = {};

  private final Space actions;
  private final Encoding encoding;
  private final float[] inputs;
  private final Program program;
  private final Kernels kernels;
  private final int outputs;
  private final boolean masks;

  /// log π of every value, or the logits of switches, or μ.
  private final float[] first;

  /// π of every value, or log σ; unused for switches.
  private final float[] second;

  /// An actor for up to `rows` observations at a time.
  public PolicyActor(Policy policy, int rows, Kernels kernels) {
    actions = policy.actions();
    encoding = policy.encoding();
    inputs = new float[encoding.plain() ? 0 : rows * encoding.size()];
    this.kernels = kernels;
    Tensor observation = Tensor.input("observation", encoding.size());
    outputs = Spaces.policyOutputs(actions);
    masks = policy.masksActions();
    Distribution pi =
        masks
            ? policy.distribution(observation, Tensor.input("mask", outputs))
            : policy.distribution(observation);
    Program.Builder builder = Program.with(kernels);
    pi.heads().forEach(builder::output);
    program = builder.build();
    first = new float[rows * outputs];
    second = new float[rows * outputs];
    switch (actions) {
      case Space.Discrete _, Space.MultiDiscrete _ -> program.into("logProbs", first);
      case Space.MultiBinary _ -> program.into("logits", first);
      case Space.Box _ -> program.into("mean", first).into("logStd", second);
    }
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
    program.feed("observation", inputs, at).evaluate(rows, Workers.one());
    if (actions instanceof Space.Discrete || actions instanceof Space.MultiDiscrete) {
      kernels.exp(rows * outputs, first, 0, second, 0);
    }
  }

  @Override
  public void sample(int row, Rng random, float[] action, int at) {
    switch (actions) {
      case Space.Discrete discrete -> {
        int n = discrete.n();
        action[at] = Categorical.sample(second, row * n, n, random);
      }
      case Space.Box box -> {
        int n = box.size();
        Gaussian.sample(first, row * n, second, row * n, n, random, action, at);
      }
      case Space.MultiDiscrete several ->
          MultiCategorical.sample(second, row * outputs, several.n(), random, action, at);
      case Space.MultiBinary switches ->
          Bernoulli.sample(first, row * outputs, switches.n(), random, action, at);
    }
  }

  /// The mode of π_θ for row `row` of the last look; fills `action` from `at` on.
  public void mode(int row, float[] action, int at) {
    switch (actions) {
      case Space.Discrete discrete -> {
        int n = discrete.n();
        action[at] = Categorical.mode(first, row * n, n);
      }
      case Space.Box box -> System.arraycopy(first, row * box.size(), action, at, box.size());
      case Space.MultiDiscrete several ->
          MultiCategorical.mode(first, row * outputs, several.n(), action, at);
      case Space.MultiBinary switches ->
          Bernoulli.mode(first, row * outputs, switches.n(), action, at);
    }
  }
}
