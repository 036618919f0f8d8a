package uphill.env;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import uphill.env.check.EnvChecker;
import uphill.env.classic.Pendulum;

/// A checker tells one fault once, however many laws it breaks.
class SameReasonTest {

  /// Gates that knows what it allows, and has nobody ask.
  private record Unasked(Env world) implements Env {
    @Override
    public Space observationSpace() {
      return world.observationSpace();
    }

    @Override
    public Space actionSpace() {
      return world.actionSpace();
    }

    @Override
    public void allowed(boolean[] allowed) {
      world.allowed(allowed);
    }

    @Override
    public void reset(Reset how, float[] observation) {
      world.reset(how, observation);
    }

    @Override
    public void step(float[] action, Step step) {
      world.step(action, step);
    }
  }

  private static EnvChecker.Finding only(Supplier<Env> world) {
    List<EnvChecker.Finding> findings = EnvChecker.check(world);
    List<EnvChecker.Finding> told =
        findings.stream().filter(f -> f.failed() && f.sameAs().isEmpty()).toList();
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().also(findings))
        .startsWith("Also broken for the same reason: ")
        .contains("equal seeds give equal episodes; reset forgets the previous episode");
    return told.getFirst();
  }

  private static Env unasked() {
    return new Unasked(new Gates(new Space.Discrete(3)));
  }

  @Test
  void aWorldThatAnswersWhatNobodyAsksIsToldSoAndNothingElse() {
    EnvChecker.Finding told = only(() -> new TimeLimit(unasked(), 100));

    assertThat(told.name()).isEqualTo("what it allows is asked for");
    assertThat(told.sentence())
        .startsWith("It overrides allowed(boolean[]), and masksActions() is false, so nobody asks");
    assertThat(only(SameReasonTest::unasked).name()).isEqualTo(told.name());
  }

  @Test
  void masksWhereThereCanBeNoneAreToldOnce() {
    Supplier<Env> world = () -> new Allowing(new Pendulum(), allowed -> allowed[0] = true);

    assertThat(only(world).name()).isEqualTo("what it allows is asked for");
  }

  @Test
  void whatOneLineThrowsIsToldOnce() {
    int[] wheels = {0};

    EnvChecker.Finding told =
        only(
            () ->
                Spoilt.step(
                    (action, step) -> {
                      throw new AssertionError("a wheel is missing: number " + wheels[0]++);
                    }));

    assertThat(told.sentence()).contains("AssertionError (a wheel is missing");
  }

  @Test
  void whatIsSaidOfTwoStatesIsToldOnce() {
    EnvChecker.Finding told = only(() -> new Allowing(new Countdown(), _ -> {}));

    assertThat(told.sentence()).startsWith("No action is allowed after the reset of episode 1.");
  }

  @Test
  void faultsOfTwoKindsAreToldEach() {
    List<EnvChecker.Finding> findings =
        EnvChecker.check(
            () ->
                Spoilt.step(
                    (action, step) -> {
                      step.observation[0] = -1;
                      step.reward = Double.NaN;
                    }));

    assertThat(findings.stream().filter(f -> f.failed() && f.sameAs().isEmpty())).hasSize(2);
  }
}
