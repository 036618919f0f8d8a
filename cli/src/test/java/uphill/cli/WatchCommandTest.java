package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.records.Json;

class WatchCommandTest {

  @TempDir private Path directory;

  private static Child.Outcome uphill(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    return new Child.Outcome(code, out.toString(), err.toString());
  }

  private static Map<String, Object> json(Child.Outcome outcome) {
    return Json.parseObject(outcome.succeeds().out(), "standard output");
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  private String run(String world) {
    String run = file("run");
    uphill(SmallRun.train(world, Path.of(run))).succeeds();
    return run;
  }

  private static int frames(Path gif) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (ImageInputStream input = ImageIO.createImageInputStream(gif.toFile())) {
      reader.setInput(input);
      return reader.getNumImages(true);
    } finally {
      reader.dispose();
    }
  }

  private static List<Double> numbers(Object list) {
    return ((List<?>) Objects.requireNonNull(list))
        .stream().map(value -> ((Number) value).doubleValue()).toList();
  }

  @Test
  void anEpisodeOfRandomActionsBecomesAGifOfAFrameForEachStep() throws IOException {
    Child.Outcome outcome = uphill("watch", "CartPole-v1", "--out", file("a.gif")).succeeds();

    assertThat(outcome.out())
        .matches(
            """
            CartPole-v1, random actions, 1 episode from seed 0: return (\\d+); \\1 steps
            .*a\\.gif: \\d+ frames, 600 x 400 pixels, 50 a second
            """);
    int steps = Integer.parseInt(outcome.out().replaceAll("(?s).*return (\\d+);.*", "$1"));
    assertThat(frames(directory.resolve("a.gif"))).isEqualTo(steps + 1);
  }

  @Test
  void equalSeedsGiveEqualFilesAndOtherSeedsOthers() {
    for (String name : List.of("a", "b", "c")) {
      uphill(
              "watch",
              "Pendulum-v1:max_episode_steps=20",
              "--seed",
              name.equals("c") ? "8" : "7",
              "--out",
              file(name + ".gif"))
          .succeeds();
    }

    assertThat(directory.resolve("a.gif")).hasSameBinaryContentAs(directory.resolve("b.gif"));
    assertThat(directory.resolve("c.gif").toFile().length()).isPositive();
    assertThat(directory.resolve("a.gif").toFile())
        .satisfies(
            a ->
                assertThat(Files.mismatch(a.toPath(), directory.resolve("c.gif"))).isNotNegative());
  }

  /// What is watched are the episodes of `eval`.
  @ParameterizedTest
  @ValueSource(strings = {"", "--sample"})
  void theEpisodesOfARunAreThoseOfItsEvaluation(String more) throws IOException {
    String run = run("CartPole-v1");
    List<String> words = new ArrayList<>(List.of(run, "--episodes", "3", "--json"));
    if (!more.isEmpty()) {
      words.add(more);
    }
    List<String> watch = new ArrayList<>(List.of("watch", "--out", file("a.gif")));
    watch.addAll(words);
    words.addFirst("eval");

    Map<String, Object> watched = json(uphill(watch.toArray(String[]::new)));
    Map<String, Object> evaluated = json(uphill(words.toArray(String[]::new)));

    Map<String, Object> evaluation =
        Json.object(Objects.requireNonNull(evaluated.get("evaluation")), "evaluation");
    List<Double> returns = numbers(Objects.requireNonNull(watched.get("returns")));
    assertThat(returns).hasSize(3);
    assertThat(returns.stream().mapToDouble(r -> r).sum() / 3)
        .isEqualTo(((Number) Objects.requireNonNull(evaluation.get("mean"))).doubleValue());
    assertThat(returns.stream().mapToDouble(r -> r).max())
        .hasValue(((Number) Objects.requireNonNull(evaluation.get("max"))).doubleValue());
    assertThat(watched.keySet())
        .containsExactly(
            "environment",
            "algorithm",
            "actions",
            "seed",
            "returns",
            "lengths",
            "cut",
            "file",
            "frames",
            "frames_kept",
            "frames_seen",
            "width",
            "height",
            "frames_per_second",
            "run_directory");
    assertThat(watched)
        .containsEntry("environment", "CartPole-v1")
        .containsEntry("algorithm", "vpg")
        .containsEntry("actions", more.isEmpty() ? "mode" : "sample")
        .containsEntry("seed", evaluated.get("seed"))
        .containsEntry("cut", 0L)
        .containsEntry("file", file("a.gif"))
        .containsEntry("run_directory", run);
    double steps =
        numbers(Objects.requireNonNull(watched.get("lengths"))).stream().mapToDouble(n -> n).sum();
    assertThat(numbers(List.of(Objects.requireNonNull(watched.get("frames")))))
        .containsExactly(steps + 3);
    assertThat(frames(directory.resolve("a.gif"))).isEqualTo((int) steps + 3);
  }

