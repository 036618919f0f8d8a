package uphill.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.autodiff.Parameter;
import uphill.env.Env;
import uphill.env.Environments;
import uphill.env.mdp.SmallMdps;
import uphill.kernel.Rng;
import uphill.lab.config.RunConfig;
import uphill.lab.golden.Recording;
import uphill.lab.golden.Replay;
import uphill.lab.golden.ReplayReport;
import uphill.lab.record.EpisodesFile;
import uphill.lab.record.EvaluationsFile;
import uphill.lab.world.MdpFile;
import uphill.lab.world.World;
import uphill.nn.Activation;
import uphill.records.Json;
import uphill.records.Safetensors;
import uphill.rl.Network;
import uphill.rl.Policy;
import uphill.rl.Setup;

/// Whatever happens to a file, its reader gives a value or a sentence; [Fuzz] says how to ask for
/// more, or other, inputs.
class FuzzTest {

  private static final ClassLoader LOADER = FuzzTest.class.getClassLoader();

  private static final String EPISODES =
      """
      episode,step,update,return,length,ending
      1,23,1,23.0,23,terminated
      2,46,1,-7.5,23,truncated
      3,46,2,1.0E10,0,terminated
      4,1000,3,0.0,954,truncated
      """;

  @TempDir private Path folder = Path.of("");
  private Path run = Path.of("");

  @BeforeEach
  void aRun() throws IOException {
    run = Files.createDirectories(folder.resolve("run"));
    Files.write(run.resolve("config.json"), config("CartPole-v1", "8,8"));
    Path checkpoint = Files.createDirectories(run.resolve("checkpoints/update-000001"));
    Files.write(checkpoint.resolve("parameters.safetensors"), parameters("CartPole-v1", 8, 8));
    Files.writeString(run.resolve("episodes.csv"), EPISODES);
  }

  private static byte[] config(String environment, String hidden) {
    RunConfig config =
        Experiment.in(World.named(environment, LOADER))
            .algorithm("vpg")
            .set("hidden", hidden)
            .steps(5000)
            .config();
    return Json.pretty(config.toJson()).getBytes(StandardCharsets.UTF_8);
  }

  /// A policy as a checkpoint holds it, and something else beside it.
  private static byte[] parameters(String environment, int... hidden) {
    try (Env env = Environments.create(environment)) {
      Setup setup = Setup.acting(env.observationSpace(), env.actionSpace());
      Policy policy = Policy.of(Network.of(Activation.TANH, hidden), setup);
      float[] all = policy.parameters().values();
      Rng random = Rng.seeded(1);
      for (int i = 0; i < all.length; i++) {
        all[i] = (float) random.standardNormal();
      }
      Map<String, Safetensors.Matrix> matrices =
          policy.parameters().entries().stream()
              .collect(Collectors.toMap(p -> "policy." + p.name(), p -> matrix(p, all)));
      matrices.put("critic.0.bias", new Safetensors.Matrix(List.of(1, 2), new float[] {1, -1}));
      return Safetensors.bytes(matrices);
    }
  }

  private static Safetensors.Matrix matrix(Parameter p, float[] all) {
    return new Safetensors.Matrix(
        List.of(p.rows(), p.columns()), Arrays.copyOfRange(all, p.at(), p.at() + p.size()));
  }

  @Test
  void safetensors() {
    Path file = folder.resolve("a.safetensors");
    byte[] small =
        Safetensors.bytes(Map.of("w", new Safetensors.Matrix(List.of(), new float[] {7})));

    Fuzz.of(
            "safetensors",
            file.toString(),
            Mutations.ofSafetensors(parameters("CartPole-v1", 8), small),
            bytes -> {
              Map<String, Safetensors.Matrix> whole = Safetensors.parse(bytes, file.toString());
              Map<String, Safetensors.Matrix> read = Safetensors.read(Files.write(file, bytes));
              assertThat(read.keySet()).isEqualTo(whole.keySet());
              return read;
            })
        .requireBoth();
  }

  @Test
  void configs() {
    Path file = run.resolve("config.json");

    Fuzz.of(
            "configs",
            file.toString(),
            Mutations.of(config("CartPole-v1", "8,8"), config("Pendulum-v1", "none")),
            bytes -> {
              Files.write(file, bytes);
              return RunConfig.read(run);
            })
        .requireBoth();
  }

