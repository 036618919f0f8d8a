package uphill.lab;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Workers;
import uphill.lab.config.RunConfig;
import uphill.lab.evaluation.EvaluationEnvs;
import uphill.lab.record.Checkpoint;
import uphill.lab.training.Training;
import uphill.lab.world.World;
import uphill.records.Checksums;
import uphill.records.Sha256;

/// Checkpoints that somebody altered, and made the checksums fit.
class CheckpointFuzzTest {

  private static final World WORLD =
      World.named("CartPole-v1", CheckpointFuzzTest.class.getClassLoader());

  @TempDir private Path folder;
  private Path run = Path.of("");
  private Path checkpoint = Path.of("");

  @BeforeEach
  void aRun() throws IOException {
    run = folder.resolve("run");
    Experiment.in(WORLD)
        .steps(40)
        .set("batch_steps", 20)
        .set("envs", 2)
        .set("hidden", "4")
        .run(run);
    checkpoint = Checkpoint.folder(run, 2);
  }

  /// Writes a file of the checkpoint, and checksums that fit it.
  private void forge(String name, byte[] bytes) throws IOException {
    Files.write(checkpoint.resolve(name), bytes);
    Map<String, String> hashes = new LinkedHashMap<>();
    for (String file : List.of(Checkpoint.PARAMETERS, Checkpoint.OPTIMIZER, Checkpoint.STATE)) {
      hashes.put(file, Sha256.of(checkpoint.resolve(file)));
    }
    Files.writeString(checkpoint.resolve(Checksums.FILE), Checksums.text(hashes));
  }

  private Checkpoint restore() throws IOException {
    Checkpoint read = Checkpoint.read(run, 2);
    read.marks();
    RunConfig config = RunConfig.read(run);
    try (Training training = new Training(config, WORLD, new ScalarKernels(), Workers.one())) {
      training.restore(read, run);
    }
    new SolvedWatch(new EvaluationEnvs(WORLD), new ScalarKernels(), 0)
        .restore(read.solved(), Checkpoint.STATE, 0);
    return read;
  }

  @Test
  void states() throws IOException {
    byte[] state = Files.readAllBytes(checkpoint.resolve(Checkpoint.STATE));

    Fuzz.of(
            "states",
            Checkpoint.STATE,
            Mutations.of(
                state, "{\"format\":\"uphill-checkpoint-1\"}".getBytes(StandardCharsets.UTF_8)),
            bytes -> {
              forge(Checkpoint.STATE, bytes);
              return restore();
            })
        .requireBoth();
  }

  @Test
  void checksums() throws IOException {
    byte[] sums = Files.readAllBytes(run.resolve(Checksums.FILE));

    Fuzz.of(
        "checksums",
        Checksums.FILE,
        Mutations.of(sums, "# x".getBytes(StandardCharsets.UTF_8)),
        bytes -> Checksums.parse(new String(bytes, StandardCharsets.UTF_8), Checksums.FILE));
  }

  /// A run from elsewhere must not have a file outside of it cut off.
  @Test
  void aMarkOfAFileOutsideTheRunIsRefused() throws IOException {
    Path state = checkpoint.resolve(Checkpoint.STATE);
    forge(
        Checkpoint.STATE,
        Files.readString(state)
            .replace("\"metrics.csv\"", "\"../../precious\"")
            .getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(this::restore)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no file of a run");
  }
}
