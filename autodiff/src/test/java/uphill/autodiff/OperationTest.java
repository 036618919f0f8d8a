package uphill.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.kernel.Kernels;
import uphill.kernel.Kernels.Activation;
import uphill.kernel.Workers;

/// Every operation against the same equation in double precision, whose finite differences are
/// exact to nine digits.
class OperationTest {

  private static final int ROWS = 130; // two blocks, the second one short
  static final double NUMBER = 0.375;
  private static final double H = 1e-6;
  private static final double ROUNDING = 2e-5;

  /// What operations are applied to: rows that learn (a, b), rows of data, matrices that learn, and
  /// matrices of somebody else.
  static final class Leaves {
    final Parameters learnt = new Parameters();
    final Parameter toA = learnt.add("toA", 2, 3);
    final Parameter offsetA = learnt.add("offsetA", 1, 3);
    final Parameter toB = learnt.add("toB", 2, 3);
    final Parameter offsetB = learnt.add("offsetB", 1, 3);
    final Parameter weight = learnt.add("weight", 3, 2);
    final Parameter bias = learnt.add("bias", 1, 2);
    final Parameter row = learnt.add("row", 1, 3);
    final Parameter gain = learnt.add("gain", 1, 6);
    final Parameter shift = learnt.add("shift", 1, 6);
    final Parameters others = new Parameters();
    final Parameter otherWeight = others.add("weight", 3, 2);
    final Parameter otherBias = others.add("bias", 1, 2);
    final Parameter otherRow = others.add("row", 1, 3);
    final Parameter otherGain = others.add("gain", 1, 6);
    final Parameter otherShift = others.add("shift", 1, 6);

    final Tensor x = Tensor.input("x", 2);
    final Tensor a = x.affine(toA, offsetA, Activation.IDENTITY);
    final Tensor b = x.affine(toB, offsetB, Activation.IDENTITY);
    final Tensor data = Tensor.input("data", 3);
    final Tensor index = Tensor.input("index", 1);
    final Tensor number = Tensor.given("number");

    final float[] xs = Data.uniform(ROWS * 2, -1, 1, 1);
    final float[] datas = Data.uniform(ROWS * 3, -1, 1, 2);
    final float[] indices = Data.integers(ROWS, 3, 3);

    Leaves() {
      learnt.assign(Data.uniform(learnt.size(), -1, 1, 4));
      others.assign(Data.uniform(others.size(), -1, 1, 5));
    }
  }

  /// The leaves of one row, in double precision, at any θ.
  static final class Row {
    final double[] a;
    final double[] b;
    final double[] data;
    final int index;
    final double[] weight;
    final double[] bias;
    final double[] row;
    final double[] gain;
    final double[] shift;
    final double[] otherGain;
    final double[] otherShift;
    final double[] otherWeight;
    final double[] otherBias;
    final double[] otherRow;

    Row(Leaves leaves, double[] theta, int i) {
      double[] x = {leaves.xs[2 * i], leaves.xs[2 * i + 1]};
      a = affine(x, of(theta, leaves.toA), of(theta, leaves.offsetA));
      b = affine(x, of(theta, leaves.toB), of(theta, leaves.offsetB));
      data = doubles(Arrays.copyOfRange(leaves.datas, 3 * i, 3 * i + 3));
      index = (int) leaves.indices[i];
      weight = of(theta, leaves.weight);
      bias = of(theta, leaves.bias);
      row = of(theta, leaves.row);
      gain = of(theta, leaves.gain);
      shift = of(theta, leaves.shift);
      double[] others = doubles(leaves.others.values());
      otherGain = of(others, leaves.otherGain);
      otherShift = of(others, leaves.otherShift);
      otherWeight = of(others, leaves.otherWeight);
      otherBias = of(others, leaves.otherBias);
      otherRow = of(others, leaves.otherRow);
    }

    private static double[] of(double[] values, Parameter p) {
      return Arrays.copyOfRange(values, p.at(), p.at() + p.size());
    }
  }

