package uphill.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.autodiff.OperationTest.Leaves;
import uphill.autodiff.OperationTest.Operation;
import uphill.autodiff.OperationTest.Row;
import uphill.kernel.Kernels;

/// Every operation of [OperationTest] in double precision: the loss is Σ ⟨c, y⟩ / rows with a
/// random c for every element.
class OnlookerOperationTest {

  private static final int ROWS = 130; // two blocks, the second one short
  private static final double STEP = 1e-6;
  private static final double DIFFERENCES = 1e-10;

  @ParameterizedTest
  @MethodSource("uphill.autodiff.OperationTest#operations")
  void valueErrorsAndGradientAreThoseOfTheFormula(Operation operation) {
    var leaves = new Leaves();
    Tensor y = operation.tensor().apply(leaves);
    float[] c = Data.uniform(ROWS * y.columns(), -1, 1, 7);
    double[] theta = SmallPolicy.doubles(leaves.learnt.values());

    HeadErrors seen = seen(leaves, y, c);

    double value = 0;
    double[] gradient = new double[theta.length];
    for (int i = 0; i < ROWS; i++) {
      int row = i;
      value += share(operation, c, row, new Row(leaves, theta, row));
      for (int k = 0; k < theta.length; k++) {
        gradient[k] +=
            slope(theta, k, t -> share(operation, c, row, new Row(leaves, t, row))) / ROWS;
      }
      Row at = new Row(leaves, theta, row);
      for (int k = 0; k < 3; k++) {
        assertThat(seen.errors("y", "a")[row * 3 + k])
            .isCloseTo(
                slope(at.a, k, a -> share(operation, c, row, at)) / ROWS, within(DIFFERENCES));
        assertThat(seen.errors("y", "b")[row * 3 + k])
            .isCloseTo(
                slope(at.b, k, b -> share(operation, c, row, at)) / ROWS, within(DIFFERENCES));
      }
    }
    assertThat(seen.value("y")).isCloseTo(value / ROWS, within(1e-13));
    assertThat(seen.gradient("y")).containsExactly(gradient, within(10 * DIFFERENCES));
    assertThat(seen.errors("elsewhere", "a")).containsOnly(1.0 / ROWS);
    for (int i = 0; i < c.length; i++) {
      assertThat(seen.errors("y", "y")[i]).isCloseTo((double) c[i] / ROWS, within(1e-17));
    }
  }

  private static HeadErrors seen(Leaves leaves, Tensor y, float[] c) {
    SequencedMap<String, Scalar> terms = new LinkedHashMap<>();
    terms.put("y", y.mul(Tensor.input("c", y.columns())).sumColumns().mean());
    terms.put("elsewhere", leaves.a.add(leaves.b).sumColumns().mean());
    terms.put("every input", leaves.data.pick(leaves.index).mul(leaves.number).mean());
    SequencedMap<String, Tensor> heads = new LinkedHashMap<>();
    heads.put("a", leaves.a);
    heads.put("b", leaves.b);
    heads.put("y", y);
    return new Onlooker(terms, heads, leaves.learnt, Kernels.best())
        .at(leaves.learnt.values())
        .feed("c", c)
        .feed("x", leaves.xs)
        .feed("data", leaves.datas)
        .feed("index", leaves.indices)
        .give("number", OperationTest.NUMBER)
        .errors(ROWS);
  }

  private static double share(Operation operation, float[] c, int i, Row row) {
    double[] y = operation.reference().apply(row);
    double sum = 0;
    for (int j = 0; j < y.length; j++) {
      sum += c[i * y.length + j] * y[j];
    }
    return sum;
  }

  /// df/dx, where f sees x itself.
  private static double slope(double[] x, int k, ToDoubleFunction<double[]> f) {
    double kept = x[k];
    x[k] = kept + STEP;
    double up = f.applyAsDouble(x);
    x[k] = kept - STEP;
    double down = f.applyAsDouble(x);
    x[k] = kept;
    return (up - down) / (2 * STEP);
  }
}