  @Test
  void parametersOfAPolicy() {
    Path file = run.resolve("checkpoints/update-000001/parameters.safetensors");

    Fuzz.of(
            "parameters of a policy",
            file.toString(),
            Mutations.ofSafetensors(
                parameters("CartPole-v1", 8, 8), parameters("Acrobot-v1", 8, 8)),
            bytes -> {
              Files.write(file, bytes);
              return acted(run);
            })
        .requireBoth();
  }

  @Test
  void configsOfAPolicy() {
    Path file = run.resolve("config.json");

    Fuzz.of(
            "configs of a policy",
            run.toString(),
            Mutations.of(config("CartPole-v1", "8,8"), config("CartPole-v1", "8")),
            bytes -> {
              Files.write(file, bytes);
              return acted(run);
            })
        .requireBoth();
  }

  private static float acted(Path run) throws IOException {
    try (Env env = Environments.create("CartPole-v1")) {
      TrainedPolicy policy = TrainedPolicy.load(run, env);
      if (Arrays.hashCode(policy.policy().parameters().values()) % 16 != 0) {
        return 0; // acting takes as long as fifty loadings
      }
      float[] observation = {0.1f, -2, 0, 1e-3f};
      return policy.act(observation)[0] + policy.sample(observation, Rng.seeded(3))[0];
    }
  }

  @Test
  void episodes() {
    Path file = run.resolve("episodes.csv");

    Fuzz.of(
            "episodes",
            run.toString(),
            Mutations.of(EPISODES, EPISODES.replace("\n", "\r\n")),
            bytes -> {
              Files.write(file, bytes);
              return EpisodesFile.readAll(run);
            })
        .requireBoth();
  }

  @Test
  void evaluations() {
    Path file = run.resolve("evaluations.jsonl");
    String lines =
        """
        {"update":5,"steps":10240,"seed":10570345646832602484,"episodes":2,"mean":87.5,"std":1.5}
        {"update":10,"steps":20480,"seed":3,"episodes":1,"mean":-1E2,"std":null}
        """;

    Fuzz.of(
            "evaluations",
            run.toString(),
            Mutations.of(lines, lines.replace("\n", "\r\n")),
            bytes -> {
              Files.write(file, bytes);
              return EvaluationsFile.read(run);
            })
        .requireBoth();
  }

  @Test
  void recordedUpdates() {
    Path file = run.resolve("metrics.jsonl");
    String lines =
        """
        {"update":1,"steps":2048,"kl":0.01}
        {"update":2,"steps":4096,"kl":null}
        {"update":3,"steps":6144,"kl":0.02,"push_rows":256}
        """;

    Fuzz.of(
            "recordedUpdates",
            run.toString(),
            Mutations.of(lines, lines.replace("\n", "\r\n")),
            bytes -> {
              Files.write(file, bytes);
              return RecordedUpdates.of(run).telling();
            })
        .requireBoth();
  }

  @Test
  void finiteMdps() {
    Path file = folder.resolve("rooms.json");
    byte[] rooms =
        Json.pretty(MdpFile.toJson(SmallMdps.chain(3, 0.1).withMaxSteps(8)))
            .getBytes(StandardCharsets.UTF_8);

    Fuzz.of(
            "finite MDPs",
            file.toString(),
            Mutations.of(rooms),
            bytes -> {
              Files.write(file, bytes);
              return MdpFile.read(file);
            })
        .requireBoth();
  }

  @Test
  void recordings() {
    Path file = folder.resolve("recording.jsonl");

    Fuzz.of(
            "recordings",
            file.toString(),
            Mutations.of(shortRecordings()),
            bytes -> replay(file, bytes))
        .requireBoth();
  }

  @Test
  void compressedRecordings() {
    Path file = folder.resolve("recording.jsonl.gz");

    Fuzz.of(
            "compressed recordings",
            file.toString(),
            Mutations.ofCompressed(shortRecordings()),
            bytes -> replay(file, bytes))
        .requireBoth();
  }

  private static ReplayReport replay(Path file, byte[] bytes) throws IOException {
    ReplayReport report = Replay.of(Files.write(file, bytes), LOADER);
    assertThat(report.passed()).isEqualTo(report.firstDeviation().isEmpty());
    return report;
  }

  /// Headers with a short episode each.
  private static byte[][] shortRecordings() {
    return Recording.names()
        .map(Recording::lines)
        .map(
            lines ->
                lines.getFirst()
                    + "\n"
                    + lines.stream().skip(1).min((a, b) -> a.length() - b.length()).orElseThrow()
                    + "\n")
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .toArray(byte[][]::new);
  }
}
