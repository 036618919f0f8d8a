package uphill.lab.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.env.Space;
import uphill.records.Safetensors;
import uphill.rl.AgentConfig;
import uphill.rl.algorithms.A2cConfig;
import uphill.rl.algorithms.PpoConfig;
import uphill.rl.algorithms.TrpoConfig;
import uphill.rl.setting.Settings;

/// Updates are those that PyTorch computes in double precision, by its own gradients, optimizers
/// and distributions: losses, gradients, and where the parameters are after each step.
class TorchTest {

  /// Of the largest number of its kind: what sums and products in single precision lose.
  private static final double ROUNDING = 1e-5;

  private static final Map<String, String> SMALL =
      Map.of("hidden", "6,5", "envs", "4", "batch_steps", "48");

  record Update(String name, int updates, Space actions, AgentConfig config) {
    static Update of(String name, int updates, Space actions, AgentConfig config, String settings) {
      Map<String, String> changes = new HashMap<>(SMALL);
      for (String setting : settings.split(" ", -1)) {
        String[] nameAndValue = setting.split("=", 2);
        changes.put(nameAndValue[0], nameAndValue[1]);
      }
      return new Update(name, updates, actions, Settings.with(config, changes));
    }

    OneUpdate carriedOut() {
      return new OneUpdate(config, actions, updates);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /// In the second epoch of PPO some ratios are out of the clip range, and some values too; the
  /// Gaussian TRPO goes back once.
  static List<Update> updates() {
    Space choices = new Space.Discrete(3);
    Space numbers = Space.Box.of(-1, 1, 2);
    String ppo = "epochs=2 clip=0.1 learning_rate=0.02 ";
    String solved = "cg_steps=200 cg_tolerance=1e-6 value_epochs=2 value_learning_rate=0.02 ";
    return List.of(
        Update.of(
            "ppo-categorical",
            1,
            choices,
            PpoConfig.cleanRl(),
            ppo + "critic=joint minibatch=24 value_clip=0.1 entropy_weight=0.03"),
        Update.of(
            "ppo-gaussian",
            1,
            numbers,
            PpoConfig.stableBaselines(),
            ppo
                + "critic=shared minibatch=24 value_clip=0.1 value_weight=0.7 entropy_weight=0.01"
                + " standardize_over=batch"),
        Update.of(
            "ppo-apart",
            1,
            numbers,
            PpoConfig.spinningUp(),
            ppo
                + "max_kl=0 value_epochs=2 value_minibatch=30 value_learning_rate=0.02"
                + " value_target=lambda_return"),
        Update.of(
            "ppo-state-noise",
            1,
            numbers,
            PpoConfig.stableBaselines(),
            ppo + "critic=shared minibatch=24 state_noise=true entropy_weight=0.01 log_std=-0.5"),
        Update.of(
            "a2c-categorical",
            2,
            choices,
            A2cConfig.stableBaselines(),
            "critic=joint learning_rate=0.01 entropy_weight=0.02"),
        Update.of(
            "a2c-gaussian",
            2,
            numbers,
            A2cConfig.stableBaselines(),
            "critic=shared lambda=0.9 standardize=true learning_rate=0.01 entropy_weight=0.02"
                + " value_weight=0.5"),
        Update.of(
            "trpo-categorical",
            1,
            choices,
            TrpoConfig.spinningUp(),
            solved + "max_kl=0.5 damping=0.03"),
        Update.of(
            "trpo-gaussian",
            1,
            numbers,
            TrpoConfig.spinningUp(),
            solved + "max_kl=10 backtrack=0.7"),
        Update.of(
            "trpo-state-noise",
            1,
            numbers,
            TrpoConfig.spinningUp(),
            solved + "max_kl=0.5 damping=0.03 state_noise=true log_std=-1"));
  }

  @TempDir private Path directory;

  @ParameterizedTest
  @MethodSource("updates")
  void everyNumberIsTheOneThatPyTorchRecorded(Update update) throws IOException {
    Map<String, Safetensors.Matrix> ours = update.carriedOut().results();
    Map<String, Safetensors.Matrix> recorded = recorded(update);

    assertThat(ours.keySet()).isEqualTo(recorded.keySet());
    ours.forEach(
        (name, matrix) ->
            close(name, matrix.values(), Objects.requireNonNull(recorded.get(name)).values()));
  }

  private static void close(String name, float[] ours, float[] theirs) {
    // A policy's loss is of weights that cancel and are about 1 themselves.
    float largest = name.endsWith(".policy") || name.endsWith(".improvement") ? 1 : 0;
    for (float x : theirs) {
      largest = Math.max(largest, Math.abs(x));
    }
    assertThat(ours).as(name).containsExactly(theirs, within((float) (ROUNDING * largest)));
  }

  private static Map<String, Safetensors.Matrix> recorded(Update update) throws IOException {
    String name = update.name() + ".safetensors";
    try (InputStream in = TorchTest.class.getResourceAsStream(name)) {
      return Safetensors.parse(Objects.requireNonNull(in, name).readAllBytes(), name);
    }
  }

  /// The same script that recorded, on numbers of now; and on wrong ones.
  @Test
  void pyTorchComputesTheSame() throws IOException, InterruptedException {
    assumeTrue(
        succeeds(List.of("python3", "-c", "import numpy, torch")),
        "SKIPPED: no python3 with torch on the PATH, so updates are compared with what PyTorch"
            + " recorded, and not with PyTorch itself");
    List<String> command = new ArrayList<>(List.of("python3", SCRIPT));
    for (Update update : updates()) {
      update.carriedOut().write(directory.resolve(update.name()));
      command.add(directory.resolve(update.name()).toString());
    }
    assertThat(succeeds(command)).isTrue();

    Path wrong = directory.resolve("ppo-gaussian");
    Map<String, Safetensors.Matrix> results = Safetensors.read(wrong.resolve("ours.safetensors"));
    float[] moved = Objects.requireNonNull(results.get("step3.moved")).values();
    moved[moved.length - 1] *= 1.001f;
    Files.write(wrong.resolve("ours.safetensors"), Safetensors.bytes(results));
    assertThat(succeeds(List.of("python3", SCRIPT, wrong.toString()))).isFalse();
  }

  private static final String SCRIPT =
      Path.of("..", "bench", "peers", "check_algorithms.py").toString();

  private static boolean succeeds(List<String> command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().transferTo(OutputStream.nullOutputStream());
      return process.waitFor() == 0;
    } catch (IOException _) {
      return false;
    }
  }

  /// Writes what the script reads, for one who records anew: a directory for each update.
  public static void main(String[] directory) throws IOException {
    for (Update update : updates()) {
      update.carriedOut().write(Path.of(directory[0], update.name()));
    }
  }
}