  @Test
  void severalEpisodesAreSaidWithTheirReturnsAndMean() {
    assertThat(
            uphill("watch", "faulty.Drawn", "--episodes", "2", "--out", file("a.gif"))
                .succeeds()
                .out())
        .contains(
            "faulty.Drawn, random actions, 2 episodes from seed 0: returns 3, 3, mean 3; 6 steps",
            "a.gif: 8 frames, 40 x 20 pixels, 2 a second");
    assertThat(
            uphill("watch", "faulty.Drawn", "--episodes", "12", "--out", file("a.gif"))
                .succeeds()
                .out())
        .contains("returns 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, …, mean 3; 36 steps");
  }

  @Test
  void aPngShowsFramesFromTheFirstToTheLast() throws IOException {
    Child.Outcome outcome = uphill("watch", "MountainCar-v0", "--out", file("A.PNG")).succeeds();

    assertThat(outcome.out()).contains("A.PNG: 8 of 201 frames, 600 x 400 pixels");

    BufferedImage image = ImageIO.read(directory.resolve("A.PNG").toFile());
    assertThat(image.getWidth()).isEqualTo(4 * 300 + 3 * 4);
    assertThat(image.getHeight()).isEqualTo(2 * 200 + 4);
  }

  @Test
  void aFilmKeepsItsFirst2000Frames() {
    String world = "CliffWalking-v1:max_episode_steps=2500";
    Child.Outcome outcome = uphill("watch", world, "--out", file("a.gif")).succeeds();

    assertThat(outcome.out()).contains("2500 steps", "the first 2000 of 2501 frames");
    assertThat(json(uphill("watch", world, "--out", file("a.png"), "--json")))
        .containsEntry("frames", 8L)
        .containsEntry("frames_kept", 2000L)
        .containsEntry("frames_seen", 2501L);
  }

  @Test
  void aFilmKeepsAsManyFramesAsAreAskedFor() throws IOException {
    Child.Outcome outcome =
        uphill("watch", "Pendulum-v1", "--frames", "7", "--out", file("a.gif")).succeeds();

    assertThat(outcome.out()).contains("200 steps", "the first 7 of 201 frames");
    assertThat(frames(directory.resolve("a.gif"))).isEqualTo(7);
    assertThat(
            uphill("watch", "Pendulum-v1", "--frames", "10", "--out", file("a.png"))
                .succeeds()
                .out())
        .contains("a.png: 8 of the first 10 of 201 frames");
    uphill("watch", "Pendulum-v1", "--frames", "2001", "--out", file("b.gif"))
        .saysOnly(2, "--frames: a film has 1 to 2000 frames, got 2001");
  }

  @Test
  void withoutOutAGifIsWrittenIntoTheWorkingDirectoryNamedAfterTheWorld() throws Exception {
    List<String> there =
        new ArrayList<>(
            List.of("/bin/sh", "-c", "cd '%s' && exec \"$@\"".formatted(directory), "sh"));
    there.addAll(Child.command(Child.BRIEF, "watch", "FrozenLake-v1:map_seed=3,map_size=4"));
    try (Child child = Child.of(directory, there)) {
      assertThat(child.outcome().succeeds().out())
          .contains("FrozenLake-v1_map_seed_3_map_size_4.gif: ");
    }

    assertThat(frames(directory.resolve("FrozenLake-v1_map_seed_3_map_size_4.gif")))
        .isGreaterThan(1);
    uphill("watch", "FrozenLake-v1", "--out", directory.toString()).succeeds();
    assertThat(directory.resolve("FrozenLake-v1.gif")).exists();
  }

