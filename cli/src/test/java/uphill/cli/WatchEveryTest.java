package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.records.Json;

/// `train --watch-every`.
class WatchEveryTest {

  private static final List<String> SMALL =
      List.of("--steps", "400", "--set", "batch_steps=100", "--set", "envs=4", "--set", "hidden=8");

  @TempDir private Path directory;

  private static Child.Outcome uphill(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    return new Child.Outcome(code, out.toString(), err.toString());
  }

  private Child.Outcome train(String world, String name, String... more) {
    List<String> words = new ArrayList<>(List.of("train", world, "--json"));
    words.addAll(List.of("--out", directory.resolve(name).toString()));
    words.addAll(SMALL);
    words.addAll(List.of(more));
    return uphill(words.toArray(String[]::new));
  }

  private static String sha256(Child.Outcome outcome) {
    Map<String, Object> result = Json.parseObject(outcome.succeeds().out(), "standard output");
    return (String) Objects.requireNonNull(result.get("parameters_sha256"));
  }

  private List<String> films(String name) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve(name).resolve("watch"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void filmsAreMadeAndTrainingDoesNotNotice() throws IOException {
    String plain = sha256(train("CartPole-v1", "plain"));
    String filmed = sha256(train("CartPole-v1", "filmed", "--watch-every", "2"));

    assertThat(filmed).isEqualTo(plain);
    assertThat(films("filmed")).containsExactly("update-000002.gif", "update-000004.gif");
    assertThat(directory.resolve("plain/watch")).doesNotExist();
    for (String file : List.of("metrics.jsonl", "episodes.csv")) {
      assertThat(directory.resolve("filmed").resolve(file))
          .hasSameBinaryContentAs(directory.resolve("plain").resolve(file));
    }
    assertThat(uphill("verify", directory.resolve("filmed").toString()).code()).isZero();
  }

  @Test
  void equalRunsGiveEqualFilmsAndAnotherRunTakesThemOver() throws IOException {
    train("CartPole-v1", "one", "--watch-every", "2").succeeds();
    train("CartPole-v1", "other", "--config", directory.resolve("one").toString()).succeeds();
    train(
            "CartPole-v1",
            "none",
            "--config",
            directory.resolve("one").toString(),
            "--watch-every",
            "0")
        .succeeds();

    assertThat(directory.resolve("other/watch/update-000004.gif"))
        .hasSameBinaryContentAs(directory.resolve("one/watch/update-000004.gif"));
    assertThat(directory.resolve("none/watch")).doesNotExist();
  }

  @Test
  void aRunThatGoesOnGoesOnWithThem() throws IOException {
    train("CartPole-v1", "run", "--watch-every", "3", "--set", "anneal=false").succeeds();
    uphill("resume", directory.resolve("run").toString(), "--steps", "600").succeeds();

    assertThat(films("run")).containsExactly("update-000003.gif", "update-000006.gif");
  }

  @Test
  void aPictureThatThrowsIsWarnedOfOnceAndEndsNothing() throws IOException {
    Child.Outcome outcome = train("faulty.Drawn$Badly", "run", "--watch-every", "1");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.err().lines().filter(line -> line.contains("no paint left"))).hasSize(1);
    assertThat(outcome.err()).contains("the picture of update 1 failed", "training goes on");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "CartPole-v1 ! 5 ! after every 1 to 4 updates in a run of so many, got 5",
        "CartPole-v1 ! -1 ! --watch-every must be from 0 to 2147483647, got -1",
        "CartPole-v1 ! often ! often",
        "Blackjack-v1 ! 2 ! Blackjack-v1 has no pictures. These have:"
      })
  void whatWillNotDoIsSaidAndNothingIsWritten(String world, String every, String message) {
    Child.Outcome outcome = train(world, "run", "--watch-every", every);

    outcome.saysOnly(2, message);
    assertThat(directory.resolve("run")).doesNotExist();
  }
}
