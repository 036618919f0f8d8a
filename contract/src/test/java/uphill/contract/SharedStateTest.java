package uphill.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.env.check.EnvChecker;
import uphill.env.classic.CartPole;
import uphill.kernel.Rng;

/// What is `static` by mistake, and arrays that are kept, fail a test of the contract each.
class SharedStateTest {

  /// Walks on a line, from which two worlds cannot keep apart.
  private static final class Shared implements Env {
    private static int x;
    private Rng rng = Rng.seeded(0);
    private boolean begun;

    @Override
    public Space observationSpace() {
      return Space.Box.of(0, 10, 1);
    }

    @Override
    public Space actionSpace() {
      return new Space.Discrete(2);
    }

    @Override
    public void reset(Reset how, float[] observation) {
      how.check("Shared", options());
      rng = how.generator(rng);
      x = 3 + (int) rng.integers(0, 5);
      observation[0] = x;
      begun = true;
    }

    @Override
    public void step(float[] action, Step step) {
      if (!begun) {
        throw new IllegalStateException("Shared: call reset before step");
      }
      x = Math.clamp(x + 2L * new Space.Discrete(2).index(action[0]) - 1, 0, 10);
      step.observation[0] = x;
      step.set(x == 10 ? 1 : 0, x == 0 || x == 10 ? Ending.TERMINATED : Ending.NONE);
    }
  }

  private static DynamicTest law(EnvContract contract, String name) {
    return contract
        .keepsTheContract()
        .filter(law -> law.getDisplayName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatIsStaticFailsOneTest() {
    EnvContract contract = Shared::new;

    assertThat(EnvChecker.check(Shared::new).stream().filter(EnvChecker.Finding::failed))
        .singleElement()
        .satisfies(
            found -> assertThat(found.name()).isEqualTo("worlds side by side share nothing"));
    assertThatThrownBy(
            () -> law(contract, "worlds side by side share nothing").getExecutable().execute())
        .hasMessageContaining("They share something that changes: a static field");
  }

  @Test
  void aWarningFailsNoTest() throws Throwable {
    EnvContract contract = () -> new Far(new CartPole());

    law(contract, "numbers are of a size that can be learnt from").getExecutable().execute();
    assertThat(EnvChecker.check(contract::create))
        .anyMatch(finding -> finding.result() == EnvChecker.Result.WARNED);
  }

  /// CartPole, far from 0.
  private record Far(CartPole world) implements Env {
    @Override
    public Space observationSpace() {
      return Space.Box.of(0, 1000, 4);
    }

    @Override
    public Space actionSpace() {
      return world.actionSpace();
    }

    @Override
    public void reset(Reset how, float[] observation) {
      world.reset(how, observation);
      move(observation);
    }

    @Override
    public void step(float[] action, Step step) {
      world.step(action, step);
      move(step.observation);
    }

    private static void move(float[] observation) {
      for (int j = 0; j < observation.length; j++) {
        observation[j] += 500;
      }
    }
  }
}
