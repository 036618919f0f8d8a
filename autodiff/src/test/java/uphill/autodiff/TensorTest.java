package uphill.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.kernel.Kernels.Activation;

class TensorTest {

  private final Parameters set = new Parameters();
  private final Tensor three = Tensor.input("three", 3);

  static Stream<Arguments> binary() {
    return Stream.of(
        Arguments.of("add", (BinaryOperator<Tensor>) Tensor::add),
        Arguments.of("sub", (BinaryOperator<Tensor>) Tensor::sub),
        Arguments.of("mul", (BinaryOperator<Tensor>) Tensor::mul),
        Arguments.of("div", (BinaryOperator<Tensor>) Tensor::div),
        Arguments.of("min", (BinaryOperator<Tensor>) Tensor::min),
        Arguments.of("max", (BinaryOperator<Tensor>) Tensor::max));
  }

  @ParameterizedTest
  @MethodSource("binary")
  void shapesOfAnElementwiseOperationAreEqual(String name, BinaryOperator<Tensor> operation) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> operation.apply(three, Tensor.input("two", 2)))
        .withMessage("%s: shapes [rows, 3] and [rows, 2] do not fit", name);
  }

  @Test
  void aLayersShapesFitItsInputAndEachOther() {
    Parameter weight = set.add("weight", 3, 4);
    Parameter bias = set.add("bias", 1, 4);
    Parameter wide = set.add("wide", 1, 5);
    Parameter square = set.add("square", 4, 4);

    assertThat(three.affine(weight, bias, Activation.TANH).columns()).isEqualTo(4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> three.affine(square, bias, Activation.TANH))
        .withMessage("affine: shapes [rows, 3], square [4, 4] and bias [1, 4] do not fit");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> three.affine(weight, wide, Activation.TANH))
        .withMessage("affine: shapes [rows, 3], weight [3, 4] and wide [1, 5] do not fit");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> three.affine(weight, square, Activation.TANH))
        .withMessage("affine: shapes [rows, 3], weight [3, 4] and square [4, 4] do not fit");
  }

  @Test
  void aNormalizationsShapesFitItsInput() {
    Parameter row = set.add("row", 1, 3);
    Parameter wide = set.add("wide", 1, 4);
    Parameter square = set.add("square", 3, 3);

    assertThat(three.layerNorm(row, row, Activation.RELU).columns()).isEqualTo(3);
    for (Parameter other : new Parameter[] {wide, square}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> three.layerNorm(other, row, Activation.RELU))
          .withMessage("layerNorm: shapes [rows, 3], %s and row [1, 3] do not fit", other);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> three.layerNorm(row, other, Activation.RELU))
          .withMessage("layerNorm: shapes [rows, 3], row [1, 3] and %s do not fit", other);
    }
  }

  @Test
  void onlyARowIsRepeated() {
    Parameter matrix = set.add("matrix", 2, 3);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.repeat(matrix))
        .withMessage("repeat: matrix [2, 3] is not a single row");
  }

  @Test
  void anIndexIsOneColumn() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> three.pick(three))
        .withMessage("pick: the index has 3 columns, expected 1");
  }

  @ParameterizedTest
  @CsvSource({"-1, 2", "1, 1", "2, 1", "1, 4"})
  void aSliceHoldsColumnsThatThereAre(int from, int to) {
    assertThat(three.columns(1, 3).columns()).isEqualTo(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> three.columns(from, to))
        .withMessage("columns: expected 0 ≤ from < to ≤ 3, got from %s to %s", from, to);
  }

  @Test
  void aClampHoldsSomething() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> three.clamp(1, 0))
        .withMessage("clamp: [1.0, 0.0] is empty");
    assertThatIllegalArgumentException().isThrownBy(() -> three.clamp(Double.NaN, 0));
  }

  @Test
  void anInputHasColumns() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.input("x", 0))
        .withMessage("input x needs at least one column, got 0");
  }
}
