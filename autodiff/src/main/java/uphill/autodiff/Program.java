package uphill.autodiff;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import uphill.kernel.Kernels;
import uphill.kernel.Workers;

/// Equations, traced once: a fixed sequence of coarse operations on preallocated buffers, evaluated
/// over fixed shards of rows on any number of threads.
///
/// ```text
/// evaluate   outputs and metrics
/// gradients  those, and ∂L/∂θ                          (reverse mode)
/// tangents   those, and the outputs' tangents along θ̇  (forward mode: Jacobian-vector products)
/// ```
///
/// **The same bits for any number of workers.** Rows are cut into blocks of 128 and blocks into at
/// most 16 shards, depending on the number of rows alone. A shard accumulates its gradient over its
/// blocks in order, in its own buffer; the buffers are summed in the order of shards.
///
/// Nothing is allocated by a run, once one with as many rows and workers has been made. A program
/// is used by one thread at a time.
public final class Program {

  private final Plan plan;
  private final Fed fed;
  private final Pass pass;

  private Program(Builder builder) {
    plan = new Plan(builder.loss, builder.learnt, builder.metrics, builder.outputs);
    fed = plan.fed;
    pass = new Pass(plan, fed, builder.kernels);
  }

  /// Begins a program that computes with these kernels.
  public static Builder with(Kernels kernels) {
    return new Builder(kernels);
  }

  /// What a program is to compute.
  public static final class Builder {
    private final Kernels kernels;
    private List<Scalar.Term> loss = List.of();
    private Parameters learnt = new Parameters();
    private final Map<String, Scalar> metrics = new LinkedHashMap<>();
    private final Map<String, Tensor> outputs = new LinkedHashMap<>();

    private Builder(Kernels kernels) {
      this.kernels = kernels;
    }

    /// L, and the θ of ∂L/∂θ. The loss is also a metric, named `loss`.
    public Builder loss(Scalar loss, Parameters learnt) {
      this.loss = loss.terms();
      return learnt(learnt).metric("loss", loss);
    }

    /// The θ that directions of [Program#tangents(float[], int, Workers)] are in, without a loss.
    public Builder learnt(Parameters learnt) {
      this.learnt = learnt;
      return this;
    }

    /// A number for the whole batch, read by [Program#metric(String)].
    public Builder metric(String name, Scalar value) {
      metrics.put(name, value);
      return this;
    }

    /// Numbers for every row, written to the column given by [Program#into(String, float[])].
    public Builder output(String name, Tensor value) {
      outputs.put(name, value);
      return this;
    }

    /// The program.
    ///
    /// @throws IllegalArgumentException if two inputs of one name differ in their columns
    public Program build() {
      return new Program(this);
    }
  }

  /// Gives an input its column [rows, columns], for this run and all that follow. The array is read
  /// where it is, not copied.
  public Program feed(String input, float[] column) {
    return feed(input, column, 0);
  }

  /// Gives an input the part of a column that begins at element `at`.
  public Program feed(String input, float[] column, int at) {
    fed.feed(input, column, at);
    return this;
  }

  /// Gives every input its column, by name; other columns may be there too.
  ///
  /// @throws IllegalArgumentException if one is missing; then all stay as they were
  public Program feed(Map<String, float[]> columns) {
    fed.feed(columns);
    return this;
  }

  /// Gives the number that a [Scalar#per(String)] divides by.
  public Program divideBy(String number, double value) {
    plan.divisors.give(number, value);
    return this;
  }

  /// Gives the number that a [Tensor#given(String)] stands for, for this run and all that follow.
  public Program give(String number, double value) {
    fed.give(number, value);
    return this;
  }

  /// Has an output's values written to this column [rows, columns], from now on.
  public Program into(String output, float[] column) {
    return into(output, column, 0);
  }

  /// Has an output's values written to this column from element `at` on.
  public Program into(String output, float[] column, int at) {
    Names.known("output", output, plan.outputs).valuesInto(column, at);
    return this;
  }

  /// Has an output's tangents written to this column [rows, columns], from now on.
  public Program tangentsInto(String output, float[] column) {
    Names.known("output", output, plan.outputs).tangentsInto(column);
    return this;
  }

  /// The names of all inputs.
  public List<String> inputs() {
    return fed.inputs();
  }

  /// All sets whose parameters it reads, in the order in which it comes to them.
  public List<Parameters> parameters() {
    return Arrays.stream(plan.nodes)
        .flatMap(node -> Node.parameters(node.op).stream())
        .distinct()
        .toList();
  }

  /// The number that a [Scalar#per(String)] divides by, as it was given last.
  public double divisor(String number) {
    return plan.divisors.of(number);
  }

  Fed fed() {
    return fed;
  }

  Divisors divisors() {
    return plan.divisors;
  }

  /// ∂L/∂θ as it was computed last. The object belongs to this program.
  public Gradients gradients() {
    return pass.gradients();
  }

  /// A metric of the last run.
  ///
  /// @throws IllegalStateException before the first run
  public double metric(String name) {
    Sums sums = Names.known("metric", name, plan.metrics);
    if (pass.rows() == 0) {
      throw new IllegalStateException("metric %s: nothing was run".formatted(name));
    }
    return pass.total(sums);
  }

  /// Computes outputs and metrics for rows 0 … rows−1 of the data.
  public void evaluate(int rows, Workers workers) {
    fed.readAll();
    pass.evaluate(rows, workers);
  }

  /// Computes outputs and metrics for the rows `order[from]`, …, `order[from + count − 1]` of the
  /// data, with the bits that they would have if those rows were the data: each block gathers its
  /// own when a worker turns to it. Row k of an output is that of `order[from + k]`.
  ///
  /// @throws IllegalArgumentException if an input holds no such row
  public void evaluate(int[] order, int from, int count, Workers workers) {
    fed.read(order, from, count);
    pass.evaluate(count, workers);
  }

  /// Computes ∂L/∂θ, and outputs and metrics on the way.
  public Gradients gradients(int rows, Workers workers) {
    fed.readAll();
    return pass.gradients(rows, workers);
  }

  /// The same for these rows of the data, as in [#evaluate(int[], int, int, Workers)].
  public Gradients gradients(int[] order, int from, int count, Workers workers) {
    fed.read(order, from, count);
    return pass.gradients(count, workers);
  }

  /// Computes, for every output, its tangent along θ̇: d/dε of the output at θ + ε·θ̇, at ε = 0.
  ///
  /// @param direction θ̇, laid out as the parameters
  public void tangents(float[] direction, int rows, Workers workers) {
    checkDirection(direction);
    fed.readAll();
    pass.tangents(direction, rows, workers);
  }

  /// The same for these rows of the data, as in [#evaluate(int[], int, int, Workers)].
  public void tangents(float[] direction, int[] order, int from, int count, Workers workers) {
    checkDirection(direction);
    fed.read(order, from, count);
    pass.tangents(direction, count, workers);
  }

  private void checkDirection(float[] direction) {
    if (direction.length != plan.learnt.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "direction has %d elements, parameters have %d",
              direction.length,
              plan.learnt.size()));
    }
  }
}
