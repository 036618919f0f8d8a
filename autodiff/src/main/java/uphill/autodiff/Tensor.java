package uphill.autodiff;

import java.util.Locale;
import uphill.kernel.Kernels.Activation;

/// A row of numbers for every sample, [rows, columns], as a symbol: it remembers how it is made,
/// and holds no numbers. A loss is written with tensors once, as the equation it is; [Program]
/// turns them into a prebuilt sequence of operations on preallocated buffers, for any number of
/// rows.
///
/// All operations are elementwise and want equal shapes, unless they say otherwise; they throw
/// [IllegalArgumentException] where shapes do not fit.
public final class Tensor {

  private final Op op;
  private final int columns;

  private Tensor(Op op, int columns) {
    this.op = op;
    this.columns = columns;
  }

  /// A column of data [rows, columns], given to the program by this name.
  public static Tensor input(String name, int columns) {
    if (columns < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "input %s needs at least one column, got %d", name, columns));
    }
    return new Tensor(new Op.Input(name), columns);
  }

  /// A number that each run gives by this name ([Program#give(String, double)]), the same for every
  /// sample: a clip range or an entropy weight on a schedule. No gradient flows to it. Shape:
  /// [rows, 1].
  public static Tensor given(String name) {
    return new Tensor(new Op.Given(name), 1);
  }

  /// The same row [1, columns] of parameters for every sample. Shape: [rows, columns].
  public static Tensor repeat(Parameter row) {
    if (row.rows() != 1) {
      throw new IllegalArgumentException("repeat: %s is not a single row".formatted(row));
    }
    return new Tensor(new Op.Repeat(row), row.columns());
  }

  /// f(x·W + b). Shapes: x [rows, in], W [in, out], b [1, out], result [rows, out].
  public Tensor affine(Parameter weight, Parameter bias, Activation activation) {
    if (weight.rows() != columns || bias.rows() != 1 || bias.columns() != weight.columns()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "affine: shapes [rows, %d], %s and %s do not fit",
              columns,
              weight,
              bias));
    }
    return new Tensor(new Op.Affine(this, weight, bias, activation), weight.columns());
  }

  /// Layer normalization, Ba et al. 2016, [arXiv:1607.06450](https://arxiv.org/abs/1607.06450):
  /// each row is shifted and scaled to mean 0 and variance 1, then f(z·gain + bias) of its elements
  /// z.
  ///
  /// ```text
  /// z = (x − mean x) / √(var x + 10⁻⁵)      var x = mean (x − mean x)²
  /// ```
  ///
  /// Shapes: x and result [rows, n], gain and bias [1, n].
  public Tensor layerNorm(Parameter gain, Parameter bias, Activation activation) {
    if (gain.rows() != 1
        || bias.rows() != 1
        || gain.columns() != columns
        || bias.columns() != columns) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "layerNorm: shapes [rows, %d], %s and %s do not fit",
              columns,
              gain,
              bias));
    }
    return new Tensor(new Op.LayerNorm(this, gain, bias, activation), columns);
  }

  /// x·V, Vᵢⱼ = e^(2Wᵢⱼ): where this holds squares cᵢ², the variances of Σᵢ cᵢ·σᵢⱼ·ξᵢⱼ with
  /// independent standard normal ξ and W = log σ. Shapes: this [rows, in], W [in, out], result
  /// [rows, out].
  public Tensor variance(Parameter logStd) {
    if (logStd.rows() != columns) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "variance: shapes [rows, %d] and %s do not fit", columns, logStd));
    }
    return new Tensor(new Op.Variance(this, logStd), logStd.columns());
  }

  /// this + b.
  public Tensor add(Tensor b) {
    return new Tensor(new Op.Add(this, fitting("add", b)), columns);
  }

  /// this − b.
  public Tensor sub(Tensor b) {
    return new Tensor(new Op.Sub(this, fitting("sub", b)), columns);
  }

  /// this · b.
  public Tensor mul(Tensor b) {
    return new Tensor(new Op.Mul(this, fitting("mul", b)), columns);
  }

  /// this / b.
  public Tensor div(Tensor b) {
    return new Tensor(new Op.Div(this, fitting("div", b)), columns);
  }

  /// min(this, b), NaN where either is. The gradient flows to this where they are equal.
  public Tensor min(Tensor b) {
    return new Tensor(new Op.Min(this, fitting("min", b)), columns);
  }

  /// max(this, b), NaN where either is. The gradient flows to this where they are equal.
  public Tensor max(Tensor b) {
    return new Tensor(new Op.Max(this, fitting("max", b)), columns);
  }

  /// The columns of this, then those of b. Shapes: this [rows, m], b [rows, n], result [rows, m +
  /// n].
  public Tensor concat(Tensor b) {
    return new Tensor(new Op.Concat(this, b), Math.addExact(columns, b.columns));
  }

  /// Columns from, …, to − 1 of this; no gradient flows to the others. Shape: [rows, to − from].
  ///
  /// @throws IllegalArgumentException if there are no such columns, or none between them
  public Tensor columns(int from, int to) {
    if (from < 0 || from >= to || to > columns) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "columns: expected 0 ≤ from < to ≤ %d, got from %d to %d",
              columns,
              from,
              to));
    }
    return new Tensor(new Op.Columns(this, from, to), to - from);
  }

  /// this · factor.
  public Tensor mul(double factor) {
    return new Tensor(new Op.Scale(this, (float) factor), columns);
  }

  /// this + offset.
  public Tensor add(double offset) {
    return new Tensor(new Op.Shift(this, (float) offset), columns);
  }

  /// −this.
  public Tensor neg() {
    return mul(-1);
  }

  /// e to the power of this.
  public Tensor exp() {
    return new Tensor(new Op.Exp(this), columns);
  }

  /// The natural logarithm of this.
  public Tensor log() {
    return new Tensor(new Op.Log(this), columns);
  }

  /// tanh of this.
  public Tensor tanh() {
    return new Tensor(new Op.Tanh(this), columns);
  }

  /// log(1 + eᵗʰⁱˢ), exact to rounding wherever this lies: so the logarithm of tanh′ u = 1 − tanh²u
  /// is 2·(log 2 − u − softplus(−2u)), even where tanh u is 1 to rounding. Its slope is the
  /// logistic function 1/(1 + e⁻ᵗʰⁱˢ).
  public Tensor softplus() {
    return new Tensor(new Op.Softplus(this), columns);
  }

  /// this².
  public Tensor square() {
    return new Tensor(new Op.Square(this), columns);
  }

  /// this, held in [low, high]; the gradient is zero outside.
  public Tensor clamp(double low, double high) {
    if (!(low <= high)) {
      throw new IllegalArgumentException("clamp: [%s, %s] is empty".formatted(low, high));
    }
    return new Tensor(new Op.Clamp(this, (float) low, (float) high), columns);
  }

  /// The logarithm of each row's softmax.
  public Tensor logSoftmax() {
    return new Tensor(new Op.LogSoftmax(this), columns);
  }

  /// The element of each row whose number `index` holds; no gradient flows to the index. Shapes:
  /// index and result [rows, 1]. A run throws [IndexOutOfBoundsException] where there is no such
  /// element.
  public Tensor pick(Tensor index) {
    if (index.columns != 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "pick: the index has %d columns, expected 1", index.columns));
    }
    return new Tensor(new Op.Pick(this, index), 1);
  }

  /// The sum of each row, left to right. Shape: [rows, 1].
  public Tensor sumColumns() {
    return columns == 1 ? this : new Tensor(new Op.SumColumns(this), 1);
  }

  /// Σ over all rows, a [Scalar]. Wants one column.
  public Scalar sum() {
    return Scalar.sum(this);
  }

  /// The mean over all rows, a [Scalar]. Wants one column.
  public Scalar mean() {
    return Scalar.mean(this);
  }

  /// Numbers per sample.
  public int columns() {
    return columns;
  }

  Op op() {
    return op;
  }

  private Tensor fitting(String operation, Tensor b) {
    if (b.columns != columns) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: shapes [rows, %d] and [rows, %d] do not fit",
              operation,
              columns,
              b.columns));
    }
    return b;
  }
}
