package uphill.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.env.mdp.SmallMdps;
import uphill.lab.Experiment;
import uphill.lab.config.EvaluationPlan;
import uphill.lab.config.RunConfig;
import uphill.lab.record.EpisodesFile;
import uphill.lab.record.EvaluationsFile;
import uphill.lab.world.MdpFile;
import uphill.lab.world.World;
import uphill.records.Json;

class RunLinesTest {

  @TempDir private Path folder = Path.of("");

  private Path run(String name, String world, long seed, String... changes) throws IOException {
    Experiment experiment =
        Experiment.in(World.named(world, RunLinesTest.class.getClassLoader()))
            .algorithm("vpg")
            .seed(seed);
    for (String change : changes) {
      String[] words = change.split("=", -1);
      experiment.set(words[0], words[1]);
    }
    Path run = Files.createDirectories(folder.resolve(name));
    Files.writeString(run.resolve(RunConfig.FILE), Json.pretty(experiment.config().toJson()));
    Files.writeString(
        run.resolve(EpisodesFile.NAME), EpisodesFile.HEADER + "\n1,10,1,1.0,10,truncated\n");
    return run;
  }

  private List<String> labels(Path... places) throws IOException {
    return RunLines.of(List.of(places)).lines().stream().map(line -> line.group().label()).toList();
  }

  @Test
  void runsThatDifferInNothingButTheSeedAreOneLine() throws IOException {
    run("vpg/a", "CartPole-v1", 0);
    run("vpg/b", "CartPole-v1", 1);

    RunLines lines = RunLines.of(List.of(folder.resolve("vpg")));

    assertThat(lines.lines()).hasSize(1);
    assertThat(lines.lines().getFirst().group().label()).isEqualTo("vpg");
    assertThat(lines.lines().getFirst().seeds()).isEqualTo("0..1");
    assertThat(lines.notes()).isEmpty();
  }

  @Test
  void everyWorldAndEverySettingIsALineThatSaysWhatTellsItApart() throws IOException {
    run("runs/a", "CartPole-v1", 0);
    run("runs/b", "Pendulum-v1", 0);
    run("runs/c", "CartPole-v1", 0, "gamma=0.9", "hidden=none");
    assertThat(labels(folder.resolve("runs")))
        .containsExactly("CartPole-v1", "Pendulum-v1", "CartPole-v1, gamma=0.9, hidden=none");

    run("sweep/a", "CartPole-v1", 0);
    run("sweep/b", "CartPole-v1", 0, "gamma=0.9");
    assertThat(labels(folder.resolve("sweep"), folder.resolve("runs/b")))
        .containsExactly("sweep: preset classic-control", "sweep: gamma=0.9", "b");
  }

  /// The name of a file is not the table that it holds.
  @Test
  void tablesOfOneNameAreTwoWorldsAndOneTableOfTwoNamesIsOne() throws IOException {
    String table = Json.pretty(MdpFile.toJson(SmallMdps.chain(3, 0.1).withMaxSteps(8)));
    Path rooms = Files.writeString(folder.resolve("rooms.json"), table);
    Path other = Files.writeString(folder.resolve("other.json"), table);
    run("runs/a", rooms.toString(), 0);
    run("runs/b", other.toString(), 1);
    Files.writeString(rooms, table.replace("\"max_steps\": 8", "\"max_steps\": 9"));
    run("runs/c", rooms.toString(), 2);

    RunLines lines = RunLines.of(List.of(folder.resolve("runs")));

    assertThat(lines.lines()).extracting(line -> line.configs().size()).containsExactly(2, 1);
    assertThat(labels(folder.resolve("runs"))).doesNotHaveDuplicates();
  }

  @Test
  void aRunCountsOnceHoweverOftenItIsThere() throws IOException {
    Path run = run("runs/a", "CartPole-v1", 3);
    run("runs/copy", "CartPole-v1", 3);
    Path link = Files.createSymbolicLink(folder.resolve("runs/link"), run);

    RunLines lines = RunLines.of(List.of(folder.resolve("runs"), run));

    assertThat(lines.lines()).hasSize(1);
    assertThat(lines.lines().getFirst().group().runs()).hasSize(1);
    assertThat(lines.notes())
        .containsExactly(
            link + " is named twice and counts once.",
            "%s and %s are one run, with seed 3; %s counts."
                .formatted(run, folder.resolve("runs/copy"), run),
            run + " is named twice and counts once.");
  }

