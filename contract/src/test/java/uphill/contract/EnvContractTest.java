package uphill.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.env.check.EnvChecker;
import uphill.env.classic.CartPole;

class EnvContractTest {

  @Test
  void everyLawIsATestOfItsName() {
    EnvContract contract = CartPole::new;

    assertThat(contract.keepsTheContract().map(DynamicTest::getDisplayName))
        .containsExactlyElementsOf(
            EnvChecker.check(CartPole::new).stream().map(EnvChecker.Finding::name).toList());
  }

  @Test
  void aBrokenLawFailsItsTestWithTheSentenceOfTheChecker() {
    EnvContract contract =
        () -> {
          CartPole used = new CartPole();
          used.reset(Reset.next(), new float[4]);
          return used;
        };

    DynamicTest test =
        contract
            .keepsTheContract()
            .filter(law -> law.getDisplayName().equals("step before reset is refused"))
            .findFirst()
            .orElseThrow();

    assertThatThrownBy(() -> test.getExecutable().execute())
        .isInstanceOf(AssertionFailedError.class)
        .hasMessageStartingWith("A new world took a step");
  }

  /// A world that throws in each step.
  private record Stuck(Env world) implements Env {
    @Override
    public Space observationSpace() {
      return world.observationSpace();
    }

    @Override
    public Space actionSpace() {
      return world.actionSpace();
    }

    @Override
    public void reset(Reset how, float[] observation) {
      world.reset(how, observation);
    }

    @Override
    public void step(float[] action, Step step) {
      throw new IllegalStateException("the cart is stuck");
    }
  }

  @Test
  void aFaultThatBreaksManyLawsFailsOneTest() {
    EnvContract contract = () -> new Stuck(new CartPole());

    List<Throwable> thrown =
        contract
            .keepsTheContract()
            .map(law -> catchThrowable(() -> law.getExecutable().execute()))
            .filter(Objects::nonNull)
            .toList();

    assertThat(thrown).filteredOn(AssertionFailedError.class::isInstance).hasSize(1);
    assertThat(thrown.getFirst())
        .hasMessageContaining("(the cart is stuck)")
        .hasMessageContaining("Also broken for the same reason: observations are elements of");
    assertThat(thrown)
        .filteredOn(TestAbortedException.class::isInstance)
        .hasSizeGreaterThan(5)
        .allSatisfy(left -> assertThat(left).hasMessageContaining("the same reason as"));
  }
}
