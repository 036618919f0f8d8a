package uphill.lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import uphill.lab.Experiment;
import uphill.lab.world.World;

class WorkTest {

  private static final World WORLD = World.named("CartPole-v1", WorkTest.class.getClassLoader());

  private static Expectation expected(String hidden, int threads) {
    return Work.expected(Experiment.in(WORLD).set("hidden", hidden).config(), WORLD, threads);
  }

  @Test
  void whatIsBriefIsExpectedToBe() {
    assertThat(expected("64,64", 1).all()).isLessThan(10);
  }

  /// Two layers of n units are made orthogonal by 2·n³ reads each, of the policy and of the critic.
  @Test
  void largeLayersTakeLongBeforeTheFirstUpdate() {
    double hour = 3600;

    assertThat(expected("16384,16384", 1).firstUpdate()).isBetween(hour, 10 * hour);
    assertThat(expected("16384,16384", 1).all()).isGreaterThan(10 * hour);
  }

  @Test
  void anExpectationShrinksWithWhatIsDone() {
    Expectation whole = new Expectation(10, 110);

    assertThat(whole.after(0)).isEqualTo(whole);
    assertThat(whole.after(0.75).all()).isEqualTo(35);
  }
}
