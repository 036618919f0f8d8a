package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that were damaged, or made to do damage: every command says what is wrong in one line and
/// ends with 2. What the readers make of thousands of them is tested in the laboratory.
class DamagedInputTest {

  private static final String CONFIG = "config.json";
  private static final String GOLDEN = "../env/src/test/resources/uphill/env/CartPole-v1.jsonl.gz";

  @TempDir private static Path trained = Path.of("");

  @TempDir private Path folder = Path.of("");
  private Path run = Path.of("");
  private Path recording = Path.of("");

  private record Outcome(int code, String out, String err) {}

  private static Outcome uphill(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] args = Stream.of(arguments).map(Object::toString).toArray(String[]::new);
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new Outcome(code, out.toString(), err.toString());
  }

  private static void refused(Outcome outcome, String said) {
    assertThat(outcome.err())
        .startsWith("uphill: ")
        .contains(said)
        .doesNotContain("\tat ", "Exception")
        .hasLineCount(1);
    assertThat(outcome.err().strip().chars()).noneMatch(Character::isISOControl);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.code()).isEqualTo(2);
  }

  @BeforeAll
  static void train() {
    Outcome outcome =
        uphill("train", "CartPole-v1", "--steps", "4k", "--out", trained.resolve("run"));
    assertThat(outcome.err()).isEmpty();
  }

  @BeforeEach
  void copy() throws IOException {
    run = folder.resolve("run");
    try (Stream<Path> files = Files.walk(trained.resolve("run"))) {
      for (Path file : files.toList()) {
        Files.copy(file, run.resolve(trained.resolve("run").relativize(file)));
      }
    }
    recording = Files.copy(Path.of(GOLDEN), folder.resolve("recording.jsonl.gz"));
  }

  private Path file(String name) throws IOException {
    try (Stream<Path> files = Files.walk(run)) {
      return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
    }
  }

  private void damage(String how, Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    switch (how) {
      case "empty" -> Files.write(file, new byte[0]);
      case "cut" -> Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
      case "binary" -> Files.write(file, new byte[] {(byte) 0xff, 0, 27, (byte) 0xfe, '\n', 10});
      case "gone" -> Files.delete(file);
      case "a folder" -> {
        Files.delete(file);
        Files.createDirectory(file);
      }
      case "a loop" -> {
        Files.delete(file);
        Files.createSymbolicLink(file, file.getFileName());
      }
      case "huge" -> {
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
          sparse.setLength(8L << 30);
        }
      }
      default -> {
        String[] change = how.split(" -> ", -1);
        assertThat(change).hasSize(2);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        assertThat(text).contains(change[0]);
        Files.writeString(
            file, text.replaceFirst(change[0], change[1]), StandardCharsets.ISO_8859_1);
      }
    }
  }

  /// Every row: the file, what happens to it, and what must be said of it.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          config.json            | empty           | config.json: empty, expected JSON
          config.json            | cut             | config.json: not JSON: expected
          config.json            | binary          | config.json: expected text in UTF-8
          config.json            | gone            | is not a run: it has no config.json.
          config.json            | a folder        | config.json: expected a file, got a folder.
          config.json            | a loop          | config.json: cannot be read
          config.json            | huge            | has 8,589,934,592 bytes, expected at most 1,048,576
          config.json            | CartPole -> Cart\\\\u001bP | unknown environment "Cart\\u001bP-v1"
          config.json            | CartPole-v1 -> java.lang.Runtime | is not an environment
          config.json            | CartPole-v1 -> Pendulum-v1 | environment is Pendulum-v1, the run began with CartPole-v1
          config.json            | 64 -> 16384     | hidden is [16384, 64], the run began with [64, 64]
          config.json            | 64 -> 1e9       | hidden must be in [1, 16384], got 1000000000
          config.json            | uphill-run-1 -> uphill-run-9 | config.json: format "uphill-run-9"
          parameters.safetensors | empty           | parameters.safetensors: not a whole safetensors file
          parameters.safetensors | cut             | parameters.safetensors: not a whole safetensors file
          parameters.safetensors | binary          | parameters.safetensors: not a whole safetensors file
          parameters.safetensors | gone            | parameters.safetensors: no such file
          parameters.safetensors | a folder        | parameters.safetensors: expected a file, got a folder
          parameters.safetensors | huge            | has 8,589,934,592 bytes, expected at most
          parameters.safetensors | F32 -> F64      | is of type F64, expected F32
          parameters.safetensors | policy -> polixy | is missing; this environment
          """)
  void evalSaysWhatIsWrong(String name, String how, String said) throws IOException {
    damage(how, file(name));

    refused(uphill("eval", run), said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          config.json  | cut                 | config.json: not JSON
          config.json  | binary              | config.json: expected text in UTF-8
          config.json  | huge                | expected at most 1,048,576
          episodes.csv | empty               | episodes.csv, line 1: expected the header
          episodes.csv | binary              | episodes.csv, line 1: expected text in UTF-8
          episodes.csv | huge                | longer than 1000 bytes, which no line of such a file is
          episodes.csv | gone                | is not a run, which holds config.json and episodes.csv
          episodes.csv | a loop              | is not a run, which holds config.json and episodes.csv
          episodes.csv | terminated -> t\\u001b | line 2: expected terminated or truncated as ending
          episodes.csv | 1, -> -1,           | line 2: expected a whole number as episode
          """)
  void plotSaysWhatIsWrong(String name, String how, String said) throws IOException {
    damage(how, file(name));

    refused(uphill("plot", run), said);
    assertThat(run.resolve("learning-curve.svg")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          empty                  | config.json: empty, expected JSON
          cut                    | config.json: not JSON
          binary                 | config.json: expected text in UTF-8
          huge                   | expected at most 1,048,576
          a loop                 | config.json: cannot be read
          CartPole-v1 -> java.lang.Runtime | is not an environment
          0.99 -> 1.5            | config.json: gamma must be in [0, 1], got 1.5
          gamma -> gamna         | config.json: unknown setting "gamna". Did you mean gamma?
          64 -> 16384,16384,16384,16384,16384 | config.json: hidden must have at most 1000000000
          """)
  void trainSaysWhatIsWrongWithAConfig(String how, String said) throws IOException {
    damage(how, run.resolve(CONFIG));
    Path out = folder.resolve("again");

    for (Path config : List.of(run, run.resolve(CONFIG))) {
      refused(uphill("train", "--config", config, "--out", out), said);
    }
    assertThat(out).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gamma=",
        "gamma=1=2",
        "=1",
        "gamma=1e999",
        "hidden=[",
        "hidden=1,,1",
        "hidden=-1",
        "batch_steps=1e99",
        "envs=0",
        "weights=\u001b[2J",
        "log_std=NaN",
        "anneal=2",
        "value_epochs=99999999999",
        "learning_rate=0x",
      })
  void settingsThatAreNoneAreSaid(String setting) {
    Path out = folder.resolve("again");

    refused(uphill("train", "CartPole-v1", "--out", out, "--set", setting), "");
    assertThat(out).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          empty    | line 1: expected a header, got the end of the file
          cut      | cannot be read (it ends too soon)
          binary   | line 1: expected text in UTF-8
          gone     | recording.jsonl.gz: no such file
          a folder | recording.jsonl.gz: expected a file, got a folder
          a loop   | recording.jsonl.gz: cannot be read
          """)
  void replaySaysWhatIsWrong(String how, String said) throws IOException {
    damage(how, recording);

    refused(uphill("replay", recording), said);
  }

  @Test
  void aDeviceIsNoRecording() {
    refused(uphill("replay", "/dev/zero"), "/dev/zero: expected a file, got a pipe or a device.");
    refused(uphill("eval", "/dev/zero"), "/dev/zero: expected a file, got a pipe or a device.");
  }

  @Test
  void whatWasNotDamagedIsRead() {
    assertThat(uphill("eval", run, "--episodes", "2").code()).isZero();
    assertThat(uphill("plot", run).code()).isZero();
    assertThat(uphill("replay", recording).code()).isZero();
  }
}
