package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A finished run that has lost a file: every command says so, and none sends people to another
/// that sends them back.
class LostFilesTest {

  @TempDir private static Path trained;

  @TempDir private Path folder;
  private Path run = Path.of("");

  @BeforeAll
  static void train() {
    SmallRun.uphill((Object[]) SmallRun.train("CartPole-v1", trained.resolve("run"))).succeeds();
  }

  @BeforeEach
  void copy() throws IOException {
    run = folder.resolve("run");
    try (Stream<Path> files = Files.walk(trained.resolve("run"))) {
      for (Path file : files.toList()) {
        Files.copy(file, run.resolve(trained.resolve("run").relativize(file)));
      }
    }
  }

  private void lose(String name) throws IOException {
    try (Stream<Path> files = Files.walk(run.resolve(name))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "eval, checkpoints",
    "resume, checkpoints",
    "explain, metrics.jsonl",
    "resume, metrics.jsonl",
    "compare, result.json",
    "resume, result.json",
  })
  void itIsSaidThatItIsLostAndHowToSeeWhatElseIs(String command, String name) throws IOException {
    lose(name);
    List<Object> words =
        command.equals("compare")
            ? List.of(command, run, trained.resolve("run"))
            : List.of(command, run);

    SmallRun.uphill(words.toArray())
        .saysOnly(2, run + " is a finished run that has lost ", name, "uphill verify " + run);
  }

  /// As a disk does it.
  @ParameterizedTest
  @CsvSource({"10, }", "200, ÿ", "900, \"", "-3, 7"})
  void aFlippedByteInTheRecordPointsToVerify(int at, String with) throws IOException {
    Path file = run.resolve("metrics.jsonl");
    byte[] bytes = Files.readAllBytes(file);
    bytes[Math.floorMod(at, bytes.length)] = with.getBytes(StandardCharsets.ISO_8859_1)[0];
    Files.write(file, bytes);

    SmallRun.uphill("explain", run)
        .saysOnly(2, file.toString(), "uphill verify " + run + "\" says which files");
  }

  @Test
  void nothingIsLostOfAWholeOne() {
    for (String command : List.of("eval", "resume", "explain", "verify")) {
      SmallRun.uphill(command, run).succeeds();
    }
    assertThat(SmallRun.uphill("compare", run, run).code()).isZero();
  }
}
