package examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.contract.AgentContract;
import uphill.records.Json;
import uphill.rl.Agent;
import uphill.rl.AgentConfig;
import uphill.rl.setting.Settings;

/// The ten lines of CONTRIBUTING.md on a new algorithm: what they name is there, and an algorithm
/// that is written by them, outside of this repository, does what they say.
class TenLinesTest {

  private static final Path ROOT = Path.of("..");
  private static final String OWN = "my.Algorithm"; // as the last line calls it
  private static final List<String> PACKAGES =
      List.of(
          "uphill.rl.",
          "uphill.rl.data.",
          "uphill.rl.fit.",
          "uphill.rl.setting.",
          "uphill.nn.",
          "uphill.autodiff.",
          "uphill.lab.config.",
          "uphill.contract.");

  /// A method of distributions, and names of metrics and terms.
  private static final List<String> NAMES =
      List.of("logProb", "entropy", "kl", "value", "clip", "weight");

  private static final Pattern WORD = Pattern.compile("`([^`]+)`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)]+)\\)");

  @TempDir private static Path directory;
  private static Path classes = Path.of("");
  private static List<String> lines = List.of();
  private static List<String> words = List.of();
  private static List<String> around = List.of();

  @BeforeAll
  static void write() throws IOException {
    List<String> all = Files.readAllLines(ROOT.resolve("CONTRIBUTING.md"));
    int at = 0;
    while (!all.get(at).startsWith("**A new algorithm** is one file")) {
      at++;
    }
    lines = all.stream().skip(at).filter(line -> line.matches("\\d+\\. .*")).toList();
    words = found(WORD);
    around = all.stream().skip(at).filter(line -> line.startsWith("- `uphill.")).toList();
    classes = directory.resolve("classes");
    String source = Files.readString(Path.of("src/main/java/examples/Reinforce.java"));
    compile(
        "Algorithm",
        source.replace("package examples;", "package my;").replace("Reinforce", "Algorithm"));
    Path service = classes.resolve(word("META-INF/"));
    Files.createDirectories(service.resolveSibling(""));
    Files.writeString(service, OWN + "$Config\n");
  }

  private static List<String> found(Pattern pattern) {
    return lines.stream()
        .flatMap(line -> pattern.matcher(line).results())
        .map(match -> match.group(1))
        .distinct()
        .toList();
  }

  private static String word(String beginning) {
    return words.stream().filter(word -> word.startsWith(beginning)).findFirst().orElseThrow();
  }

  /// Compiles a class of the package `my`, which sees Uphill's classes and no others.
  private static void compile(String name, String source) throws IOException {
    Path file = directory.resolve(name + ".java");
    Files.writeString(file, source);
    String path =
        Stream.of("kernel", "autodiff", "nn", "env", "rl")
            .map(module -> ROOT.resolve(module).resolve("target/classes").toString())
            .collect(Collectors.joining(File.pathSeparator));
    ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
    PrintWriter complaints = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    assertThat(
            javac.run(
                complaints, complaints, "-d", classes.toString(), "-cp", path, file.toString()))
        .isZero();
  }

  @Test
  void thereAreTenAndWhatTheyLinkToIsThere() {
    assertThat(lines).hasSize(10);
    assertThat(found(LINK)).isNotEmpty().allSatisfy(to -> assertThat(ROOT.resolve(to)).exists());
    assertThat(ROOT.resolve(word("docs/"))).isDirectory();
  }

  /// So that nobody has to look for what a line names.
  @Test
  void everyTypeIsSaidWithItsPackage() {
    Map<String, String> said = new TreeMap<>();
    Pattern list = Pattern.compile("`(uphill[.a-z]+)`: ([A-Z][A-Za-z, ]+)");
    around.stream()
        .flatMap(line -> list.matcher(line).results())
        .forEach(
            found ->
                Stream.of(found.group(2).strip().split(", ", -1))
                    .forEach(name -> said.put(name, found.group(1))));

    said.forEach(
        (name, place) -> assertThat(type(name).orElseThrow().getPackageName()).isEqualTo(place));
    Pattern capitals = Pattern.compile("(?<![\\w.])[A-Z][a-z]\\w+");
    for (String word : words.stream().filter(word -> !word.contains("/")).toList()) {
      if (!word.startsWith("--")) {
        assertThat(capitals.matcher(word).results().map(MatchResult::group))
            .as(word)
            .allMatch(said::containsKey);
      }
    }
    assertThat(said).containsKeys("Distribution", "Purpose", "Scalar");
  }

