package uphill.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.autodiff.SmallPolicy.Shape;
import uphill.kernel.Kernels;
import uphill.kernel.Kernels.Activation;
import uphill.kernel.Workers;

/// Near a tie the branch is the one that single precision, and so training, took. Each case is
/// planted so that double precision would take the other.
class OnlookerBranchTest {

  private static final double U = Math.ulp(1f);

  /// 1 and steps below a unit in the last place u, which add up to what single precision has for
  /// them, and in double precision to something on the other side of 1.
  ///
  /// @param single what single precision has
  private record Near(double single, double... steps) {

    /// 1 + 0.51u − 0.3u − 0.3u: single precision stays at 1 + u, double falls below 1.
    static final Near ABOVE = new Near(1 + U, 0.51, -0.3, -0.3);

    /// 1 + 0.3u: single precision stays at 1, double does not.
    static final Near AT = new Near(1, 0.3);

    Tensor from(Tensor one) {
      Tensor x = one;
      for (double step : steps) {
        x = x.add(step * U);
      }
      return x;
    }

    double inDouble() {
      double x = 1;
      for (double step : steps) {
        x += (float) (step * U);
      }
      return x;
    }
  }

  private final Parameters learnt = new Parameters();
  private final Tensor one = Tensor.repeat(learnt.add("one", 1, 1));

  private HeadErrors seen(Tensor y) {
    return seen(y, new float[] {1});
  }

  private HeadErrors seen(Tensor y, float[] theta) {
    SequencedMap<String, Scalar> terms = new LinkedHashMap<>();
    terms.put("y", y.sum());
    SequencedMap<String, Tensor> heads = new LinkedHashMap<>();
    heads.put("one", one);
    return new Onlooker(terms, heads, learnt, Kernels.best()).at(theta).errors(1);
  }

  @Test
  void theCasesArePlanted() {
    for (Near near : List.of(Near.ABOVE, Near.AT)) {
      float[] value = new float[1];
      learnt.values()[0] = 1;
      Program.with(Kernels.best())
          .output("x", near.from(one))
          .build()
          .into("x", value)
          .evaluate(1, Workers.one());

      assertThat((double) value[0]).isEqualTo(near.single());
    }
    assertThat(Near.ABOVE.inDouble()).isLessThan(1);
    assertThat(Near.AT.inDouble()).isGreaterThan(1);
  }

  @Test
  void aClampCutsWhatTrainingCut() {
    HeadErrors cut = seen(Near.ABOVE.from(one).clamp(0, 1).mul(3));
    HeadErrors free = seen(Near.AT.from(one).clamp(0, 1).mul(3));

    assertThat(cut.gradient("y")).containsExactly(0);
    assertThat(cut.value("y")).isEqualTo(3);
    assertThat(free.gradient("y")).containsExactly(3);
    assertThat(free.value("y")).isEqualTo(3 * Near.AT.inDouble());
  }

  @Test
  void aClampFromBelowCutsWhatTrainingCut() {
    HeadErrors cut = seen(Near.ABOVE.from(one).neg().clamp(-1, 0));
    HeadErrors free = seen(Near.AT.from(one).neg().clamp(-1, 0));

    assertThat(cut.gradient("y")).containsExactly(0);
    assertThat(cut.value("y")).isEqualTo(-1);
    assertThat(free.gradient("y")).containsExactly(-1);
    assertThat(free.value("y")).isEqualTo(-Near.AT.inDouble());
  }

  /// At a tie it is the first.
  @Test
  void aMinimumIsTheOneThatTrainingTook() {
    HeadErrors second = seen(Near.ABOVE.from(one).min(one.square()));
    HeadErrors first = seen(Near.AT.from(one).min(one.square()));

    assertThat(second.gradient("y")).containsExactly(2);
    assertThat(second.value("y")).isEqualTo(1);
    assertThat(first.gradient("y")).containsExactly(1);
    assertThat(first.value("y")).isEqualTo(Near.AT.inDouble());
  }

  /// At a tie it is the first.
  @Test
  void aMaximumIsTheOneThatTrainingTook() {
    HeadErrors first = seen(Near.ABOVE.from(one).max(one.square()));
    HeadErrors tie = seen(one.square().max(Near.AT.from(one)));

    assertThat(first.gradient("y")).containsExactly(1);
    assertThat(first.value("y")).isEqualTo(Near.ABOVE.inDouble());
    assertThat(tie.gradient("y")).containsExactly(2);
    assertThat(tie.value("y")).isEqualTo(1);
  }

  @Test
  void aUnitIsActiveWhereItWasInTraining() {
    HeadErrors active = seen(excess(Near.ABOVE));
    HeadErrors still = seen(excess(Near.AT));

    assertThat(active.errors("y", "one")).containsExactly(1);
    assertThat(active.value("y")).isEqualTo(Near.ABOVE.inDouble() - 1).isNegative();
    assertThat(still.errors("y", "one")).containsExactly(0);
    assertThat(still.value("y")).isZero();
  }

  /// max(x − 1, 0), a rectified unit.
  private Tensor excess(Near near) {
    var unit = new Parameters();
    Parameter weight = unit.add("weight", 1, 1);
    Parameter bias = unit.add("bias", 1, 1);
    unit.assign(new float[] {1, -1});
    return near.from(one).affine(weight, bias, Activation.RELU);
  }

  @Test
  void neitherAClampNorAUnitHidesNaN() {
    float[] nan = {Float.NaN};

    assertThat(seen(one.clamp(0, 1), nan).value("y")).isNaN();
    assertThat(seen(excess(Near.AT), nan).value("y")).isNaN();
  }

  @Test
  void theLesserOrTheGreaterOfNaNAndANumberIsNaN() {
    Tensor root = one.log(); // of −1
    assertThat(seen(root.min(one), new float[] {-1}).value("y")).isNaN();
    assertThat(seen(one.min(root), new float[] {-1}).value("y")).isNaN();
    assertThat(seen(root.max(one), new float[] {-1}).value("y")).isNaN();
    assertThat(seen(one.max(root), new float[] {-1}).value("y")).isNaN();
  }

  /// Of ratios that are as near to a bound as single precision comes, the two precisions find some
  /// on either side of each other.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRatioIsClippedWhereTrainingClippedIt(boolean deep) {
    int rows = 2000;
    var policy = new SmallPolicy(deep ? new Shape(false, false, 8) : new Shape(false, true), rows);
    float[] ratios = policy.ratios();
    int[] otherwise = new int[2];

    double[] errors = policy.onlooker().errors(rows).errors("clip", "logits");

    for (int i = 0; i < rows; i++) {
      double[] h = policy.heads(policy.theta(), i);
      double[] pi = policy.probs(h);
      double ratio = policy.ratio(i, h);
      boolean flows = policy.flows(ratios[i], i);
      otherwise[flows ? 1 : 0] += flows == policy.flows(ratio, i) ? 0 : 1;
      for (int a = 0; a < pi.length; a++) {
        double chosen = a == policy.action(i) ? 1 : 0;
        double error = flows ? -policy.column("weight")[i] * ratio * (chosen - pi[a]) : 0;
        assertThat(rows * errors[i * pi.length + a]).isCloseTo(error, within(1e-14));
      }
    }
    assertThat(otherwise[0]).isPositive();
    assertThat(otherwise[1]).isPositive();
  }
}
