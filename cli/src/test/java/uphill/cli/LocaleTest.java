package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.cli.terminal.Glyphs;

/// What is written and printed does not depend on the language of the machine.
class LocaleTest {

  /// With digits of its own; with a comma in numbers, an İ and an ı.
  private static final List<Locale> OTHERS = List.of(Locale.of("ar", "EG"), Locale.of("tr", "TR"));

  private static final String WORLD = "FrozenLake-v1";

  @TempDir private Path directory;

  @Test
  void allCommandsGiveTheSameBytesInEveryLocale() throws Exception {
    Path english = directory.resolve("en");
    List<String> printed = inLocale(Locale.ENGLISH, english);

    for (Locale locale : OTHERS) {
      Path here = directory.resolve(locale.toLanguageTag());
      assertThat(inLocale(locale, here)).as(locale.toString()).isEqualTo(printed);
      SameBytes.check(here.resolve("run"), english.resolve("run"), locale.toString());
      assertThat(SameBytes.differences(here.resolve("made"), english.resolve("made")))
          .as(locale.toString())
          .isEmpty();
    }
  }

  /// A terminal of ASCII has a word for every sign.
  @ParameterizedTest
  @ValueSource(strings = {"vpg", "a2c", "npg", "trpo"})
  void whatExplainSaysOfAnAlgorithmCanBeSaidInAscii(String algorithm) {
    assertThat(explained(algorithm)).isNotEmpty();
  }

  @Test
  void whatExplainSaysOfTheClipCanBeSaidInAscii() {
    assertThat(explained("ppo", "--set", "minibatch=50", "--set", "learning_rate=0.05"))
        .contains("What moved them nevertheless");
  }

  private String explained(String algorithm, String... settings) {
    String run = directory.resolve(algorithm).toString();
    List<String> words =
        new ArrayList<>(List.of("train", "CartPole-v1", "--algo", algorithm, "--out", run));
    words.addAll(List.of("--steps", "300", "--set", "envs=4", "--set", "batch_steps=100"));
    words.addAll(List.of("--set", "hidden=16,16"));
    words.addAll(List.of(settings));
    uphill(directory, words.toArray(String[]::new));
    String said = uphill(directory, "explain", run, "--action", "7");
    assertThat(new Glyphs(false).text(said)).matches("(?s)\\p{ASCII}*");
    return said;
  }

  /// Everything that is printed, with the names of the folder left out.
  private static List<String> inLocale(Locale locale, Path folder) throws Exception {
    Locale before = Locale.getDefault();
    Locale.setDefault(locale);
    try {
      Path made = Files.createDirectories(folder.resolve("made"));
      String run = folder.resolve("run").toString();
      uphill(folder, SmallRun.train(WORLD, folder.resolve("run"), "--steps=300"));
      uphill(folder, "resume", run, "--steps", "600", "--json");
      return List.of(
          uphill(folder, "envs", "--json"),
          uphill(folder, "algorithms"),
          uphill(folder, "oracle", WORLD, "--picture", made.resolve("o").toString()),
          uphill(folder, "oracle", WORLD, "--policy", run, "--json"),
          uphill(folder, "explain", run, "--update", "5", "--action", "7"),
          uphill(folder, "explain", run, "--html", made.resolve("page.html").toString()),
          uphill(folder, "derive", "--page", made.resolve("derive.md").toString()),
          uphill(folder, "eval", run),
          uphill(folder, "plot", run, "--out", made.resolve("curve").toString()),
          uphill(folder, "verify", run, "--updates", "5..6"),
          uphill(folder, "train", "--help"));
    } finally {
      Locale.setDefault(before);
    }
  }

  private static String uphill(Path folder, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    assertThat(code).as(err.toString()).isZero();
    return out.toString().replace(folder.toString(), "FOLDER");
  }
}