  @Test
  void ofAFolderOfRunsTheFirstIsWatchedAndTheOthersAreNamed() {
    String runs = file("runs");
    uphill(SmallRun.train("CartPole-v1", Path.of(runs, "seed-0"))).succeeds();
    uphill(SmallRun.train("CartPole-v1", Path.of(runs, "seed-1"))).succeeds();

    Child.Outcome outcome = uphill("watch", runs, "--out", file("a.png"));

    assertThat(outcome.code()).isZero();
    assertThat(outcome.err())
        .contains("holds 2 runs; this is seed-0. For another: uphill watch " + runs + "/seed-1");
  }

  @Test
  void aWorldWithoutPicturesIsRefusedWithThoseThatHave() throws IOException {
    uphill("watch", "Blackjack-v1", "--out", file("a.gif"))
        .saysOnly(
            2,
            "Blackjack-v1 has no pictures. These have: ",
            "BipedalWalker-v3, BipedalWalkerHardcore-v3, CartPole-v1, CliffWalking-v1, ",
            "MountainCar-v0, MountainCarContinuous-v0, Pendulum-v1",
            "uphill.env.scene.Pictured");
    Path table = directory.resolve("two.json");
    Files.writeString(
        table,
        """
        {"states": ["a"], "actions": ["stay"], "start": {"a": 1}, "max_steps": 5,
         "transitions": [{"from": "a", "action": "stay", "to": "a"}]}
        """,
        StandardCharsets.UTF_8);
    uphill("watch", table.toString(), "--out", file("a.gif"))
        .saysOnly(2, "two.json has no pictures. These have: ");

    assertThat(directory.resolve("a.gif")).doesNotExist();
  }

  @Test
  void aPictureThatThrowsIsSaidAndLeavesNoFile() {
    Child.Outcome outcome = uphill("watch", "faulty.Drawn$Badly", "--out", file("a.gif"));

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .startsWith("uphill: faulty.Drawn$Badly: ")
        .contains("no paint left", "faulty.Drawn$Badly.scene(Drawn.java:");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void whatWillNotDoIsRefusedBeforeAnythingIsPlayed() {
    uphill("watch").saysOnly(2, "which RUN|ENV?");
    uphill("watch", "CartPole-v0").saysOnly(2, "Did you mean CartPole-v1?");
    uphill("watch", file("none")).saysOnly(2, file("none"), "not a run");
    uphill("watch", "CartPole-v1", "--out", file("a.avi"))
        .saysOnly(
            2, "--out takes a name that ends in .gif, .mp4 or .png, or a folder that exists, got");
    uphill("watch", "CartPole-v1", "--out", file("missing") + "/")
        .saysOnly(2, file("missing") + ", which does not. Make the folder, or name a file.");
    uphill("watch", "CartPole-v1", "--window", "--out", file("a.gif"))
        .saysOnly(2, "--window shows the film, and --out asks for a file");
    uphill("watch", "CartPole-v1", "--window", "--json")
        .saysOnly(2, "--window shows the film, and --json asks for a file");
    uphill("watch", "CartPole-v1", "--out", file(".gif")).saysOnly(2, "--out takes a name");
    uphill("watch", "CartPole-v1", "--out", file("no/a.gif"))
        .saysOnly(2, "there is no directory " + file("no"), "another place with --out");
    uphill("watch", "CartPole-v1", "--episodes", "0").saysOnly(2, "--episodes takes a number");
    uphill("watch", "CartPole-v1", "--sample")
        .saysOnly(
            2, "--sample draws actions from the policy of a run", "CartPole-v1", "name a run");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aPictureBesideARunChangesNothingOfItAndItsOwnPlacesAreNotWritten() {
    String run = run("FrozenLake-v1");

    uphill("watch", run, "--out", run).succeeds();
    uphill("watch", run, "--out", run + "/checkpoints/a.gif")
        .saysOnly(2, "belongs to the run " + run, "Choose another name");

    assertThat(json(uphill("verify", run, "--json")))
        .containsEntry("passed", true)
        .containsEntry("additions", List.of("FrozenLake-v1.gif"));
  }
}