  /// @param tensor the operation
  /// @param reference the same for one row, in double precision
  record Operation(
      String name, Function<Leaves, Tensor> tensor, Function<Row, double[]> reference) {

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Operation> operations() {
    List<Operation> all = new ArrayList<>();
    all.add(new Operation("data", l -> l.data, r -> r.data));
    all.add(new Operation("a + b", l -> l.a.add(l.b), r -> each(r.a, r.b, Double::sum)));
    all.add(new Operation("a + data", l -> l.a.add(l.data), r -> each(r.a, r.data, Double::sum)));
    all.add(new Operation("data + a", l -> l.data.add(l.a), r -> each(r.a, r.data, Double::sum)));
    all.add(new Operation("a + a", l -> l.a.add(l.a), r -> each(r.a, p -> p + p)));
    all.add(new Operation("a - b", l -> l.a.sub(l.b), r -> each(r.a, r.b, (p, q) -> p - q)));
    all.add(
        new Operation("a - data", l -> l.a.sub(l.data), r -> each(r.a, r.data, (p, q) -> p - q)));
    all.add(
        new Operation("data - a", l -> l.data.sub(l.a), r -> each(r.data, r.a, (p, q) -> p - q)));
    all.add(new Operation("a - a", l -> l.a.sub(l.a), r -> each(r.a, p -> 0)));
    all.add(new Operation("a * b", l -> l.a.mul(l.b), r -> each(r.a, r.b, (p, q) -> p * q)));
    all.add(
        new Operation("a * data", l -> l.a.mul(l.data), r -> each(r.a, r.data, (p, q) -> p * q)));
    all.add(
        new Operation("data * a", l -> l.data.mul(l.a), r -> each(r.data, r.a, (p, q) -> p * q)));
    all.add(new Operation("a * a", l -> l.a.mul(l.a), r -> each(r.a, p -> p * p)));
    all.add(
        new Operation(
            "a / (b + 4)", l -> l.a.div(l.b.add(4)), r -> each(r.a, r.b, (p, q) -> p / (q + 4))));
    all.add(
        new Operation(
            "a / (data + 2)",
            l -> l.a.div(l.data.add(2)),
            r -> each(r.a, r.data, (p, q) -> p / (q + 2))));
    all.add(
        new Operation(
            "data / (a + 4)",
            l -> l.data.div(l.a.add(4)),
            r -> each(r.data, r.a, (p, q) -> p / (q + 4))));
    all.add(new Operation("min(a, b)", l -> l.a.min(l.b), r -> each(r.a, r.b, Math::min)));
    all.add(new Operation("min(a, data)", l -> l.a.min(l.data), r -> each(r.a, r.data, Math::min)));
    all.add(new Operation("min(data, a)", l -> l.data.min(l.a), r -> each(r.a, r.data, Math::min)));
    all.add(new Operation("max(a, b)", l -> l.a.max(l.b), r -> each(r.a, r.b, Math::max)));
    all.add(new Operation("max(a, data)", l -> l.a.max(l.data), r -> each(r.a, r.data, Math::max)));
    all.add(new Operation("max(data, a)", l -> l.data.max(l.a), r -> each(r.a, r.data, Math::max)));
    all.add(new Operation("a, b", l -> l.a.concat(l.b), r -> joined(r.a, r.b)));
    all.add(new Operation("a, data", l -> l.a.concat(l.data), r -> joined(r.a, r.data)));
    all.add(new Operation("data, a", l -> l.data.concat(l.a), r -> joined(r.data, r.a)));
    all.add(new Operation("a, a", l -> l.a.concat(l.a), r -> joined(r.a, r.a)));
    all.add(
        new Operation(
            "a, index", l -> l.a.concat(l.index), r -> joined(r.a, new double[] {r.index})));
    for (int from = 0; from < 3; from++) {
      for (int to = from + 1; to <= 3; to++) {
        int first = from;
        int end = to;
        all.add(
            new Operation(
                String.format(Locale.ROOT, "columns %d to %d of a", first, end),
                l -> l.a.columns(first, end),
                r -> Arrays.copyOfRange(r.a, first, end)));
        all.add(
            new Operation(
                String.format(Locale.ROOT, "columns %d to %d of data", first, end),
                l -> l.data.columns(first, end),
                r -> Arrays.copyOfRange(r.data, first, end)));
      }
    }
    all.add(new Operation("a number", l -> l.number, r -> new double[] {NUMBER}));
    all.add(
        new Operation(
            "a number times a column of a",
            l -> l.number.mul(l.a.columns(0, 1)),
            r -> new double[] {NUMBER * r.a[0]}));
    all.add(new Operation("softplus a", l -> l.a.softplus(), r -> each(r.a, p -> softplus(p))));
    all.add(
        new Operation(
            "softplus 20a",
            l -> l.a.mul(20).softplus().mul(0.0625),
            r -> each(r.a, p -> 0.0625 * softplus(20 * p))));
    all.add(
        new Operation(
            "softplus data", l -> l.data.softplus(), r -> each(r.data, p -> softplus(p))));
    all.add(new Operation("-0.75 * a", l -> l.a.mul(-0.75), r -> each(r.a, p -> -0.75 * p)));
    all.add(new Operation("-a", l -> l.a.neg(), r -> each(r.a, p -> -p)));
    all.add(new Operation("a + 0.25", l -> l.a.add(0.25), r -> each(r.a, p -> p + 0.25)));
    all.add(new Operation("exp a", l -> l.a.exp(), r -> each(r.a, Math::exp)));
    all.add(new Operation("log (a + 4)", l -> l.a.add(4).log(), r -> each(r.a, p -> log4(p))));
    all.add(new Operation("tanh a", l -> l.a.tanh(), r -> each(r.a, Math::tanh)));
    all.add(new Operation("a squared", l -> l.a.square(), r -> each(r.a, p -> p * p)));
    all.add(
        new Operation(
            "a in [-0.5, 0.25]",
            l -> l.a.clamp(-0.5, 0.25),
            r -> each(r.a, p -> Math.clamp(p, -0.5, 0.25))));
    all.add(new Operation("log softmax a", l -> l.a.logSoftmax(), r -> logSoftmax(r.a)));
    all.add(new Operation("a[index]", l -> l.a.pick(l.index), r -> new double[] {r.a[r.index]}));
    all.add(
        new Operation(
            "data[index]", l -> l.data.pick(l.index), r -> new double[] {r.data[r.index]}));
    all.add(
        new Operation(
            "sum of columns", l -> l.a.sumColumns(), r -> new double[] {r.a[0] + r.a[1] + r.a[2]}));
    all.add(new Operation("row", l -> Tensor.repeat(l.row), r -> r.row));
    all.add(new Operation("row of another set", l -> Tensor.repeat(l.otherRow), r -> r.otherRow));
    for (Activation f : Activation.values()) {
      all.add(
          new Operation(
              f + "(a*W + b)",
              l -> l.a.affine(l.weight, l.bias, f),
              r -> each(affine(r.a, r.weight, r.bias), p -> activate(f, p))));
      all.add(
          new Operation(
              f + "(data*W + b)",
              l -> l.data.affine(l.weight, l.bias, f),
              r -> each(affine(r.data, r.weight, r.bias), p -> activate(f, p))));
      all.add(
          new Operation(
              f + "(a*W + b), W and b of another set",
              l -> l.a.affine(l.otherWeight, l.otherBias, f),
              r -> each(affine(r.a, r.otherWeight, r.otherBias), p -> activate(f, p))));
      all.add(
          new Operation(
              f + "(a*W + b), W of another set",
              l -> l.a.affine(l.otherWeight, l.bias, f),
              r -> each(affine(r.a, r.otherWeight, r.bias), p -> activate(f, p))));
      all.add(
          new Operation(
              f + "(a*W + b), b of another set",
              l -> l.a.affine(l.weight, l.otherBias, f),
              r -> each(affine(r.a, r.weight, r.otherBias), p -> activate(f, p))));
    }
    all.add(
        new Operation("variance of a", l -> l.a.variance(l.weight), r -> variance(r.a, r.weight)));
    all.add(
        new Operation(
            "variance of data", l -> l.data.variance(l.weight), r -> variance(r.data, r.weight)));
    all.add(
        new Operation(
            "variance of a by another set",
            l -> l.a.variance(l.otherWeight),
            r -> variance(r.a, r.otherWeight)));
    all.add(
        new Operation(
            "variance of data by another set",
            l -> l.data.variance(l.otherWeight),
            r -> variance(r.data, r.otherWeight)));
    all.add(
        new Operation(
            "norm a, one row its gain and bias",
            l -> l.a.layerNorm(l.row, l.row, Activation.IDENTITY),
            r -> norm(r.a, r.row, r.row)));
    for (Activation f : Activation.values()) {
      all.add(
          new Operation(
              f + "(norm (a, b))",
              l -> l.a.concat(l.b).layerNorm(l.gain, l.shift, f),
              r -> each(norm(joined(r.a, r.b), r.gain, r.shift), p -> activate(f, p))));
      all.add(
          new Operation(
              f + "(norm (data, data squared))",
              l -> l.data.concat(l.data.square()).layerNorm(l.gain, l.shift, f),
              r ->
                  each(
                      norm(joined(r.data, each(r.data, p -> p * p)), r.gain, r.shift),
                      p -> activate(f, p))));
      all.add(
          new Operation(
              f + "(norm (a, b)), gain and bias of another set",
              l -> l.a.concat(l.b).layerNorm(l.otherGain, l.otherShift, f),
              r -> each(norm(joined(r.a, r.b), r.otherGain, r.otherShift), p -> activate(f, p))));
      all.add(
          new Operation(
              f + "(norm (a, b)), gain of another set",
              l -> l.a.concat(l.b).layerNorm(l.otherGain, l.shift, f),
              r -> each(norm(joined(r.a, r.b), r.otherGain, r.shift), p -> activate(f, p))));
      all.add(
          new Operation(
              f + "(norm (a, b)), bias of another set",
              l -> l.a.concat(l.b).layerNorm(l.gain, l.otherShift, f),
              r -> each(norm(joined(r.a, r.b), r.gain, r.otherShift), p -> activate(f, p))));
    }
    all.add(
        new Operation(
            "norm data of another set's gain and bias",
            l -> l.data.concat(l.data).layerNorm(l.otherGain, l.otherShift, Activation.IDENTITY),
            r -> norm(joined(r.data, r.data), r.otherGain, r.otherShift)));
    return all.stream();
  }

  @Test
  void everyOperationHasARow() {
    Set<Class<?>> tested = new HashSet<>();
    operations().forEach(row -> tested.add(row.tensor().apply(new Leaves()).op().getClass()));

    assertThat(tested).containsExactlyInAnyOrder(Op.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void theValueIsTheFormula(Operation operation) {
    var set = new Setting(operation);

    set.program.evaluate(ROWS, Workers.one());

    assertClose(set.values, set.reference(set.theta));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void theGradientIsTheLimitOfDifferences(Operation operation) {
    var set = new Setting(operation);
    double[] limit = new double[set.theta.length];
    for (int k = 0; k < limit.length; k++) {
      double[] direction = new double[limit.length];
      direction[k] = 1;
      limit[k] = set.loss(set.differences(direction)) + set.elsewhereDifference(direction);
    }

    float[] gradient = set.program.gradients(ROWS, Workers.one()).values();

    assertClose(gradient, limit);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void theTangentIsTheLimitOfDifferencesAlongADirection(Operation operation) {
    var set = new Setting(operation);

    set.program.tangents(set.direction, ROWS, Workers.one());

    assertClose(set.tangents, set.differences(doubles(set.direction)));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void theGradientTimesADirectionIsTheTangentOfTheLoss(Operation operation) {
    var set = new Setting(operation);

    set.program.tangents(set.direction, ROWS, Workers.one());
    float[] gradient = set.program.gradients(ROWS, Workers.one()).values();

    double product = 0;
    for (int k = 0; k < gradient.length; k++) {
      product += (double) gradient[k] * set.direction[k];
    }
    double elsewhere = Arrays.stream(doubles(set.elsewhereTangents)).sum() / ROWS;
    assertThat(product).isCloseTo(set.loss(doubles(set.tangents)) + elsewhere, within(ROUNDING));
  }

  /// A program of one operation, and the loss ⟨c, y⟩ / rows with a random c for every element. Its
  /// operands are used elsewhere too, in Σ (a + b) / rows: so that gradients must be added.
  private static final class Setting {
    final Operation operation;
    final Leaves leaves = new Leaves();
    final double[] theta = doubles(leaves.learnt.values());
    final float[] direction = Data.uniform(theta.length, -1, 1, 6);
    final float[] coefficients;
    final float[] values;
    final float[] tangents;
    final float[] elsewhereTangents = new float[ROWS];
    final Program program;

    Setting(Operation operation) {
      this.operation = operation;
      Tensor y = operation.tensor().apply(leaves);
      int n = ROWS * y.columns();
      coefficients = Data.uniform(n, -1, 1, 7);
      values = new float[n];
      tangents = Data.uniform(n, -1, 1, 8);
      Tensor c = Tensor.input("c", y.columns());
      Tensor elsewhere = leaves.a.add(leaves.b).sumColumns();
      program =
          Program.with(Kernels.best())
              .loss(y.mul(c).sumColumns().mean().add(elsewhere.mean()), leaves.learnt)
              .output("y", y)
              .output("elsewhere", elsewhere)
              .output(
                  "every input", leaves.a.mul(leaves.data).pick(leaves.index).mul(leaves.number))
              .build()
              .feed("c", coefficients)
              .feed("x", leaves.xs)
              .feed("data", leaves.datas)
              .feed("index", leaves.indices)
              .give("number", NUMBER)
              .into("y", values)
              .tangentsInto("y", tangents)
              .tangentsInto("elsewhere", elsewhereTangents);
    }

    double[] reference(double[] theta) {
      int columns = values.length / ROWS;
      double[] y = new double[values.length];
      for (int i = 0; i < ROWS; i++) {
        double[] row = operation.reference().apply(new Row(leaves, theta, i));
        System.arraycopy(row, 0, y, i * columns, columns);
      }
      return y;
    }

    double[] differences(double[] direction) {
      double[] up = theta.clone();
      double[] down = theta.clone();
      for (int k = 0; k < theta.length; k++) {
        up[k] += H * direction[k];
        down[k] -= H * direction[k];
      }
      return each(reference(up), reference(down), (p, q) -> (p - q) / (2 * H));
    }

    double elsewhereDifference(double[] direction) {
      double sum = 0;
      for (int i = 0; i < ROWS; i++) {
        // Linear in θ, so that any step is exact.
        Row row = new Row(leaves, theta, i);
        Row moved = new Row(leaves, each(theta, direction, Double::sum), i);
        sum += Arrays.stream(moved.a).sum() - Arrays.stream(row.a).sum();
        sum += Arrays.stream(moved.b).sum() - Arrays.stream(row.b).sum();
      }
      return sum / ROWS;
    }

    double loss(double[] y) {
      double sum = 0;
      for (int i = 0; i < y.length; i++) {
        sum += coefficients[i] * y[i];
      }
      return sum / ROWS;
    }
  }

  private static void assertClose(float[] actual, double[] expected) {
    assertThat(doubles(actual)).containsExactly(expected, within(ROUNDING));
  }

  private static double[] doubles(float[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = x[i];
    }
    return y;
  }

  private interface Function1 {
    double of(double a);
  }

  private interface Function2 {
    double of(double a, double b);
  }

  private static double[] each(double[] a, Function1 f) {
    return Arrays.stream(a).map(f::of).toArray();
  }

  private static double[] each(double[] a, double[] b, Function2 f) {
    double[] y = new double[a.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = f.of(a[i], b[i]);
    }
    return y;
  }

  private static double[] joined(double[] a, double[] b) {
    double[] y = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, y, a.length, b.length);
    return y;
  }

  private static double softplus(double x) {
    return Math.log1p(Math.exp(x));
  }

  private static double log4(double x) {
    return Math.log(x + 4);
  }

  private static double activate(Activation f, double x) {
    return switch (f) {
      case IDENTITY -> x;
      case TANH -> Math.tanh(x);
      case RELU -> Math.max(x, 0);
    };
  }

  private static double[] affine(double[] x, double[] weight, double[] bias) {
    double[] y = bias.clone();
    for (int p = 0; p < x.length; p++) {
      for (int j = 0; j < y.length; j++) {
        y[j] += x[p] * weight[p * y.length + j];
      }
    }
    return y;
  }

  private static double[] variance(double[] x, double[] logStd) {
    return affine(x, each(logStd, p -> Math.exp(2 * p)), new double[logStd.length / x.length]);
  }

  private static double[] norm(double[] x, double[] gain, double[] bias) {
    double mean = Arrays.stream(x).average().orElseThrow();
    double variance = Arrays.stream(x).map(p -> (p - mean) * (p - mean)).average().orElseThrow();
    double s = 1 / Math.sqrt(variance + 1e-5);
    double[] z = each(x, p -> (p - mean) * s);
    return each(each(z, gain, (p, q) -> p * q), bias, Double::sum);
  }

  private static double[] logSoftmax(double[] x) {
    double log = Math.log(Arrays.stream(x).map(Math::exp).sum());
    return each(x, p -> p - log);
  }
}