  private void evaluate(Path run, long every) throws IOException {
    RunConfig config = RunConfig.read(run);
    Map<String, Object> json = config.toJson();
    json.put("evaluations", new EvaluationPlan(every, 20).toJson());
    Files.writeString(run.resolve(RunConfig.FILE), Json.pretty(json));
    Files.writeString(
        run.resolve(EvaluationsFile.NAME), "{\"update\":1,\"steps\":10,\"mean\":1.5}\n");
  }

  @Test
  void evaluationsMakeNoLineOfTheirOwnAndAreDrawnWhereAllRunsHaveThemAlike() throws IOException {
    Path a = run("runs/a", "CartPole-v1", 0);
    Path b = run("runs/b", "CartPole-v1", 1);
    evaluate(a, 10);

    RunLines unlike = RunLines.of(List.of(folder.resolve("runs")));
    assertThat(unlike.lines()).hasSize(1);
    assertThat(unlike.lines().getFirst().group().modes()).isEmpty();
    assertThat(unlike.notes()).singleElement().asString().contains("were not evaluated alike");
    assertThat(unlike.lines().getFirst().command(List.of())).doesNotContain("evaluate");

    evaluate(b, 10);
    RunLines alike = RunLines.of(List.of(folder.resolve("runs")));
    assertThat(alike.lines().getFirst().group().modes()).isPresent();
    assertThat(alike.lines().getFirst().command(List.of()))
        .endsWith("--evaluate-every 10 --seeds 0..1");
    assertThat(alike.notes()).isEmpty();
  }

  @Test
  void placesOfOneNameAreToldApartByThoseAbove() throws IOException {
    assertThat(labels(run("monday/ppo", "CartPole-v1", 0), run("friday/ppo", "CartPole-v1", 0)))
        .containsExactly("monday/ppo", "friday/ppo");
  }

  @Test
  void moreLinesThanCanBeToldApartAreRefused() throws IOException {
    for (int k = 0; k < 15; k++) {
      run("runs/" + k, "CartPole-v1", 0, "gamma=" + (0.9 + k / 1000.0));
    }

    assertThatIllegalArgumentException()
        .isThrownBy(() -> labels(folder.resolve("runs")))
        .withMessageContaining("15 different worlds or settings")
        .withMessageContaining("14 lines apart");
  }

  /// The words of a command, read as `uphill train` reads them.
  @Test
  void theCommandOfALineHasEverythingThatItsConfigHas() throws IOException {
    Map<String, String> commands =
        Map.of(
            "weights=reward_to_go,whole_episodes=true,envs=1",
            "uphill train CartPole-v1 --algo vpg --preset classic-control --set envs=1"
                + " --set whole_episodes=true --set weights=reward_to_go --steps 200000 --seed 7",
            "hidden=none,gamma=1",
            "uphill train CartPole-v1 --algo vpg --preset classic-control --set gamma=1.0"
                + " --set hidden=none --steps 200000 --seed 7");
    for (Map.Entry<String, String> command : commands.entrySet()) {
      Path run = run(command.getKey(), "CartPole-v1", 7, command.getKey().split(",", -1));

      String said = RunLines.of(List.of(run)).lines().getFirst().command(List.of());

      assertThat(said.split(" ")).containsExactlyInAnyOrder(command.getValue().split(" "));
    }
  }

  /// A run of three updates, finished.
  private Path finished() throws IOException {
    Path run = folder.resolve("finished");
    Experiment.in(World.named("CartPole-v1", RunLinesTest.class.getClassLoader()))
        .steps(624)
        .set("batch_steps", 208)
        .set("hidden", "none")
        .run(run);
    return run;
  }

  @Test
  void aFinishedRunThatLostEpisodesSaysSo() throws IOException {
    Path run = finished();
    Files.writeString(run.resolve(EpisodesFile.NAME), EpisodesFile.HEADER + "\n");

    assertThat(RunLines.of(List.of(run)).notes())
        .singleElement()
        .asString()
        .startsWith(run.resolve(EpisodesFile.NAME) + " was altered since the run was finished");
  }

  @Test
  void aRunOfAnotherConfigThanItBeganWithIsNotDrawn() throws IOException {
    Path run = finished();
    Path config = run.resolve(RunConfig.FILE);
    Files.writeString(config, Files.readString(config).replace("\"seed\": 0", "\"seed\": 5"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunLines.of(List.of(run)))
        .withMessageStartingWith(config + ": seed is 5, the run began with 0 (state.json)");
  }
}
