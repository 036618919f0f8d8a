package uphill.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.kernel.Rng;
import uphill.lab.config.CheckpointPlan;
import uphill.lab.machine.Machine;
import uphill.lab.record.EvaluationsFile;
import uphill.lab.record.UpdateFiles;
import uphill.lab.world.World;
import uphill.records.Checksums;

class VerificationTest {

  private static final World CART_POLE =
      World.named("CartPole-v1", VerificationTest.class.getClassLoader());

  @TempDir private Path directory;

  private Path run() throws IOException {
    Path run = directory.resolve("run");
    Experiment.in(CART_POLE)
        .seed(3)
        .steps(4_000)
        .set("batch_steps", 500)
        .set("envs", 2)
        .set("anneal", false)
        .checkpoints(CheckpointPlan.DEFAULT.everySteps(2_000))
        .evaluateEvery(1_000, 2)
        .run(run);
    return run;
  }

  private static Verification.Report verify(Path run, int from, int to) throws IOException {
    return new Verification(CART_POLE, run).verify(from, to, 1, _ -> {});
  }

  @Test
  void everyByteOfAnUntouchedRunAgrees() throws IOException {
    Path run = run();
    List<Integer> carriedOut = new ArrayList<>();

    assertThat(new Verification(CART_POLE, run).verify(1, 8, 2, carriedOut::add).passed()).isTrue();
    assertThat(carriedOut).hasSize(8);
  }

  @Test
  void aRangeBeginsAtTheNearestCheckpoint() throws IOException {
    Path run = run();
    List<Integer> carriedOut = new ArrayList<>();

    assertThat(new Verification(CART_POLE, run).verify(6, 7, 1, carriedOut::add).passed()).isTrue();
    assertThat(carriedOut).containsExactly(5, 6, 7);
  }