  /// Types and methods by reflection, calls by the compiler.
  @Test
  void everyCodeWordIsOneThatCompiles() throws IOException {
    List<String> calls = new ArrayList<>();
    for (String word : words) {
      if (word.matches("@?[A-Z]\\w*")) {
        assertThat(type(word.replace("@", ""))).as(word).isPresent();
      } else if (word.matches("\\w+\\.\\w+")) {
        String[] parts = word.split("\\.", -1);
        assertThat(methods(type(capital(parts[0])))).as(word).contains(parts[1]);
      } else if (word.contains("(")) {
        calls.add(word);
      } else {
        assertThat(
                NAMES.contains(word) || word.matches("--algo .*|META-INF/.*|uphill \\w+|docs/.*"))
            .as(word)
            .isTrue();
      }
    }
    assertThat(calls).hasSizeGreaterThan(5);
    compile("Lines", source(calls));
  }

  private static Optional<Class<?>> type(String name) {
    for (String prefix : PACKAGES) {
      try {
        return Optional.of(Class.forName(prefix + name));
      } catch (ClassNotFoundException _) {
        // in the next, perhaps
      }
    }
    return Optional.empty();
  }

  private static List<String> methods(Optional<Class<?>> type) {
    return Arrays.stream(type.orElseThrow().getMethods()).map(method -> method.getName()).toList();
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  /// A class that makes these calls.
  private static String source(List<String> calls) {
    return """
    package my;
    import uphill.autodiff.*;
    import uphill.nn.*;
    import uphill.rl.*;
    import uphill.rl.data.*;
    import uphill.rl.fit.*;
    import uphill.rl.setting.*;
    abstract class Lines {
      void calls(
          AgentConfig config, Agent agent, Setup setup, Policy policy, Rollout rollout,
          Descent descent, Distribution pi, Scalar loss, Progress progress, State state,
          Minibatches minibatches, PolicyChange change, Conditions conditions,
          int first, int rows, int size, int b, double rate) {
        %s;
      }
    }
    """
        .formatted(
            calls.stream().map(TenLinesTest::statement).collect(Collectors.joining(";\n    ")));
  }

  /// A call as a statement: a type stands for a value of it, and what has no receiver is a method
  /// that is to be written.
  private static String statement(String call) {
    String lower =
        Pattern.compile("\\(([A-Z]\\w*)\\)")
            .matcher(call.replace("…", "loss"))
            .replaceAll(TenLinesTest::value);
    String name = lower.replaceFirst("\\(.*", "");
    if (name.matches("[a-z]\\w*")) {
      boolean ofConfig = methods(Optional.of(AgentConfig.class)).contains(name);
      assertThat(ofConfig || methods(Optional.of(Agent.class)).contains(name)).as(call).isTrue();
      return (ofConfig ? "config." : "agent.") + lower;
    }
    return lower;
  }

  private static String value(MatchResult type) {
    String name = type.group(1);
    return "(" + name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1) + ")";
  }

  @Test
  void anAlgorithmThatIsWrittenByThemIsTrainedVerifiedMadeLongerExplainedAndListed()
      throws Exception {
    var uphill = new Uphill(classes, directory);
    String run = directory.resolve("run").toString();
    List<String> train = new ArrayList<>(List.of("train", "CartPole-v1", "--out", run));
    String said = word("--algo ");
    assertThat(said).endsWith("--class-path …");
    train.addAll(List.of(said.replace(" --class-path …", "").split(" ", -1)));
    train.addAll(List.of("--steps", "4000", "--set", "batch_steps=1000", "--seed", "2"));

    assertThat(Json.parseObject(uphill.json(train.toArray(String[]::new)), "train"))
        .containsEntry("algorithm", OWN);
    assertThat(uphill.json("resume", run, "--steps", "6000")).contains("\"algorithm\":\"" + OWN);
    assertThat(uphill.json("verify", run)).contains("\"differences\":[]");
    assertThat(Json.parseObject(uphill.json("explain", run, "--update", "2"), "explain"))
        .containsEntry("algorithm", OWN);
    assertThat(uphill.json(word("uphill ").replace("uphill ", ""))).contains("\"" + OWN + "\"");
  }

  /// The ninth line.
  @Nested
  class ItsTest implements AgentContract {
    @Override
    @SuppressWarnings("BanClassLoader") // a class of the user's
    public AgentConfig config() {
      try {
        // Not closed: its classes are loaded while the laws are tried.
        var loader = new URLClassLoader(new URL[] {url()}, TenLinesTest.class.getClassLoader());
        Class<?> config = loader.loadClass(OWN + "$Config");
        return Settings.with(
            (AgentConfig) config.getConstructor().newInstance(),
            Map.of("batch_steps", "64", "hidden", "8"));
      } catch (MalformedURLException | ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    private static URL url() throws MalformedURLException {
      return classes.toUri().toURL();
    }
  }
}
