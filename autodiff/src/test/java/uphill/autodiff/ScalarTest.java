package uphill.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.kernel.Kernels;
import uphill.kernel.Workers;

class ScalarTest {

  private static final int ROWS = 5;
  private static final float[] X = {1, 2, 3, 4, 5};
  private static final float[] Y = {2, 3, 5, 7, 11};

  private final Parameters set = new Parameters();
  private final Tensor w = Tensor.repeat(set.add("w", 1, 1));
  private final Tensor x = Tensor.input("x", 1);
  private final Tensor y = Tensor.input("y", 1);

  private Program program(Scalar value) {
    return Program.with(Kernels.best())
        .loss(value.add(w.mul(x).mul(y).sum().mul(0)), set)
        .build()
        .feed("x", X)
        .feed("y", Y);
  }

  private double value(Scalar scalar) {
    Program program = program(scalar);
    program.evaluate(ROWS, Workers.one());
    return program.metric("loss");
  }

  @Test
  void aMeanIsASumOverTheNumberOfRows() {
    assertThat(value(x.sum())).isEqualTo(15);
    assertThat(value(x.mean())).isEqualTo(3);
  }

  @Test
  void scalarsAreLinear() {
    Scalar combination = x.sum().mul(2).sub(y.mean()).add(x.mean().neg()).mul(0.5);

    assertThat(value(combination)).isCloseTo(0.5 * (2 * 15 - 28.0 / 5 - 3), within(1e-12));
  }

  @Test
  void differentiationIsLinear() {
    set.values()[0] = 2;
    Tensor f = w.square().mul(x);
    Tensor g = w.mul(y);

    Gradients gradients =
        program(f.mean().mul(3).sub(g.sum()).add(f.mean())).gradients(ROWS, Workers.one());

    // 4·2w·mean(x) − Σ y
    assertThat(gradients.values()).containsExactly(4 * 4 * 3 - 28);
  }

  @Test
  void aSumPerNumberIsDividedByWhatEachRunGives() {
    Program program = program(w.mul(x).sum().mul(4).per("episodes").mul(0.5));
    set.values()[0] = 1;

    program.divideBy("episodes", 3);

    assertThat(program.gradients(ROWS, Workers.one()).values()).containsExactly(10);
    assertThat(program.metric("loss")).isEqualTo(10);

    program.divideBy("episodes", 6);

    assertThat(program.gradients(ROWS, Workers.one()).values()).containsExactly(5);
    assertThat(program.metric("loss")).isEqualTo(5);
  }

  @Test
  void aNumberToDivideByMustBeGiven() {
    Program program = program(w.mul(x).sum().per("episodes"));

    assertThatIllegalStateException()
        .isThrownBy(() -> program.gradients(ROWS, Workers.one()))
        .withMessage("divideBy(\"episodes\", …) was not called");
  }

  @Test
  void aMetricWhoseDivisorWasNotGivenIsNotANumberInDisguise() {
    Program program = program(x.sum().per("episodes"));
    program.evaluate(ROWS, Workers.one());

    assertThatIllegalStateException()
        .isThrownBy(() -> program.metric("loss"))
        .withMessage("divideBy(\"episodes\", …) was not called");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void aNumberToDivideByMustBePositiveAndFinite(double number) {
    Program program = program(x.sum().per("episodes"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> program.divideBy("episodes", number))
        .withMessage("episodes must be positive and finite, got " + number);
  }

  @Test
  void whatIsDividedIsNotDividedAgain() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> x.mean().per("episodes"))
        .withMessage("per: already divided by rows");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> x.sum().per("episodes").per("lives"))
        .withMessage("per: already divided by episodes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> x.sum().per("rows"))
        .withMessage("per: \"rows\" is not a free name");
  }

  @Test
  void onlyOneColumnIsSummedOverRows() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.input("x", 3).mean())
        .withMessage("mean: expected one column, got 3; sumColumns() makes one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.input("x", 2).sum())
        .withMessage("sum: expected one column, got 2; sumColumns() makes one");
  }
}
