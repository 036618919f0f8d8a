package uphill.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import uphill.lab.record.EpisodesFile;
import uphill.lab.record.EvaluationsFile;

class LearningCurveTest {

  private static final LearningCurve.Config CONFIG = LearningCurve.Config.standard();

  @Test
  void oneRunIsItsOwnMeanWithoutDoubt() {
    EpisodesFile run = constant("a", 1000, 7);

    LearningCurve curve = LearningCurve.of(List.of(run), CONFIG);

    assertThat(curve.iqm()).isEqualTo(curve.runs().getFirst().value());
    assertThat(curve.low()).isEqualTo(curve.iqm());
    assertThat(curve.high()).isEqualTo(curve.iqm());
  }

  @Test
  void theGridEndsWhereTheShortestRunEnds() {
    LearningCurve curve =
        LearningCurve.of(List.of(constant("a", 1000, 1), constant("b", 600, 2)), CONFIG);

    assertThat(curve.step()).hasSize(100);
    assertThat(curve.step()[99]).isEqualTo(600);
  }

  @Test
  void theMiddleLineIsTheInterquartileMeanOfTheRuns() {
    LearningCurve curve =
        LearningCurve.of(
            List.of(
                constant("a", 500, -1e6),
                constant("b", 500, 10),
                constant("c", 500, 30),
                constant("d", 500, 1e6)),
            CONFIG);

    assertThat(curve.iqm()[99]).isEqualTo(20);
    assertThat(curve.low()[99]).isLessThan(10);
    assertThat(curve.high()[99]).isGreaterThan(30);
  }

  /// Runs that differ by a constant stay so under resampling, if it draws the same runs at every
  /// point: then the band has the same width everywhere.
  @Test
  void wholeCurvesAreResampledSoTheBandHasNoJitter() {
    List<EpisodesFile> runs =
        List.of(
            constant("a", 900, 1),
            constant("b", 900, 2),
            constant("c", 900, 4),
            constant("d", 900, 8),
            constant("e", 900, 16));

    LearningCurve curve = LearningCurve.of(runs, CONFIG);

    assertThat(Arrays.stream(curve.low()).skip(5).distinct().count()).isOne();
    assertThat(Arrays.stream(curve.high()).skip(5).distinct().count()).isOne();
  }

  @Test
  void aPointIsAbsentUntilEveryRunHasFinishedAnEpisode() {
    EpisodesFile early = run("early", new long[] {10, 100}, new double[] {1, 1});
    EpisodesFile late = run("late", new long[] {50, 100}, new double[] {3, 3});

    LearningCurve curve = LearningCurve.of(List.of(early, late), CONFIG);

    assertThat(curve.iqm()[48]).isNaN(); // step 49
    assertThat(curve.low()[48]).isNaN();
    assertThat(curve.iqm()[49]).isEqualTo(2); // step 50
  }

  @Test
  void aRunWithoutEpisodesIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> LearningCurve.of(List.of(run("runs/new", new long[0], new double[0])), CONFIG))
        .withMessage(
            "runs/new: no episode has ended yet. Plot it again when one has, or leave this run"
                + " out.");
  }

  @Test
  void runsThatShareNoStepsAreNamed() {
    EpisodesFile early = run("early", new long[] {10}, new double[] {1});
    EpisodesFile late = run("late", new long[] {50}, new double[] {3});

    assertThatIllegalArgumentException()
        .isThrownBy(() -> LearningCurve.of(List.of(early, late), CONFIG))
        .withMessageStartingWith(
            "late: its first episode ended at step 50, but another run of the group ends at step"
                + " 10.");
  }

  private static EvaluationsFile evaluations(long[] step, double... mean) {
    return new EvaluationsFile(Path.of("run"), step, mean);
  }

  /// The multiples are 100, 200, 300, 400; the first run leaps over 200.
  @Test
  void evaluationsOfOneMultipleAreOnePointAtTheMeanOfTheirSteps() {
    EvaluationsFile leaping = evaluations(new long[] {250, 310, 420}, 1, 2, 3);
    EvaluationsFile steady = evaluations(new long[] {100, 200, 300, 400, 500}, 3, 4, 6, 8, 9);

    LearningCurve curve = LearningCurve.ofEvaluations(List.of(leaping, steady), 100, CONFIG);

    assertThat(curve.step()).containsExactly(175, 225, 305, 410);
    assertThat(curve.iqm()).containsExactly(2, 2.5, 4, 5.5);
    assertThat(curve.runs().getFirst().value()).containsExactly(1, 1, 2, 3);
    assertThat(curve.low()[0]).isEqualTo(1);
    assertThat(curve.high()[0]).isEqualTo(3);
  }

  /// No update of either run ends between 100 and 200.
  @Test
  void multiplesThatAllRunsLeapOverAreNoPointsOfTheirOwn() {
    EvaluationsFile one = evaluations(new long[] {250, 500}, 1, 2);
    EvaluationsFile other = evaluations(new long[] {230, 510}, 3, 4);

    LearningCurve curve = LearningCurve.ofEvaluations(List.of(one, other), 100, CONFIG);

    assertThat(curve.step()).containsExactly(240, 505);
    assertThat(curve.iqm()).containsExactly(2, 3);
  }

  @Test
  void ofManyEvaluationsSomeAreDrawnAndTheLastIsAmongThem() {
    long[] step = new long[1_000];
    Arrays.setAll(step, k -> 10L * (k + 1));
    double[] mean = new double[1_000];
    Arrays.setAll(mean, k -> k);

    LearningCurve curve = LearningCurve.ofEvaluations(List.of(evaluations(step, mean)), 1, CONFIG);

    assertThat(curve.step()).hasSize(100).endsWith(9_900, 10_000);
    assertThat(curve.iqm()).startsWith(9).endsWith(999);
  }

  @Test
  void aRunThatWasNotEvaluatedHasNoCurveOfEvaluations() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> LearningCurve.ofEvaluations(List.of(evaluations(new long[0])), 100, CONFIG))
        .withMessageContaining("needs one of every run");
  }

  @Test
  void aWindowNarrowerThanTheGridIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LearningCurve.Config(10, 0.05, 0.95, 100, 0))
        .withMessageContaining("or an episode could count nowhere; got 0.05 of 10");
  }

  static EpisodesFile run(String directory, long[] step, double[] episodeReturn) {
    return new EpisodesFile(Path.of(directory), step, episodeReturn);
  }

  /// An episode every 10 steps.
  static EpisodesFile constant(String directory, int lastStep, double episodeReturn) {
    long[] step = new long[lastStep / 10];
    Arrays.setAll(step, i -> 10L * (i + 1));
    double[] returns = new double[step.length];
    Arrays.fill(returns, episodeReturn);
    return run(directory, step, returns);
  }
}
