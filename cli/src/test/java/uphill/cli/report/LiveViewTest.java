package uphill.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static uphill.env.Ending.TERMINATED;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.env.Ending;
import uphill.env.Environments;
import uphill.lab.Experiment;
import uphill.lab.RunEvent;
import uphill.lab.config.Expectation;
import uphill.lab.config.RunConfig;
import uphill.lab.evaluation.Evaluation;
import uphill.lab.world.World;

class LiveViewTest {

  private static final RunConfig CONFIG =
      Experiment.in(World.of("x", () -> Environments.create("CartPole-v1"))).config();

  private static final RunConfig OTHER =
      Experiment.in(World.of("x", () -> Environments.create("CartPole-v1"))).seed(1).config();

  /// A terminal breaks a line that is too long, and the next one is then drawn below its rest.
  @ParameterizedTest
  @ValueSource(ints = {20, 40, 80, 132, 200})
  void noLineThatIsDrawnIsWiderThanTheTerminal(int columns) {
    StringWriter screen = new StringWriter();
    LiveView view = new LiveView(new PrintWriter(screen), true, false, 1, () -> columns);
    view.accept(new RunEvent.Started(CONFIG, Path.of("runs/a"), ""));

    view.accept(updated(CONFIG.updates()));

    String drawn = screen.toString().substring(screen.toString().lastIndexOf('\r'));
    assertThat(drawn.replaceFirst("\r\u001b\\[2K", "")).hasSizeLessThan(columns);
    assertThat(drawn).contains("100 %");
    assertThat(drawn.contains("return   123.4")).isEqualTo(columns >= 40);
    assertThat(drawn.contains("signal/noise")).isEqualTo(columns == 200);
  }

  @Test
  void whatComesAfterTheEndIsNotShown() {
    StringWriter screen = new StringWriter();
    LiveView view = new LiveView(new PrintWriter(screen), true, false, 1, () -> 80);
    view.close();

    view.accept(updated(CONFIG.updates()));

    assertThat(screen.toString()).isEmpty();
  }

  @Test
  void whatIsNotThereYetIsADashAndNoNumber() {
    StringWriter screen = new StringWriter();
    LiveView view = new LiveView(new PrintWriter(screen), false, false, 1, () -> 200);

    view.accept(
        new RunEvent.Updated(
            CONFIG, CONFIG.updates(), 200_000, 100, Map.of("push_wrong_sign", 0.4)));

    assertThat(screen.toString())
        .contains("return       -", "signal/noise -")
        .doesNotContain("NaN");
  }

  @Test
  void aSeedWithoutAReturnDoesNotCountInTheirMean() {
    StringWriter screen = new StringWriter();
    LiveView view = new LiveView(new PrintWriter(screen), true, false, 2, () -> 80);
    view.accept(new RunEvent.Updated(OTHER, OTHER.updates(), 200_000, 100, Map.of()));

    view.accept(updated(CONFIG.updates()));

    assertThat(screen.toString()).endsWith("2 seeds    400k steps").contains("mean return   123.4");
  }

  /// 18 of 200 episodes came to the goal.
  @Test
  void whileTrainingAReturnHasTheDigitsOfItsErrorToo() {
    StringWriter screen = new StringWriter();
    LiveView view = new LiveView(new PrintWriter(screen), false, false, 1, () -> 80);
    Map<String, Double> metrics =
        Map.of("return_mean", 0.09, "return_min", 0., "return_max", 1., "terminated", 200.);

    view.accept(new RunEvent.Updated(CONFIG, CONFIG.updates(), 200_000, 100, metrics));

    assertThat(screen.toString()).contains("return  0.0900 ");
  }

  /// Ten of a hundred seconds went into evaluations.
  @Test
  void whatTheModeReachedStandsBesideTheReturnAndTakesNothingFromTheSpeed() {
    RunConfig config =
        Experiment.in(World.of("x", () -> Environments.create("CartPole-v1")))
            .evaluateEvery(1_000, 2)
            .config();
    Evaluation evaluation =
        new Evaluation(
            new double[] {7, 8}, new int[] {7, 8}, new Ending[] {TERMINATED, TERMINATED});
    StringWriter screen = new StringWriter();
    LiveView view = new LiveView(new PrintWriter(screen), true, false, 1, () -> 200);
    RunEvent updated = new RunEvent.Updated(config, config.updates(), 90_000, 100, Map.of());

    view.accept(updated);
    assertThat(screen.toString()).contains("mode       -", "   900 steps/s");
    view.accept(new RunEvent.Evaluated(config, config.updates(), 90_000, evaluation, 10));
    view.accept(updated);

    assertThat(screen.toString()).contains("mode    7.50", "    1k steps/s");
    assertThat(screen.toString().lines().toList().getLast()).doesNotContain("mode       -");
  }

  private static RunEvent updated(int update) {
    Map<String, Double> metrics =
        Map.of(
            "return_mean", 123.4,
            "entropy", 0.5,
            "kl", 0.001,
            "push_wrong_sign", 0.4,
            "gradient_snr", 1.5);
    return new RunEvent.Updated(CONFIG, update, 200_000, 100, metrics);
  }

  @Test
  void whatWasMeasuredOfAnEarlierUpdateIsShownWithItsNumber() {
    StringWriter screen = new StringWriter();
    LiveView view = new LiveView(new PrintWriter(screen), false, false, 1, () -> 200);
    int updates = CONFIG.updates();

    view.accept(updated(updates - 1));
    view.accept(
        new RunEvent.Updated(CONFIG, updates, 200_000, 100, Map.of("push_wrong_sign", Double.NaN)));

    List<String> lines = screen.toString().lines().toList();
    assertThat(lines.getFirst()).endsWith("against weight 40 %  signal/noise 1.5");
    assertThat(lines.getLast())
        .endsWith("against weight 40 %, signal/noise 1.5 at update " + (updates - 1));
  }

  @Test
  void whatTakesLongIsSaidBefore() {
    StringWriter screen = new StringWriter();
    LiveView view = new LiveView(new PrintWriter(screen), false, false, 1, () -> 80);

    view.expect(new Expectation(1, 59), 1, 1);
    assertThat(screen.toString()).isEmpty();
    view.expect(new Expectation(7200, 36_000), 3, 2);

    assertThat(List.of(screen.toString().split("\\R")))
        .containsExactly(
            "By a rough estimate this will take 20 hours, and 2 hours until the first update.");
  }
}
