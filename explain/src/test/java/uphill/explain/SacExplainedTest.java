package uphill.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.lab.Experiment;
import uphill.lab.world.World;
import uphill.push.Ledger;
import uphill.push.Ledger.Part;

/// Updates of SAC, while they have few steps.
class SacExplainedTest {

  private static final World WORLD =
      World.named("Pendulum-v1", SacExplainedTest.class.getClassLoader());

  @TempDir private Path directory;

  private Path run(String hidden, int trainEvery) throws IOException {
    Path run = directory.resolve("run");
    Experiment.in(WORLD)
        .algorithm("sac")
        .set("hidden", hidden)
        .set("train_every", trainEvery)
        .set("gradient_steps", 1)
        .set("envs", 2)
        .set("minibatch", 32)
        .set("buffer_size", 2000)
        .set("random_steps", 200)
        .set("learning_starts", 200)
        .seed(5)
        .steps(1500)
        .run(run);
    return run;
  }

  /// Twenty-five rounds of forty steps; all but the first four of the first update learn.
  @Test
  void itsPartsSumToThePush() throws IOException {
    Path run = run("8", 40);
    Ledger ledger = Explanation.of(WORLD, run, 1).ledger();

    assertThat(ledger.steps()).hasSize(21);
    assertThat(ledger.explained().rows()).isEqualTo(1000);
    for (int i = 0; i < 1000; i++) {
      double sum = 0;
      double size = 0;
      for (Part part : Part.values()) {
        sum += ledger.part(part)[i];
        size += Math.abs(ledger.part(part)[i]);
      }
      assertThat(sum).isCloseTo(ledger.predicted()[i], within(1e-11 * size));
    }
    assertThat(ledger.part(Part.ENTROPY)).doesNotContain(0);
  }

  @Test
  void updatesOfTooManyStepsAreRefusedAtOnce() throws IOException {
    Path run = run("256,256", 2);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Explanation.of(WORLD, run, 1))
        .withMessageStartingWith("updates of this run are not explained: each has 500 rounds")
        .withMessageContaining("Longer rounds (train_every) or smaller networks have fewer");
  }
}
