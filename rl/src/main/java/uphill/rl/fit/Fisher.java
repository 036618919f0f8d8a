package uphill.rl.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import uphill.autodiff.Parameters;
import uphill.autodiff.Program;
import uphill.autodiff.Tensor;
import uphill.kernel.Workers;
import uphill.nn.Distribution;
import uphill.rl.Setup;
import uphill.rl.data.Rollout;

/// Products of a policy's Fisher information with a direction, over the rows of a round.
///
/// ```text
/// F = mean E_a~π[∇log π(a|s)·∇log π(a|s)ᵀ] = mean Jᵀ·M·J      J = ∂heads/∂θ, M that of the heads
/// (F + λI)·v      u = J·v forwards,  M·u at the heads,  Jᵀ·(M·u) in reverse
/// ```
///
/// F is also the second derivative of mean KL(π_θ ‖ π_θ′) by θ′ at θ′ = θ, and no second derivative
/// is taken. λ, the damping, makes it positive definite. At any θ, the present one; the same bits
/// for any number of workers.
public final class Fisher implements ConjugateGradient.Matrix {

  private static final String HEAD = "fisher.";
  private static final String ALONG = "fisher.along.";

  private final Rollout rollout;
  private final Program forwards;
  private final Program reverse;
  private final String[] forwardInputs;
  private final String[] reverseInputs;
  private final String[] names;
  private final Rollout.Column[] heads;
  private final Rollout.Column[] along;
  private final int size;
  private final Workers workers;
  private int rows;
  private float damping;

  /// @param policy over the rollout's columns
  /// @param learnt θ
  /// @throws UnsupportedOperationException if it has no Fisher information
  public Fisher(Distribution policy, Parameters learnt, Rollout rollout, Setup setup) {
    this.rollout = rollout;
    size = learnt.size();
    workers = setup.workers();
    Map<String, Tensor> wanted = policy.asInput(HEAD).fisher(policy.asInput(ALONG).heads());
    names = policy.heads().keySet().toArray(String[]::new);
    heads = new Rollout.Column[names.length];
    along = new Rollout.Column[names.length];
    Program.Builder traced = Program.with(setup.kernels()).learnt(learnt);
    List<Tensor> products = new ArrayList<>();
    for (Map.Entry<String, Tensor> head : policy.heads().entrySet()) {
      String name = head.getKey();
      int k = products.size();
      int columns = head.getValue().columns();
      heads[k] = rollout.extra(HEAD + name, columns);
      along[k] = rollout.extra(ALONG + name, columns);
      traced.output(name, head.getValue());
      products.add(head.getValue().mul(Objects.requireNonNull(wanted.get(name))).sumColumns());
    }
    Tensor sum = products.stream().reduce(Tensor::add).orElseThrow();
    forwards = traced.build();
    reverse = Program.with(setup.kernels()).loss(sum.mean(), learnt).build();
    forwardInputs = forwards.inputs().toArray(String[]::new);
    reverseInputs = reverse.inputs().toArray(String[]::new);
  }

  /// Says of what products are from now on: the first rows of the round, and λ.
  public Fisher of(int rows, double damping) {
    this.rows = rows;
    this.damping = (float) damping;
    return this;
  }

  @Override
  public void times(float[] v, float[] product) {
    if (product.length != size) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "the product has %d elements, expected %d", product.length, size));
    }
    for (String input : forwardInputs) {
      forwards.feed(input, rollout.column(input));
    }
    for (int k = 0; k < names.length; k++) {
      forwards.into(names[k], heads[k].values());
      forwards.tangentsInto(names[k], along[k].values());
    }
    forwards.tangents(v, rows, workers);
    for (String input : reverseInputs) {
      reverse.feed(input, rollout.column(input));
    }
    float[] gradient = reverse.gradients(rows, workers).values();
    for (int k = 0; k < size; k++) {
      product[k] = Math.fma(damping, v[k], gradient[k]);
    }
  }
}
