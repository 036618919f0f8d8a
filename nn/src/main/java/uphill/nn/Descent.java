package uphill.nn;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import uphill.autodiff.Gradients;
import uphill.autodiff.HeadErrors;
import uphill.autodiff.Onlooker;
import uphill.autodiff.Parameters;
import uphill.autodiff.Program;
import uphill.autodiff.Scalar;
import uphill.autodiff.Tensor;
import uphill.kernel.Kernels;
import uphill.kernel.Workers;

/// One loss, the parameters that go down it, and the optimizer that takes them: where parameters
/// move.
///
/// ```text
/// L(θ) = Σₖ Lₖ(θ), each with a name          θ ← optimizer(θ, s·∇L)          s ≤ 1, the clipping
/// ```
///
/// ∇L is the mean over all ranks, where there are several: [Averaging].
///
/// The loss is written once, as the equation it is; its data are columns of a [Batch], read where
/// they are.
public final class Descent {

  private static final int[] NO_ORDER = {};

  private final String name;
  private final Parameters parameters;
  private final SequencedMap<String, Scalar> terms;
  private final SequencedMap<String, Tensor> heads;
  private final double maxGradientNorm;
  private final Optimizer optimizer;
  private final Kernels kernels;
  private final Workers workers;
  private final Averaging averaging;
  private final Program program;
  private final String[] inputs;
  private Batch batch = Descent::nothing;
  private final Optional<Undo> undo;
  private Watcher[] watchers = {};
  private int[] order = {};
  private int from;
  private int rows;
  private double norm = Double.NaN;

  private Descent(Builder builder) {
    name = builder.name;
    parameters = builder.parameters;
    terms = builder.terms;
    heads = builder.heads;
    maxGradientNorm = builder.maxGradientNorm;
    kernels = builder.kernels;
    workers = builder.workers;
    averaging = builder.averaging;
    optimizer = builder.optimizer.apply(parameters);
    undo = builder.undoable ? Optional.of(new Undo(parameters, optimizer)) : Optional.empty();
    Program.Builder traced = Program.with(kernels);
    builder.metrics.forEach(traced::metric);
    Scalar loss = null;
    for (Map.Entry<String, Scalar> term : terms.entrySet()) {
      loss = loss == null ? term.getValue() : loss.add(term.getValue());
      traced.metric(term.getKey(), term.getValue());
    }
    if (loss == null) {
      throw new IllegalStateException("the descent of %s has no term to go down".formatted(name));
    }
    traced.loss(loss, parameters);
    builder.outputs.forEach(traced::output);
    program = traced.build();
    inputs = program.inputs().toArray(String[]::new);
  }

  private static float[] nothing(String column) {
    throw new IllegalStateException("no batch was fed, and %s is to be read".formatted(column));
  }

  /// Begins a descent of these parameters.
  ///
  /// @param name of the parameters, for errors and records
  /// @param made who is told of the descent once it is built
  public static Builder of(
      String name,
      Parameters parameters,
      Kernels kernels,
      Workers workers,
      Consumer<Descent> made) {
    return new Builder(name, parameters, kernels, workers, made);
  }

  /// What a descent is made of.
  public static final class Builder {
    private final String name;
    private final Parameters parameters;
    private final Kernels kernels;
    private final Workers workers;
    private final Consumer<Descent> made;
    private Averaging averaging = Averaging.none();
    private final SequencedMap<String, Scalar> terms = new LinkedHashMap<>();
    private final SequencedMap<String, Scalar> metrics = new LinkedHashMap<>();
    private final SequencedMap<String, Tensor> outputs = new LinkedHashMap<>();
    private final SequencedMap<String, Tensor> heads = new LinkedHashMap<>();
    private double maxGradientNorm;
    private boolean undoable;
    private Function<Parameters, Optimizer> optimizer;

    private Builder(
        String name,
        Parameters parameters,
        Kernels kernels,
        Workers workers,
        Consumer<Descent> made) {
      this.name = name;
      this.parameters = parameters;
      this.kernels = kernels;
      this.workers = workers;
      this.made = made;
      optimizer = learnt -> new Adam(learnt, kernels);
    }

    /// Adds a term to the loss. Its value is read by [Descent#value(String)].
    ///
    /// @throws IllegalArgumentException if there is one of this name
    public Builder term(String name, Scalar value) {
      if (terms.putIfAbsent(name, value) != null) {
        throw new IllegalArgumentException("the loss has a term \"%s\" already".formatted(name));
      }
      return this;
    }

