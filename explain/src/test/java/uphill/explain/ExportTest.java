package uphill.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.env.Space;
import uphill.lab.Experiment;
import uphill.lab.config.CheckpointPlan;
import uphill.lab.record.Checkpoint;
import uphill.lab.world.World;
import uphill.records.Safetensors;

class ExportTest {

  @TempDir private Path directory;

  private Path export(String name, boolean clipped) throws IOException {
    return export(World.named(name, ExportTest.class.getClassLoader()), name, clipped);
  }

  private Path export(World world, String name, boolean clipped) throws IOException {
    Path run = directory.resolve("run-" + name);
    Experiment.in(world)
        .algorithm("vpg")
        .seed(3)
        .steps(1_200)
        .set("batch_steps", 400)
        .set("envs", 4)
        .set("hidden", "16,16")
        .set("entropy_weight", 0.02)
        .set("max_gradient_norm", clipped ? 0.05 : 0)
        .set("normalize_observations", !clipped)
        .set("observation_clip", 1)
        .set("normalize_rewards", !clipped)
        .checkpoints(CheckpointPlan.DEFAULT.everySteps(400))
        .run(run);
    Path export = directory.resolve("export-" + name);
    new Export(Explanation.of(world, run, 3)).write(export);
    return export;
  }

  @Test
  void theParametersAreThoseOfTheRunsCheckpoints() throws IOException {
    Path export = export("CartPole-v1", true);
    Path run = directory.resolve("run-CartPole-v1");

    for (Map.Entry<String, Integer> file :
        Map.of("before.safetensors", 2, "after.safetensors", 3, "steps/0000.safetensors", 3)
            .entrySet()) {
      Map<String, Safetensors.Matrix> saved =
          Safetensors.read(Checkpoint.folder(run, file.getValue()).resolve(Checkpoint.PARAMETERS));
      Safetensors.read(export.resolve(file.getKey()))
          .forEach(
              (name, matrix) ->
                  assertThat(matrix.values()).isEqualTo(values(saved, "policy." + name)));
    }
    assertThat(Files.readAllLines(export.resolve("push.jsonl"))).hasSize(400);
    assertThat(Safetensors.read(export.resolve("batch.safetensors")).keySet())
        .contains("observation", "action", "log_prob", "weight", "ended", "episode");
    assertThatThrownBy(() -> export("CartPole-v1", true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not empty");
  }

  private static float[] values(Map<String, Safetensors.Matrix> matrices, String name) {
    Safetensors.Matrix matrix = matrices.get(name);
    return matrix == null ? new float[0] : matrix.values();
  }

  /// Other code, in another language, from the files alone.
  @Test
  void numpyComputesTheSamePushes() throws IOException, InterruptedException {
    assumeTrue(
        succeeds(List.of("python3", "-c", "import numpy")),
        "SKIPPED: no python3 with numpy on the PATH, so the export is not checked from outside");
    String script = Path.of("..", "bench", "peers", "check_export.py").toString();
    Space several = new Space.MultiDiscrete(new int[] {3, 2});
    World dials = World.of("dials", () -> new Panel(several));
    World masked = World.of("masked", () -> new Panel(several, /* masks= */ true));
    World switches = World.of("switches", () -> new Panel(new Space.MultiBinary(3)));
    World taxi = World.named("Taxi-v4:action_mask=true", ExportTest.class.getClassLoader());
    for (Path export :
        List.of(
            export("CartPole-v1", true),
            export("Pendulum-v1", false),
            export(dials, "dials", true),
            export(switches, "switches", false),
            export(masked, "masked", true),
            export(taxi, "Taxi", true))) {
      assertThat(succeeds(List.of("python3", script, export.toString()))).isTrue();
      Path pushes = export.resolve("push.jsonl");
      Files.writeString(
          pushes, Files.readString(pushes).replaceFirst("\"own\":(-?)0\\.0", "\"own\":$10.1"));
      assertThat(succeeds(List.of("python3", script, export.toString()))).isFalse();
    }
  }

  static boolean succeeds(List<String> command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (Stream<String> lines =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()) {
        lines.forEach(_ -> {});
      }
      return process.waitFor() == 0;
    } catch (IOException _) {
      return false;
    }
  }
}
