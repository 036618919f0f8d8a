package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.records.Json;
import uphill.records.Sha256;

/// Runs that were recorded before algorithms had a seam (commit e397fd4), with what was said of
/// them then: they still resume, verify, are explained and evaluated, and to the same numbers.
class RecordedRunsTest {

  /// Of two numbers that were computed in another order.
  private static final double ROUNDING = 1e-12;

  /// What the interrupted run came to where nobody interrupted it.
  private static final Map<String, String> UNINTERRUPTED =
      Map.of(
          "checkpoints/update-000012/parameters.safetensors",
          "320fe6181b100497d7c597cd2d7d7ed34783dca21d29a94fb7123114351289ee",
          "metrics.jsonl",
          "80c22ce5f66a2ceab81cfea16354744c43d12056e99c9a2eac74b302347e48b7",
          "episodes.csv",
          "137290cd9fa50a3993511a83dc5616e6f4d83c3802016ca1fe860b08bbf3cc19");

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void unpack() throws IOException {
    try (InputStream in = RecordedRunsTest.class.getResourceAsStream("recorded-runs.zip");
        ZipInputStream zip = new ZipInputStream(Objects.requireNonNull(in))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.write(file, zip.readAllBytes());
      }
    }
  }

  private static Child.Outcome uphill(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    return new Child.Outcome(code, out.toString(), err.toString());
  }

  private String run(String name) {
    return folder.resolve(name).toString();
  }

  private Map<String, Object> recorded(String file) throws IOException {
    return Json.parseObject(Files.readString(folder.resolve(file)), file);
  }

  private static void resumesToTheSameBytes(Path run) throws IOException {
    uphill("resume", run.toString()).succeeds();
    for (Map.Entry<String, String> file : UNINTERRUPTED.entrySet()) {
      assertThat(Sha256.of(run.resolve(file.getKey())))
          .as(file.getKey())
          .isEqualTo(file.getValue());
    }
  }

  @Test
  void theInterruptedOneGoesOnAsIfItHadNotBeen() throws IOException {
    resumesToTheSameBytes(folder.resolve("pendulum"));

    assertThat(uphill("verify", run("pendulum")).succeeds().out()).contains("every byte agrees");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cartpole", "frozenlake"})
  void everyByteIsMadeAgain(String name) {
    assertThat(uphill("verify", run(name)).succeeds().out()).contains("every byte agrees");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cartpole", "pendulum", "frozenlake"})
  void anEvaluationGivesTheSameScores(String name) throws IOException {
    String out = uphill("eval", run(name), "--episodes", "10", "--json").succeeds().out();

    Map<String, Object> now = Json.parseObject(out, "output");
    assertThat(now.get("evaluation")).isEqualTo(recorded(name + ".eval.json").get("evaluation"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cartpole", "pendulum", "frozenlake"})
  void anExplanationGivesTheSameNumbers(String name) throws IOException {
    String out = uphill("explain", run(name), "--update", "4", "--json").succeeds().out();

    Map<String, Object> now = Json.parseObject(out, "output");
    Map<String, Object> then = recorded(name + ".explain.json");
    List<Object> pushes = new ArrayList<>();
    for (Object push : Json.field(then, "pushes", List.class, name)) {
      long row = Json.field(Json.object(push, name), "row", Long.class, name);
      pushes.add(Json.field(now, "pushes", List.class, name).get((int) row));
    }
    now.put("pushes", pushes);
    now.put("run_directory", "");
    requireSame(name, then, now);
  }

  private static void requireSame(String place, Object then, Object now) {
    switch (then) {
      case Map<?, ?> map ->
          map.forEach(
              (key, value) ->
                  requireSame(
                      place + "." + key,
                      value,
                      Json.object(now, place).getOrDefault(key.toString(), "missing")));
      case List<?> list -> {
        assertThat((List<?>) now).as(place).hasSameSizeAs(list);
        for (int i = 0; i < list.size(); i++) {
          requireSame(place + "[" + i + "]", list.get(i), ((List<?>) now).get(i));
        }
      }
      case Double number -> {
        double x = ((Number) now).doubleValue();
        assertThat(Math.abs(x - number)).as(place).isLessThanOrEqualTo(bound(number));
      }
      default -> assertThat(now).as(place).isEqualTo(then);
    }
  }

  private static double bound(double number) {
    return ROUNDING * Math.max(1, Math.abs(number));
  }

  /// A preset is a label, which says how settings began: there may be none of its name any more.
  @Test
  void withoutItsPresetARunIsReadAllTheSame() throws IOException {
    Path config = folder.resolve("pendulum/config.json");
    String text = Files.readString(config, StandardCharsets.UTF_8);
    Files.writeString(config, text.replace("\"preset\": \"pendulum\"", "\"preset\": \"bygone\""));

    resumesToTheSameBytes(folder.resolve("pendulum"));
    String run = run("pendulum");
    uphill("verify", run).succeeds();
    uphill("explain", run, "--update", "4").succeeds();
    uphill("eval", run, "--episodes", "2").succeeds();
    uphill("plot", run).succeeds();
    uphill("train", "--config", run, "--steps", "1024", "--out", run("again")).succeeds();
  }

  @Test
  void aSettingThatIsMissingIsNamed() throws IOException {
    Path config = folder.resolve("cartpole/config.json");
    String text = Files.readString(config, StandardCharsets.UTF_8);
    Files.writeString(config, text.replace("\"gamma\": 0.99,", ""));

    Child.Outcome outcome = uphill("eval", run("cartpole"));

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("config.json: the setting \"gamma\" is missing");
  }
}
