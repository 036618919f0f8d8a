package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is printed as a command can be typed, and does what it is printed for.
class PrintedCommandsTest {

  private static final Pattern COMMAND = Pattern.compile("(?m)^  (uphill .*)$");
  private static final Pattern WORD = Pattern.compile("(?:'([^']*)'|(\\S+))(?:\\s|$)");

  private static final String WALK =
      """
      package mine;
      import uphill.env.*;
      public final class Walk implements Env {
        private int at;
        public Space observationSpace() { return Space.Box.of(-9, 9, 1); }
        public Space actionSpace() { return new Space.Discrete(2); }
        public void reset(Reset how, float[] observation) { at = 0; observation[0] = 0; }
        public void step(float[] action, Step step) {
          at += action[0] > 0 ? 1 : -1;
          step.observation[0] = at;
          step.set(at, at * at < 64 ? Ending.NONE : Ending.TERMINATED);
        }
      }
      """;

  private static final String TABLE =
      """
      {"states": ["a", "b"], "actions": ["stay", "go"], "start": {"a": 1}, "max_steps": 5,
       "transitions": [
        {"from": "a", "action": "stay", "to": "a"},
        {"from": "a", "action": "go", "to": "b", "reward": 1},
        {"from": "b", "action": "stay", "to": "b"},
        {"from": "b", "action": "go", "to": "a"}]}
      """;

  @TempDir private static Path directory;

  private record Outcome(int code, String out, String err) {}

  /// A folder with a blank in its name, for a class that only `--class-path` finds, and a table.
  @BeforeAll
  static void worldsOfOnesOwn() throws Exception {
    Path source = Files.createDirectories(directory.resolve("my own/mine")).resolve("Walk.java");
    Files.writeString(source, WALK);
    Files.writeString(directory.resolve("my own/two.json"), TABLE);
    String path = classes("env") + File.pathSeparator + classes("kernel");
    ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
    PrintWriter complaints = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    assertThat(javac.run(complaints, complaints, "-proc:none", "-cp", path, source.toString()))
        .isZero();
  }

  private static Path classes(String module) {
    return Path.of("..", module, "target", "classes").toAbsolutePath();
  }

  private static Outcome uphill(List<String> words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            new PrintWriter(out, true), new PrintWriter(err, true), words.toArray(String[]::new));
    return new Outcome(code, out.toString(), err.toString());
  }

  /// The words of a command as a shell takes them apart, without `uphill`.
  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    return new ArrayList<>(words.subList(1, words.size()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CartPole-v1 --set gamma=0.9",
        "CartPole-v1 --seeds 0..1",
        "FrozenLake-v1:map_size=4,map_seed=3",
        "mine.Walk --class-path 'HERE/my own'",
        "'HERE/my own/two.json'",
      })
  void everythingAfterNextCanBeTyped(String world) throws Exception {
    Path run = directory.resolve("a run of " + world.hashCode());
    String train = "uphill train " + world.replace("HERE", directory + "") + " --steps 2k --out";
    List<String> trained = words(train);
    trained.add(run.toString());

    Outcome outcome = uphill(trained);

    assertThat(outcome.err()).isEmpty();
    List<String> printed = COMMAND.matcher(outcome.out()).results().map(m -> m.group(1)).toList();
    assertThat(printed).hasSizeBetween(3, 5).anyMatch(command -> command.contains(" explain "));
    assertThat(printed.stream().anyMatch(command -> command.contains(" watch ")))
        .isEqualTo(!world.contains("HERE")); // one's own class and file have no pictures
    for (String command : printed) {
      List<String> typed = words(command.replace("0..9", "0..1").replace("1000", "10"));
      if (typed.getFirst().equals("train")) {
        typed.addAll(List.of("--out", directory.resolve("again " + world.hashCode()).toString()));
      }
      if (typed.getFirst().equals("watch")) {
        typed.addAll(List.of("--out", directory.toString()));
      }
      assertThat(uphill(typed))
          .satisfies(next -> assertThat(next.err()).as(command).isEmpty())
          .satisfies(next -> assertThat(next.code()).as(command).isZero());
    }
  }

  /// The same preset, settings and steps.
  @Test
  void theSeedsThatAreSuggestedAreThoseOfTheSameTraining() throws Exception {
    Path run = directory.resolve("same");
    Path again = directory.resolve("same again");
    List<String> first = words("uphill train CartPole-v1 --set gamma=0.9 --steps 2k --out");
    first.add(run.toString());
    Matcher seeds = Pattern.compile("(uphill train .*) 0\\.\\.9").matcher(uphill(first).out());
    assertThat(seeds.find()).isTrue();
    List<String> typed = words(seeds.group(1));
    typed.addAll(List.of("0,1", "--out", again.toString()));

    assertThat(uphill(typed).code()).isZero();

    Path parameters = Path.of("checkpoints/update-000001/parameters.safetensors");
    assertThat(again.resolve("seed-0").resolve(parameters))
        .hasSameBinaryContentAs(run.resolve(parameters));
  }

  @Test
  void aRunInAClassThatIsNotFoundSaysWhatIsMissing() {
    Path run = directory.resolve("walk");
    String train = "uphill train mine.Walk --steps 2k --json --class-path";
    List<String> trained = words(train);
    trained.addAll(List.of(directory.resolve("my own").toString(), "--out", run.toString()));
    assertThat(uphill(trained).code()).isZero();

    for (String command : List.of("eval", "explain", "resume", "verify")) {
      List<String> typed = new ArrayList<>(List.of(command, run.toString()));
      if (command.equals("resume")) {
        typed.addAll(List.of("--steps", "1M"));
      }

      Outcome outcome = uphill(typed);

      assertThat(outcome.code()).isEqualTo(2);
      assertThat(outcome.err()).contains("was made in \"mine.Walk\"", "--class-path PATH");
    }
  }
}
