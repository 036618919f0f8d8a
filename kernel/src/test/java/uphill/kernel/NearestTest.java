package uphill.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

  private static final List<String> NAMES =
      List.of("CartPole-v1", "MountainCar-v0", "MountainCarContinuous-v0", "Pendulum-v1");

  @ParameterizedTest
  @CsvSource({
    "cartpole, CartPole-v1",
    "CartPole-v0, CartPole-v1",
    "CratPole-v1, CartPole-v1",
    "pendulm, Pendulum-v1",
    "MountainCar, MountainCar-v0",
    "mountaincarcontinuous, MountainCarContinuous-v0",
  })
  void aSlipFindsItsName(String slip, String name) {
    assertThat(Nearest.to(slip, NAMES)).contains(name);
  }

  @Test
  void whatIsFarFindsNothing() {
    assertThat(Nearest.to("Hopper-v5", NAMES)).isEmpty();
    assertThat(Nearest.to("", NAMES)).isEmpty();
    assertThat(Nearest.to("x", List.of())).isEmpty();
  }

  @Test
  void swappedNeighboursAreOneMistake() {
    assertThat(Nearest.to("gmama", List.of("gxxma", "gamma"))).contains("gamma");
  }

  @Test
  void theHintIsASentenceOrNothing() {
    assertThat(Nearest.hint("cartpole", NAMES)).isEqualTo(" Did you mean CartPole-v1?");
    assertThat(Nearest.hint("zzz", NAMES)).isEmpty();
  }
}