    /// A number that is computed beside the loss, and that nothing flows back from.
    public Builder metric(String name, Scalar value) {
      metrics.put(name, value);
      return this;
    }

    /// Numbers for every row, for the column that [Descent#into(String, float[])] gives.
    public Builder output(String name, Tensor value) {
      outputs.put(name, value);
      return this;
    }

    /// What a policy's network gives: whoever explains a step asks what the loss wants of these.
    public Builder heads(Distribution policy) {
      policy.heads().forEach(this::head);
      return this;
    }

    /// One such tensor.
    public Builder head(String name, Tensor value) {
      heads.put(name, value);
      return this;
    }

    /// Scales ‖∇L‖ down to this; 0, as at first: never.
    public Builder clip(double maxGradientNorm) {
      this.maxGradientNorm = maxGradientNorm;
      return this;
    }

    /// Whether a step may be taken back: see [Descent#undo()]. Each is then preceded by a copy of
    /// the parameters.
    public Builder undoable(boolean undoable) {
      this.undoable = undoable;
      return this;
    }

    /// What averages ∇L over ranks; otherwise there is one.
    public Builder averaging(Averaging averaging) {
      this.averaging = averaging;
      return this;
    }

    /// What takes the steps; otherwise it is [Adam].
    public Builder optimizer(Function<Parameters, Optimizer> optimizer) {
      this.optimizer = optimizer;
      return this;
    }

    /// The descent.
    ///
    /// @throws IllegalStateException if the loss has no term
    public Descent build() {
      Descent descent = new Descent(this);
      made.accept(descent);
      return descent;
    }
  }

  /// Has the loss read these columns, now and at every later step.
  public Descent feed(Batch batch) {
    this.batch = batch;
    return this;
  }

  /// Gives the number that a [Scalar#per(String)] divides by.
  public Descent divideBy(String number, double value) {
    program.divideBy(number, value);
    return this;
  }

  /// Has an output's values written to this column [rows, columns], from now on.
  public Descent into(String output, float[] column) {
    program.into(output, column);
    return this;
  }

  /// Gives the number that a [Tensor#given(String)] stands for.
  public Descent give(String number, double value) {
    program.give(number, value);
    return this;
  }

  /// One step down the loss of the first rows of the batch.
  ///
  /// @throws ArithmeticException if the gradient is not finite; nothing has moved then
  public void step(int rows, double learningRate) {
    gradients(rows);
    descend(learningRate);
  }

  /// One step down the loss of the rows order[from], …, order[from + count − 1] of the batch.
  ///
  /// @throws ArithmeticException if the gradient is not finite; nothing has moved then
  public void step(int[] order, int from, int count, double learningRate) {
    gradients(order, from, count);
    descend(learningRate);
  }

  /// The first half of a step: s·∇L, and the values of terms and metrics. The object belongs to
  /// this descent.
  public Gradients gradients(int rows) {
    look(NO_ORDER, 0, rows);
    return finished(program.gradients(rows, workers));
  }

  /// The same for the rows order[from], …, order[from + count − 1] of the batch.
  public Gradients gradients(int[] order, int from, int count) {
    look(order, from, count);
    return finished(program.gradients(order, from, count, workers));
  }

  private void look(int[] order, int from, int rows) {
    this.order = order;
    this.from = from;
    this.rows = rows;
    for (String input : inputs) {
      program.feed(input, batch.column(input));
    }
    for (Watcher watcher : watchers) {
      watcher.before(this);
    }
  }

  private Gradients finished(Gradients gradients) {
    averaging.average(gradients.values());
    norm = gradients.norm();
    if (maxGradientNorm > 0) {
      gradients.clipNorm(maxGradientNorm);
    }
    return gradients;
  }

  /// The second half of a step: what the optimizer makes of the gradient that was computed last.
  ///
  /// @throws ArithmeticException if the gradient is not finite; nothing has moved then
  public void descend(double learningRate) {
    undo.ifPresent(Undo::remember);
    optimizer.step(program.gradients(), learningRate);
    for (Watcher watcher : watchers) {
      watcher.after(this, learningRate);
    }
  }

