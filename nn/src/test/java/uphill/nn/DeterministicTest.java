package uphill.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import uphill.autodiff.Tensor;
import uphill.kernel.Rng;

class DeterministicTest {

  private final Deterministic policy = new Deterministic(Tensor.input("mu", 2));

  @Test
  void whatNeedsADensityIsRefusedWithWhatToUse() {
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> policy.logProb(Tensor.input("a", 2)))
        .withMessage(
            "a deterministic policy has no log π: let a critic say how good its action is, or take"
                + " a policy that draws its action instead");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(policy::entropy)
        .withMessage(
            "a deterministic policy has no entropy: add noise to its action where it explores"
                + " instead");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> policy.kl(policy))
        .withMessage(
            "a deterministic policy has no KL to another: measure the distance between their"
                + " actions instead");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> policy.fisher(policy.heads()))
        .withMessage(
            "a deterministic policy has no Fisher information: step down its loss's gradient"
                + " instead");
  }

  @Test
  void itsHeadIsItsAction() {
    Deterministic read = policy.asInput("old.");

    assertThat(policy.heads()).containsExactly(Map.entry("action", policy.action()));
    assertThat(Values.of(read.action(), 1, "old.action", new float[] {1, 2})).containsExactly(1, 2);
  }

  @Test
  void whatItDoesIsItsActionAndDrawsNothing() {
    float[] action = {9, 1, 2};
    float[] given = new float[4];
    Rng random = Rng.seeded(1);

    Deterministic.sample(action, 1, 2, random, given, 0);
    Deterministic.mode(action, 1, 2, given, 2);

    assertThat(given).containsExactly(1, 2, 1, 2);
    assertThat(random.nextLong()).isEqualTo(Rng.seeded(1).nextLong());
  }
}
