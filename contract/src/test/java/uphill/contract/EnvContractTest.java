package uphill.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import uphill.env.Reset;
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
}