  /// Takes the last step back: parameters and the optimizer's memory are what they were before it.
  ///
  /// @throws IllegalStateException if no step was taken since the last one that was taken back, or
  ///   the descent was not made [Builder#undoable(boolean)]
  public void undo() {
    if (undo.isEmpty()) {
      throw new IllegalStateException("the descent of %s was not made undoable".formatted(name));
    }
    undo.get().goBack();
    for (Watcher watcher : watchers) {
      watcher.undone(this);
    }
  }

  /// A term or a metric, as the last gradient was computed.
  public double value(String termOrMetric) {
    return program.metric(termOrMetric);
  }

  /// ‖∇L‖ of the last gradient, before it was scaled down.
  public double gradientNorm() {
    return norm;
  }

  /// Checks that all parameters are finite. The next gradient would show it too, but a last step
  /// has none.
  ///
  /// @throws ArithmeticException if one is not
  public void requireFinite() {
    float[] values = parameters.values();
    if (!kernels.finite(values.length, values, 0)) {
      throw new ArithmeticException(
          "after the step the %s's parameters are not finite".formatted(name));
    }
  }

  /// What its parameters are called.
  public String name() {
    return name;
  }

  /// θ.
  public Parameters parameters() {
    return parameters;
  }

  /// All parameters that are read: θ, and what is a constant here.
  public List<Parameters> read() {
    return program.parameters();
  }

  /// What steps θ.
  public Optimizer optimizer() {
    return optimizer;
  }

  /// The loss, term by term.
  public SequencedMap<String, Scalar> terms() {
    return terms;
  }

  /// What a policy's network gives, by name; empty if no policy goes down here.
  public SequencedMap<String, Tensor> heads() {
    return heads;
  }

  /// What the gradient's norm is scaled down to; 0 if never.
  public double maxGradientNorm() {
    return maxGradientNorm;
  }

  /// The columns that are read.
  public Batch batch() {
    return batch;
  }

  /// Whether the loss reads a column of this name.
  public boolean reads(String column) {
    return Arrays.asList(inputs).contains(column);
  }

  /// Rows of the last gradient.
  public int rows() {
    return rows;
  }

  /// Which row of the batch row j of the last gradient is.
  public int row(int j) {
    return order.length == 0 ? j : order[from + j];
  }

  /// The gradient that was computed last, as the optimizer gets it. The array itself.
  public Gradients gradients() {
    return program.gradients();
  }

  /// The number that this run divides by, as it was given last.
  public double divisor(String number) {
    return program.divisor(number);
  }

  /// Whoever evaluates this loss once more, in double precision: see [#errors(Onlooker)].
  public Onlooker onlooker() {
    return new Onlooker(terms, heads, parameters, kernels);
  }

  /// What the loss wants of heads and parameters, in double precision, at θ as it is now, of the
  /// rows of the last gradient and with the columns, numbers and divisors that it had.
  ///
  /// @param onlooker one of [#onlooker()], which may be used again and again
  public HeadErrors errors(Onlooker onlooker) {
    onlooker.at(parameters.values()).reading(program);
    return order.length == 0 ? onlooker.errors(rows) : onlooker.errors(order, from, rows);
  }

  /// The same of some rows of the last gradient alone, as they count among all of them.
  ///
  /// @param rows which, counted as [#row(int)] does
  public HeadErrors errors(Onlooker onlooker, int... rows) {
    int[] chosen = new int[rows.length];
    Arrays.setAll(chosen, k -> row(rows[k]));
    onlooker.at(parameters.values()).reading(program);
    return onlooker.errors(chosen, 0, chosen.length, this.rows);
  }

  /// Lets somebody look on, after those who do already.
  public void watchedBy(Watcher watcher) {
    watchers = Arrays.copyOf(watchers, watchers.length + 1);
    watchers[watchers.length - 1] = watcher;
  }

  /// Somebody looks on no longer.
  public void leftBy(Watcher watcher) {
    watchers = Arrays.stream(watchers).filter(w -> !w.equals(watcher)).toArray(Watcher[]::new);
  }

  /// Looks on, and changes nothing. No algorithm knows of one.
  public interface Watcher {

    /// A gradient will be computed: parameters, the optimizer's memory and the rows are those that
    /// the step will use.
    void before(Descent descent);

    /// The step was taken.
    void after(Descent descent, double learningRate);

    /// The last step was taken back.
    default void undone(Descent descent) {}
  }
}
