package uphill.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;
import uphill.kernel.Kernels;
import uphill.kernel.ScalarKernels;

class ParametersTest {

  private static final Kernels KERNELS = new ScalarKernels();

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
  void aCopyHasTheSameNamesShapesAndValuesAndIsItsOwn() {
    set.add("weight", 2, 2);
    set.add("bias", 1, 2);
    set.assign(new float[] {1, 2, 3, 4, 5, 6});

    Parameters copy = set.copy();

    assertThat(copy).hasToString(set.toString());
    assertThat(copy.values()).isEqualTo(set.values());
    assertThat(copy.entries()).allMatch(entry -> entry.owner() == copy);
    copy.values()[0] = 9;
    assertThat(set.values()[0]).isEqualTo(1);
    assertThatIllegalStateException().isThrownBy(() -> copy.add("late", 1, 1));
  }

  @Test
  void parametersFollowOthersByAShareOfTheWay() {
    set.add("weight", 2, 20);
    set.assign(Data.uniform(40, -1, 1, 1));
    Parameters target = set.copy();
    float[] before = Data.uniform(40, -1, 1, 2);
    float share = 0.005f;

    for (Kernels kernels : List.of(new ScalarKernels(), Kernels.best())) {
      target.assign(before);
      target.follow(set, share, kernels);

      for (int i = 0; i < 40; i++) {
        float way = set.values()[i] - before[i];
        assertThat(target.values()[i]).isEqualTo(Math.fma(share, way, before[i]));
      }
    }
  }

  @Test
  void parametersThatFollowTheWholeWayAreEqualAndThoseThatDoNotFollowStay() {
    set.add("weight", 1, 2);
    set.assign(new float[] {1, 2e-8f});
    Parameters target = set.copy();
    target.assign(new float[] {1e8f, 1});

    target.follow(set, 0, KERNELS);
    assertThat(target.values()).containsExactly(1e8f, 1);
    target.follow(set, 1, KERNELS);
    assertThat(target.values()).isEqualTo(set.values());
  }

  @Test
  void parametersFollowThoseOfTheSameLayoutOnly() {
    set.add("weight", 2, 2);
    Parameters target = set.copy();
    var more = new Parameters();
    more.add("weight", 2, 2);
    more.add("bias", 1, 2);

    for (Parameters other : List.of(single("weight", 1, 2), single("weight", 2, 1))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> target.follow(other, 0.5, KERNELS))
          .withMessage(
              "parameters follow those of the same names and shapes; here is weight [2, 2], there "
                  + other.entries().getFirst());
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> target.follow(single("bias", 2, 2), 0.5, KERNELS))
        .withMessageEndingWith("here is weight [2, 2], there bias [2, 2]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> target.follow(more, 0.5, KERNELS))
        .withMessage(
            "parameters follow those of the same names and shapes; here is nothing, there bias [1,"
                + " 2]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> more.follow(set, 0.5, KERNELS))
        .withMessageEndingWith("here is bias [1, 2], there nothing");
    for (double share : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> target.follow(set, share, KERNELS))
          .withMessage("follow: a share lies in [0, 1], got " + share);
    }
  }

  private static Parameters single(String name, int rows, int columns) {
    var single = new Parameters();
    single.add(name, rows, columns);
    return single;
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
