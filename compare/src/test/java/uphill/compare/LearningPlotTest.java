package uphill.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static uphill.compare.LearningCurveTest.constant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.compare.LearningPlot.Group;
import uphill.compare.LearningPlot.Options;
import uphill.figure.Figure;
import uphill.figure.Figure.Ink;
import uphill.figure.Figure.Mark;
import uphill.figure.Figure.Series;
import uphill.lab.config.EvaluationPlan;
import uphill.lab.record.EpisodesFile;
import uphill.lab.record.EvaluationsFile;

class LearningPlotTest {

  private static final Options OPTIONS = Options.titled("PPO on CartPole-v1");

  @TempDir Path folder;

  @Test
  void oneRunIsItsEpisodesAsDotsAndTheirMovingMean() {
    EpisodesFile run = constant("ppo/seed-1", 1000, 7);

    Figure figure = LearningPlot.of(List.of(new Group("ppo", List.of(run))), OPTIONS);

    assertThat(figure.series())
        .extracting(Series::label)
        .containsExactly("one episode", "mean over a window of 5 % of the steps");
    assertThat(figure.series().get(0).marks())
        .singleElement()
        .isInstanceOfSatisfying(
            Mark.Dots.class,
            dots -> {
              assertThat(dots.x()).hasSize(100).startsWith(10, 20);
              assertThat(dots.y()).containsOnly(7);
            });
    assertThat(figure.series().get(1).marks()).singleElement().isInstanceOf(Mark.Line.class);
    assertThat(figure.footer()).isEmpty();
  }

  @Test
  void severalRunsAreAnInterquartileMeanWithABandThatIsExplained() {
    Figure figure = LearningPlot.of(List.of(group("ppo", 5)), OPTIONS.withFooter(List.of("seeds")));

    assertThat(figure.series()).extracting(Series::label).containsExactly("ppo (5 runs)");
    assertThat(kinds(figure.series().getFirst())).containsExactly("Band", "Line");
    assertThat(figure.footer())
        .containsExactly(
            "Line: interquartile mean over runs, each the mean over a window of 5 % of the steps."
                + " Band: 95 % bootstrap interval.",
            "seeds");
  }

  /// The mean of a resample of the returns 0 and 1 is 0 or 1 with probability ¼ each.
  @Test
  void theDescriptionSaysWhereTheCurveEnds() {
    Figure figure = LearningPlot.of(List.of(group("ppo", 2), group("vpg", 1)), OPTIONS);

    assertThat(figure.description())
        .isEqualTo(
            "ppo: episode return 0.500 after 1000 environment steps, interquartile mean of 2 runs,"
                + " interval 0.000 to 1.000."
                + " vpg: episode return 0.0 after 1000 environment steps, one run.");
  }

  @Test
  void individualRunsAreThinLinesIfAskedFor() {
    Figure figure = LearningPlot.of(List.of(group("ppo", 3)), OPTIONS.withIndividualRuns(true));

    assertThat(kinds(figure.series().getFirst()))
        .containsExactly("Band", "ThinLine", "ThinLine", "ThinLine", "Line");
  }

  @Test
  void oneRunAmongGroupsHasNoBandAndNoDots() {
    Figure figure = LearningPlot.of(List.of(group("ppo", 1), group("vpg", 2)), OPTIONS);

    assertThat(kinds(figure.series().get(0))).containsExactly("Line");
    assertThat(figure.series().get(0).label()).isEqualTo("ppo (1 run)");
  }

  @Test
  void everyGroupLooksDifferent() {
    List<Group> groups = IntStream.range(0, 14).mapToObj(k -> group("algorithm-" + k, 2)).toList();

    Figure figure = LearningPlot.of(groups, OPTIONS);

    assertThat(figure.series().stream().map(one -> one.ink() + " " + one.dashed()))
        .doesNotHaveDuplicates();
    assertThat(figure.series().getFirst().ink()).isEqualTo(Ink.BLUE);
    assertThat(figure.series().getFirst().dashed()).isFalse();
  }

  private static Group evaluated(String label, int runs, EvaluationPlan plan) {
    List<EvaluationsFile> files =
        IntStream.range(0, runs)
            .mapToObj(
                k ->
                    new EvaluationsFile(
                        Path.of(label), new long[] {500, 1000}, new double[] {k, 9}))
            .toList();
    return new Group(label, group(label, runs).runs(), Optional.of(new Modes(plan, files)));
  }

