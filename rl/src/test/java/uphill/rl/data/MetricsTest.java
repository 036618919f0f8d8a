package uphill.rl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTest {

  private final Metrics metrics = new Metrics(List.of("loss", "entropy"));

  @Test
  void aMetricIsTheMeanOfWhatWasAdded() {
    metrics.add("loss", 1);
    metrics.add("loss", 2);
    metrics.add("loss", 6);
    metrics.add("entropy", -1);

    assertThat(metrics.get("loss")).isEqualTo(3);
    assertThat(metrics.get("entropy")).isEqualTo(-1);
  }

  @Test
  void whatWasNotMeasuredIsNotANumber() {
    assertThat(metrics.get("loss")).isNaN();
    metrics.add("entropy", 0);

    assertThat(metrics.get("loss")).isNaN();
    assertThat(metrics.get("entropy")).isZero();
  }

  @Test
  void whatWasClearedIsForgotten() {
    metrics.add("loss", 1);
    metrics.clear();
    assertThat(metrics.get("loss")).isNaN();

    metrics.add("loss", 5);
    assertThat(metrics.get("loss")).isEqualTo(5);
  }

  /// −0 would become 0 in a sum that begins there.
  @ParameterizedTest
  @ValueSource(doubles = {0.1, -0.0, 1e-320, Double.NaN, Double.NEGATIVE_INFINITY})
  void oneNumberIsItselfToTheBit(double number) {
    metrics.add("loss", number);

    assertThat(Double.doubleToLongBits(metrics.get("loss")))
        .isEqualTo(Double.doubleToLongBits(number));
  }

  @Test
  void oneThatIsNotANumberIsNotHidden() {
    metrics.add("loss", 1);
    metrics.add("loss", Double.NaN);
    metrics.add("loss", 1);

    assertThat(metrics.get("loss")).isNaN();
  }

  @Test
  void aMetricThatThereIsNotIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> metrics.add("losses", 1))
        .withMessage("no metric losses in [loss, entropy]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> metrics.get("kl"))
        .withMessage("no metric kl in [loss, entropy]");
    assertThat(metrics.names()).containsExactly("loss", "entropy");
  }
}
