package uphill.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class ParametersTest {

  private final Parameters set = new Parameters();

  @Test
  void matricesLieOneAfterAnotherInOneArrayOfZeros() {
    Parameter weight = set.add("weight", 2, 3);
    Parameter bias = set.add("bias", 1, 3);

    assertThat(weight.at()).isZero();
    assertThat(bias.at()).isEqualTo(weight.size());
    assertThat(set.values()).isEqualTo(new float[9]).isSameAs(set.values());
    assertThat(set.entries()).containsExactly(weight, bias);
    assertThat(set).hasToString("Parameters[weight [2, 3], bias [1, 3]]");
  }

  @Test
  void nothingIsAddedOnceTheValuesWereAskedFor() {
    set.add("weight", 2, 3);
    set.values();

    assertThatIllegalStateException()
        .isThrownBy(() -> set.add("late", 1, 1))
        .withMessage("parameters are complete: late must be added before values() or a program");
  }

  @Test
  void namesAreUnique() {
    set.add("weight", 2, 3);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> set.add("weight", 1, 1))
        .withMessage("parameter weight exists already");
  }

  @Test
  void matricesHaveElements() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> set.add("weight", 2, 0))
        .withMessage("weight: shape [2, 0] has no elements");
  }

  @Test
  void aSnapshotStaysAndIsAssignedBack() {
    set.add("weight", 1, 2);
    float[] values = set.values();
    values[1] = 4;
    float[] before = set.snapshot();

    values[1] = 5;
    assertThat(before).containsExactly(0, 4);
    set.assign(before);

    assertThat(set.values()).isSameAs(values).containsExactly(0, 4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> set.assign(new float[3]))
        .withMessage("parameters have 2 elements, got 3");
  }

  @Test
  void thereAreNoMoreThanAnArrayHolds() {
    int side = 1 << 14;
    for (int k = 0; k < 7; k++) {
      set.add("weight " + k, side, side);
    }

    assertThatIllegalArgumentException()
        .isThrownBy(() -> set.add("weight 7", side, side))
        .withMessage(
            "weight 7: with its 16384 × 16384 there are more than the 2147483639 parameters that an"
                + " array holds");
  }
}