  @Test
  void evaluationsAreALineOfAColourOfTheirOwnBesideThoseOfTheTraining() {
    Figure one = LearningPlot.of(List.of(evaluated("a", 1, new EvaluationPlan(500, 20))), OPTIONS);
    Figure several =
        LearningPlot.of(List.of(evaluated("a", 3, new EvaluationPlan(500, 20))), OPTIONS);

    Series ofOne = one.series().getLast();
    assertThat(one.series()).hasSize(3);
    assertThat(ofOne.label()).isEqualTo("most probable actions");
    assertThat(ofOne.ink()).isEqualTo(Ink.VERMILLION);
    assertThat(kinds(ofOne)).containsExactly("Dots", "Line");
    assertThat(kinds(several.series().getLast())).containsExactly("Band", "Dots", "Line");
    assertThat(one.footer())
        .containsExactly(
            "The most probable actions are evaluated over 20 episodes of their own, every 500"
                + " steps.");
    assertThat(one.description())
        .endsWith("a: most probable actions 9.00 after 1000 environment steps, one run.");
  }

  @Test
  void ofSeveralGroupsTheyAreDashedAndSaidOfEachWhereTheyAreNotAlike() {
    Figure figure =
        LearningPlot.of(
            List.of(
                evaluated("a", 2, new EvaluationPlan(500, 20)),
                group("b", 2),
                evaluated("c", 2, new EvaluationPlan(500, 1))),
            OPTIONS);

    assertThat(figure.series())
        .extracting(one -> one.label() + " " + one.ink() + " " + one.dashed())
        .endsWith("a: most probable actions BLUE true", "c: most probable actions GREEN true");
    assertThat(figure.footer())
        .hasSize(3)
        .last()
        .asString()
        .isEqualTo(
            "c: the most probable actions are evaluated over 1 episode of their own, every 500"
                + " steps.");
  }

  /// The second time through the colours lines are dashed too.
  @Test
  void evaluationsAreLeftOutWhereTheirLinesCouldBeMistaken() {
    List<Group> groups =
        IntStream.range(0, 8)
            .mapToObj(k -> evaluated("algorithm-" + k, 1, new EvaluationPlan(500, 20)))
            .toList();

    Figure figure = LearningPlot.of(groups, OPTIONS);

    assertThat(figure.series()).hasSize(8);
    assertThat(figure.footer())
        .containsExactly(
            "Evaluations of most probable actions are not drawn: there are too many lines.");
  }

  @Test
  void theSameRunsGiveTheSamePictures() throws IOException {
    Figure first = LearningPlot.of(List.of(group("ppo", 5)), OPTIONS);
    Figure second = LearningPlot.of(List.of(group("ppo", 5)), OPTIONS);

    assertThat(second.svg()).isEqualTo(first.svg());
    assertThat(second.png(1)).isEqualTo(first.png(1));
  }

  @Test
  void bothPicturesAreWrittenAndNothingElse() throws IOException {
    Figure figure = LearningPlot.of(List.of(group("ppo", 2)), OPTIONS);
    Path pictures = Files.createDirectories(folder.resolve("new/pictures"));
    for (String name : List.of("learning.svg", "learning.png")) {
      LearningPlot.write(figure, pictures.resolve(name));
    }

    List<Path> files = LearningPlot.write(figure, pictures.resolve("learning"));

    assertThat(files)
        .containsExactly(pictures.resolve("learning.svg"), pictures.resolve("learning.png"));
    assertThat(list(pictures)).containsExactlyInAnyOrder("learning.svg", "learning.png");
    assertThat(Files.readString(files.get(0))).isEqualTo(figure.svg());
    assertThat(Files.readAllBytes(files.get(1))).isEqualTo(figure.png(2));
  }

  @Test
  void whereOnePictureCannotBeWrittenTheOtherStaysAsItWas() throws IOException {
    Figure figure = LearningPlot.of(List.of(group("ppo", 2)), OPTIONS);
    Files.createDirectory(folder.resolve("learning.png"));
    Files.writeString(folder.resolve("learning.svg"), "before");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> LearningPlot.write(figure, folder.resolve("learning")))
        .withMessage(
            folder.resolve("learning.png") + " is a folder, so no picture can have that name");

    assertThat(list(folder)).containsExactlyInAnyOrder("learning.svg", "learning.png");
    assertThat(folder.resolve("learning.svg")).hasContent("before");
  }

  @Test
  void aFolderThatIsNotThereIsNotMade() {
    Figure figure = LearningPlot.of(List.of(group("ppo", 2)), OPTIONS);
    Path none = folder.resolve("none");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> LearningPlot.write(figure, none.resolve("x")))
        .withMessageContaining("there is no directory " + none + ". Make it");
    assertThat(none).doesNotExist();
  }

  @Test
  void nothingToPlotIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LearningPlot.of(List.of(), OPTIONS))
        .withMessage("a learning plot needs at least one run, got none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Group("ppo", List.of()))
        .withMessage("group \"ppo\" has no runs");
  }

  /// Runs with the constant returns 0, 1, … .
  private static Group group(String label, int runs) {
    return new Group(
        label,
        IntStream.range(0, runs)
            .mapToObj(seed -> constant(label + "/seed-" + seed, 1000, seed))
            .toList());
  }

  private static List<String> kinds(Series series) {
    return series.marks().stream().map(mark -> mark.getClass().getSimpleName()).toList();
  }

  private static List<String> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }
}
