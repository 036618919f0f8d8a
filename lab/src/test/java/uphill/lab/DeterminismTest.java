package uphill.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.lab.config.CheckpointPlan;
import uphill.lab.machine.ThreadPool;
import uphill.lab.world.World;
import uphill.records.Sha256;

/// The promise: same seed, same bytes.
class DeterminismTest {

  private static final List<String> COMPARED =
      List.of("config.json", "metrics.jsonl", "metrics.csv", "episodes.csv");

  @TempDir private Path directory;

  /// What a run leaves that may not differ: file by file, its hash.
  private static Map<String, String> bytes(Path run) {
    Map<String, String> hashes = new LinkedHashMap<>();
    try (Stream<Path> checkpoints = Files.walk(run.resolve("checkpoints"))) {
      List<Path> files = new ArrayList<>(COMPARED.stream().map(run::resolve).toList());
      checkpoints.filter(Files::isRegularFile).sorted().forEach(files::add);
      for (Path file : files) {
        hashes.put(run.relativize(file).toString(), Sha256.of(Files.readAllBytes(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return hashes;
  }

  private static Experiment experiment(String world) {
    return Experiment.in(World.named(world, DeterminismTest.class.getClassLoader()))
        .algorithm("vpg")
        .seed(7)
        .steps(6_000)
        .checkpoints(CheckpointPlan.DEFAULT.everySteps(2_000));
  }

  private Map<String, String> run(String world, int threads, String name) throws IOException {
    experiment(world).threads(threads).run(directory.resolve(name));
    return bytes(directory.resolve(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CartPole-v1", "Pendulum-v1"})
  void anyNumberOfThreadsGivesTheSameBytes(String world) throws IOException {
    Map<String, String> one = run(world, 1, "one");

    assertThat(run(world, 2, "two")).isEqualTo(one);
    assertThat(run(world, 4, "four")).isEqualTo(one);
  }

  @Test
  void anotherSeedGivesOtherBytes() throws IOException {
    Map<String, String> seven = run("CartPole-v1", 1, "seven");
    experiment("CartPole-v1").seed(8).run(directory.resolve("eight"));

    assertThat(bytes(directory.resolve("eight")).get("metrics.jsonl"))
        .isNotEqualTo(seven.get("metrics.jsonl"));
  }

  /// Processes of their own: what the compiler may use, what it is, and which kernels compute.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:UseAVX=2",
        "-XX:UseAVX=3",
        "-XX:TieredStopAtLevel=1",
        "-Duphill.kernels=scalar",
      })
  void anyInstructionSetCompilerAndKernelsGiveTheSameBytes(String flag) throws Exception {
    Map<String, String> here = run("CartPole-v1", 1, "here");
    Path there = directory.resolve("there");

    OtherJvm.run(List.of(flag), Child.class, there.toString());

    assertThat(bytes(there)).isEqualTo(here);
  }

  /// The other process.
  static final class Child {
    public static void main(String[] args) throws IOException {
      experiment("CartPole-v1").run(Path.of(args[0]));
    }
  }

  @Test
  void threadPoolsRunEveryTaskOnce() {
    try (ThreadPool pool = new ThreadPool(3)) {
      for (int round = 0; round < 2000; round++) {
        int tasks = round % 11;
        int[] ran = new int[tasks];
        int[] worker = new int[tasks];
        pool.run(
            tasks,
            (task, on) -> {
              ran[task]++;
              worker[task] = on;
            });
        assertThat(ran).containsOnly(tasks == 0 ? new int[0] : filled(tasks));
        assertThat(Arrays.stream(worker)).allMatch(w -> w < 3);
      }
    }
  }

  private static int[] filled(int n) {
    int[] ones = new int[n];
    Arrays.fill(ones, 1);
    return ones;
  }
}