  @Test
  void aSingleFlippedBitIsFoundInEveryFile() throws IOException {
    Path run = run();
    Rng random = Rng.seeded(1);
    List<Path> files = RunFiles.names(run).stream().map(run::resolve).toList();
    assertThat(files).hasSize(8 + 2 * 4 + 2);
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      for (int flip = 0; flip < 8 && bytes.length > 0; flip++) {
        byte[] altered = bytes.clone();
        altered[random.choice(bytes.length)] ^= (byte) (1 << random.choice(8));
        Files.write(file, altered);

        assertThat(AlteredFiles.of(run)).singleElement().asString().contains(file.toString());
      }
      Files.write(file, bytes);
    }
    assertThat(AlteredFiles.of(run)).isEmpty();
    Files.delete(run.resolve(UpdateFiles.TABLE));
    assertThat(AlteredFiles.of(run)).singleElement().asString().contains("missing");
  }

  /// What was altered with care: every checksum is right, and the bytes are not those of the run.
  @Test
  void aForgedRunIsFoundByItsReexecution() throws IOException {
    Path run = run();
    forge(run, UpdateFiles.METRICS, "\"steps\":3500", "\"steps\":3501");

    Verification.Report report = verify(run, 1, 8);

    assertThat(report.passed()).isFalse();
    assertThat(report.differences())
        .singleElement()
        .asString()
        .startsWith("update 7: metrics.jsonl differs at byte");
    assertThat(verify(run, 1, 6).passed()).isTrue();
  }

  @Test
  void aForgedEvaluationIsFoundByTheReexecutionOfItsUpdate() throws IOException {
    Path run = run();
    forge(run, EvaluationsFile.NAME, "(\"steps\":3000.*\"cut\":)0", "$11");

    assertThat(verify(run, 1, 5).passed()).isTrue();
    assertThat(verify(run, 6, 6).differences())
        .singleElement()
        .asString()
        .startsWith("update 6: evaluations.jsonl differs at byte");
  }

  /// The name of a file tells whether it is the run's; of what is not, nothing is asked.
  @Test
  void whatLiesBesideTheRunIsNamedAndFailsNothing() throws IOException {
    Path run = run();
    Path export = Files.createDirectories(run.resolve("export/steps"));
    for (Path file :
        List.of(
            run.resolve("learning-curve.svg"),
            export.resolve("0000.safetensors"),
            run.resolve("notes.txt"),
            run.resolve("metrics.jsonl.part"),
            run.resolve("checkpoints/update-000004/notes.txt"))) {
      Files.writeString(file, "mine");
    }

    Verification.Report report = verify(run, 1, 8);

    assertThat(report.differences()).isEmpty();
    assertThat(report.additions())
        .containsExactly(
            "checkpoints/update-000004/notes.txt",
            "export/steps/0000.safetensors",
            "learning-curve.svg",
            "metrics.jsonl.part",
            "notes.txt");
  }

  /// What a reader of the run would take for the run's own.
  @Test
  void whatPassesForAFileOfTheRunIsFound() throws IOException {
    Path run = run();
    Path later = Files.createDirectories(run.resolve("checkpoints/update-000009"));
    Files.copy(
        run.resolve("checkpoints/update-000008/parameters.safetensors"),
        later.resolve("parameters.safetensors"));
    Files.createFile(run.resolve(UpdateFiles.ACTIONS));

    assertThat(AlteredFiles.of(run))
        .containsExactlyInAnyOrder(
            run.resolve(UpdateFiles.ACTIONS) + " was added",
            later.resolve("parameters.safetensors") + " was added");
  }

  /// A picture that lay there before the end is no part of the run either.
  @Test
  void whatWasAddedBeforeTheEndMayChangeAfterIt() throws IOException {
    Path run = run();
    Files.writeString(run.resolve("picture.svg"), "before");
    Experiment.in(CART_POLE).resume(run, 5_000);
    assertThat(run.resolve(Checksums.FILE)).content().doesNotContain("picture");
    Files.writeString(run.resolve("picture.svg"), "after");

    assertThat(verify(run, 10, 10).passed()).isTrue();
  }

  @Test
  void theEarlierArithmeticIsToldOfWhereBytesDiffer() throws IOException {
    Path run = run();
    forge(run, Machine.FILE, " *\"arithmetic\".*\n", "");
    assertThat(verify(run, 1, 8).passed()).isTrue();

    forge(run, UpdateFiles.METRICS, "\"steps\":3500", "\"steps\":3501");

    assertThat(verify(run, 1, 8).differences())
        .singleElement()
        .asString()
        .contains("What can be why: the worlds' arithmetic has changed since this run was made");
  }

  /// Evaluations did not say then how many episodes were cut.
  @Test
  void whatAnEarlierRunDidNotRecordIsNotMissed() throws IOException {
    Path run = run();
    forge(run, RunDirectory.RESULT, ",\\s*\"cut\": 0", "");
    forge(run, RunDirectory.RESULT, "\\s*\"random_policy_cut\": 0,", "");
    assertThat(verify(run, 1, 8).passed()).isFalse();

    forge(run, Machine.FILE, " *\"arithmetic\".*\n", "");
    assertThat(verify(run, 1, 8).passed()).isTrue();

    forge(run, RunDirectory.RESULT, "\"mean\": ", "\"mean\": 1");
    assertThat(verify(run, 1, 8).passed()).isFalse();
  }

  private static void forge(Path run, String file, String part, String other) throws IOException {
    Path forged = run.resolve(file);
    Files.writeString(forged, Files.readString(forged).replaceFirst(part, other));
    Files.writeString(
        run.resolve(Checksums.FILE), Checksums.text(RunFiles.hashes(run, RunFiles.NOT_HASHED)));
  }

  @Test
  void whatCannotBeVerifiedIsRefused() throws IOException {
    Path run = run();
    assertThatThrownBy(() -> verify(run, 3, 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("made the updates 1 to 8, asked for 3 to 9");
    Files.delete(run.resolve(Checksums.FILE));
    assertThatThrownBy(() -> verify(run, 1, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("uphill resume");
  }
}
