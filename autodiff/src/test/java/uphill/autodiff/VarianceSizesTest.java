package uphill.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import uphill.kernel.Kernels;
import uphill.kernel.Kernels.Activation;

class VarianceSizesTest {

  private static final int ROWS = 130; // two blocks, the second one short

  /// Σᵢ xᵢ·e^(2wᵢ), in one operation or in five, of which each loses something.
  private static double[] inherited(boolean inOne) {
    Parameters learnt = new Parameters();
    Parameter below = learnt.add("below", 2, 3);
    Parameter bias = learnt.add("bias", 1, 3);
    Parameter logStd = inOne ? learnt.add("log_std", 3, 1) : learnt.add("log_std", 1, 3);
    learnt.assign(Data.uniform(learnt.size(), -1, 1, 4));
    Tensor x = Tensor.input("s", 2).affine(below, bias, Activation.TANH).square();
    Tensor variance =
        inOne ? x.variance(logStd) : x.mul(Tensor.repeat(logStd).mul(2).exp()).sumColumns();
    SequencedMap<String, Scalar> terms = new LinkedHashMap<>();
    terms.put("L", variance.add(1e-6).log().mean());
    return new Onlooker(terms, new LinkedHashMap<>(), learnt, Kernels.best())
        .measuring()
        .at(learnt.values())
        .feed("s", Data.uniform(ROWS * 2, -1, 1, 3))
        .errors(ROWS)
        .inherited();
  }

  /// Up to the number of operations on the way, which is the same for all.
  @Test
  void whatRoundingIsMeasuredAgainstIsThatOfTheOperationsItIsMadeOf() {
    double[] inOne = inherited(true);
    double[] inFive = inherited(false);
    double operations = inFive[0] / inOne[0];

    assertThat(inOne[0]).isPositive();
    for (int k = 0; k < inOne.length; k++) {
      assertThat(inFive[k] / inOne[k]).isCloseTo(operations, within(1e-12));
    }
  }
}
