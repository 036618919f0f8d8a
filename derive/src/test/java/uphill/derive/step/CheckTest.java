package uphill.derive.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CheckTest {

  @Test
  void everyKindOfClaimCanFail() {
    Check.Value one = Check.value("one", 1);
    Check.Value two = Check.value("two", 2);

    assertThat(Check.rising("", List.of(one, two)).passed()).isTrue();
    assertThat(Check.rising("", List.of(two, one)).passed()).isFalse();
    assertThat(Check.rising("", List.of(one, one)).passed()).isFalse();
    assertThat(Check.zero("", "", 0.1, 0.01).passed()).isFalse();
    assertThat(Check.zero("", "", -0.1, 0.01).passed()).isFalse();
    assertThat(Check.near("", List.of(two, one), 2, 0.5).passed()).isFalse();
    assertThat(Check.near("", List.of(two, one), 1.5, 0.5).passed()).isTrue();
    assertThat(Check.same("", List.of(one, two), 0.5).passed()).isFalse();
    assertThat(Check.same("", List.of(two, two), 0.5).passed()).isTrue();
    assertThat(Check.exactly("", "", 1, 1).passed()).isTrue();
    assertThat(Check.exactly("", "", 2, 1).passed()).isFalse();
    assertThat(Check.equal("", List.of(), new double[] {1}, new double[] {2}, 0.5).passed())
        .isFalse();
    assertThat(Check.equal("", List.of(), new double[1], new double[2], 0.5).passed()).isFalse();
    assertThat(Check.zero("", "", Double.NaN, 1).passed()).isFalse();
    assertThat(Check.near("", List.of(Check.value("", Double.NaN)), 1, 1).passed()).isFalse();
  }
}
