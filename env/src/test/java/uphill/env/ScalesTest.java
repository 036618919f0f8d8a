package uphill.env;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import uphill.env.check.EnvChecker;
import uphill.env.check.Scales;

class ScalesTest {

  private static final Space ONE = Space.Box.of(-1, 1, 1);

  private static List<String> ofActions(double low, double high) {
    return Scales.warnings(ONE, Space.Box.of(low, high, 2), new float[0]);
  }

  private static List<String> ofObservations(Space space, float... seen) {
    return Scales.warnings(space, ONE, seen);
  }

  @Test
  void noWorldOfOursIsWarnedOf() {
    for (EnvSpec spec : Environments.all()) {
      try (Env env = Environments.create(spec.id())) {
        float[] seen = new float[env.observationSpace().size()];
        env.reset(Reset.seeded(0), seen);
        assertThat(Scales.warnings(env.observationSpace(), env.actionSpace(), seen)).isEmpty();
      }
    }
  }

  @Test
  void actionsThatAGaussianDoesNotReachAreNamed() {
    assertThat(ofActions(0, 1000).getFirst())
        .startsWith("Component 0 of an action is from 0.0 to 1000.0,");
    assertThat(ofActions(-10, 10)).hasSize(1);
    assertThat(ofActions(10, 12)).hasSize(1);
    assertThat(ofActions(-0.01, 0.01)).hasSize(1);
    assertThat(ofActions(5, Double.POSITIVE_INFINITY)).hasSize(1);
    assertThat(ofActions(-2, 2)).isEmpty();
    assertThat(ofActions(0, 1)).isEmpty();
    assertThat(ofActions(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)).isEmpty();
  }

  @Test
  void observationsThatAreLargeAreNamed() {
    Space any = Space.Box.of(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 1);

    assertThat(ofObservations(Space.Box.of(0, 255, 3)).getFirst()).contains("as large as 255.0");
    assertThat(ofObservations(any, -400).getFirst()).contains("as large as 400.0");
    assertThat(ofObservations(any, 28)).isEmpty();
  }

  @Test
  void oneHotInputsByTheTenThousandAreNamed() {
    assertThat(ofObservations(new Space.Discrete(1_000_000)).getFirst())
        .contains("one-hot: 1,000,000 inputs");
    assertThat(ofObservations(new Space.MultiDiscrete(new int[] {6_000, 6_000}))).hasSize(1);
    assertThat(ofObservations(new Space.Discrete(500))).isEmpty();
  }

  @Test
  void rewardsThatNoCriticComesToAreNamed() {
    assertThat(Scales.ofRewards(1e4)).isEmpty();
    assertThat(Scales.ofRewards(2e4))
        .hasValueSatisfying(
            said ->
                assertThat(said).startsWith("Rewards are as large as 2.0e+04: a critic begins"));
    for (double reward : new double[] {1e37, -3.3e38}) {
      assertThat(EnvChecker.check(() -> Spoilt.step((_, step) -> step.reward = reward)))
          .anySatisfy(
              finding -> {
                assertThat(finding.name())
                    .isEqualTo("numbers are of a size that can be learnt from");
                assertThat(finding.result()).isEqualTo(EnvChecker.Result.WARNED);
                assertThat(finding.sentence())
                    .contains("their squares are beyond the largest float32, 3.4e+38");
              });
    }
  }
}
