package uphill.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.env.Env;
import uphill.env.Environments;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.lab.config.RunConfig;
import uphill.lab.machine.Machine;
import uphill.lab.record.EpisodesFile;
import uphill.lab.record.UpdateFiles;
import uphill.lab.world.World;

/// A run is of one world and one config. Whoever carries out a part of it again, or goes on with
/// it, in another of the same name is told so, and nothing is changed.
class ChangedWorldTest {

  /// Steps of an environment: those of the first look, an update that is carried out again, and
  /// then some within the second episode of the replay.
  private static final int CHANGED = 125 + 300;

  @TempDir private Path directory;
  private Path run = Path.of("");
  private final List<String> warnings = new ArrayList<>();

  @BeforeEach
  void name() {
    run = directory.resolve("run");
  }

  /// Pendulum, which pays more from some step on; nothing else tells it from Pendulum.
  private static final class Generous implements Env {
    private final Env world = Environments.create("Pendulum-v1");
    private final boolean saves;
    private final int from;
    private int steps;

    Generous(boolean saves, int from) {
      this.saves = saves;
      this.from = from;
    }

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
      world.step(action, step);
      step.reward += steps++ < from ? 0 : 8;
    }

    @Override
    public boolean savesState() {
      return saves;
    }

    @Override
    public long[] state() {
      return world.state();
    }

    @Override
    public void restore(long[] state) {
      world.restore(state);
    }
  }

  private static World world(boolean saves, int from) {
    return World.of("pendulum", () -> new Generous(saves, from));
  }

  private static World pendulum(boolean saves) {
    return world(saves, Integer.MAX_VALUE);
  }

  private Experiment experiment(World world) {
    return Experiment.in(world)
        .algorithm("vpg")
        .seed(7)
        .steps(4_000)
        .set("batch_steps", 500)
        .set("envs", 4)
        .set("hidden", "8")
        .set("anneal", false)
        .watchedBy(
            event -> {
              if (event instanceof RunEvent.Warned(_, var sentence)) {
                warnings.add(sentence);
              }
            });
  }

  private void interruptedAfter(int updates, World world) {
    AtomicInteger count = new AtomicInteger();
    assertThatThrownBy(
            () ->
                experiment(world).interruptedBy(() -> count.incrementAndGet() >= updates).run(run))
        .isInstanceOf(RunInterrupted.class);
  }

  private void isNotGoneOnWithIn(World world, String sentence) throws IOException {
    Object before = RunFiles.hashes(run, Set.of());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> experiment(world).resume(run))
        .withMessageContainingAll(sentence, "has changed since", "train anew");
    assertThat(RunFiles.hashes(run, Set.of())).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRunIsNotGoneOnWithInAWorldOfOtherRewards(boolean saves) throws IOException {
    interruptedAfter(3, pendulum(saves));

    isNotGoneOnWithIn(world(saves, 0), "update 1, carried out again, gives ");

    assertThat(experiment(pendulum(saves)).resume(run).updates()).isEqualTo(8);
  }

  /// Its first update is as it was, and so is every observation.
  @Test
  void aReplayComparesEveryEpisodeOnItsWay() throws IOException {
    interruptedAfter(5, pendulum(false));

    isNotGoneOnWithIn(world(false, CHANGED), "steps episode 5 (episode,step,update,return");
  }

  /// A run that was made with another version must be gone on with all the same.
  @Test
  void whereARunWasMadeElsewhereADifferenceIsToldOf() throws IOException {
    interruptedAfter(3, pendulum(true));
    Path machine = run.resolve(Machine.FILE);
    Files.writeString(
        machine, Files.readString(machine).replaceFirst("\"java\": \".*\"", "\"java\": \"24\""));

    assertThat(experiment(world(true, 0)).resume(run).updates()).isEqualTo(8);

    assertThat(warnings).hasSize(2);
    assertThat(warnings.getFirst()).startsWith("this run was made elsewhere (java 24, here ");
    assertThat(warnings.getLast()).startsWith("update 1, carried out again, gives ");
  }

  /// Its last lines are gone, or all: it is not a run that has made fewer updates.
  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void aFinishedRunThatLostRecordsIsNotTakenForAShorterOne(int kept) throws IOException {
    experiment(pendulum(true)).run(run);
    for (String name : List.of(UpdateFiles.METRICS, EpisodesFile.NAME)) {
      Path file = run.resolve(name);
      List<String> lines = Files.readAllLines(file);
      int header = name.equals(EpisodesFile.NAME) ? 1 : 0;
      Files.writeString(file, String.join("\n", lines.subList(0, kept + header)) + "\n");
    }
    if (kept == 0) {
      Files.writeString(run.resolve(UpdateFiles.METRICS), "");
    }

    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecordedUpdates.of(run).last())
        .withMessageStartingWith(
            run.resolve(UpdateFiles.METRICS) + " was altered since the run was finished");
  }

  @ParameterizedTest
  @CsvSource({"seed,7,5", "gamma,0.9,0.5"})
  void aConfigThatTheRunDidNotBeginWithIsRefusedByAllWhoReadIt(String name, String then, String now)
      throws IOException {
    experiment(pendulum(true)).set("gamma", 0.9).run(run);
    Path config = run.resolve(RunConfig.FILE);
    String text = Files.readString(config);
    Files.writeString(
        config,
        text.replace("\"%s\": %s".formatted(name, then), "\"%s\": %s".formatted(name, now)));
    String sentence =
        "%s: %s is %s, the run began with %s (state.json)".formatted(config, name, now, then);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainedPolicy.load(run, Environments.create("Pendulum-v1")))
        .withMessageStartingWith(sentence);
  }
}
