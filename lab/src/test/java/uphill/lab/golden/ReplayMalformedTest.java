package uphill.lab.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.lab.Mutations;

/// What a file may be instead of a recording: always a sentence that says where.
/// [uphill.lab.FuzzTest] tries thousands more.
class ReplayMalformedTest {

  private static final ClassLoader LOADER = ReplayMalformedTest.class.getClassLoader();

  private static final String HEADER =
      """
      {"type":"header","env":"CartPole-v1","kwargs":{},"max_episode_steps":500,"obs_low":[-Infinity,NaN],"state_dtype":"float64"}
      """;
  private static final String EPISODE =
      """
      {"type":"episode","initial_state":[0,0,0,0],"actions":[1],"states":[[0,0.1951219512195122,0,-0.2926829268292683]],"obs":[[0,0.19512195,0,-0.29268292]],"rewards":[1],"terminated":false,"truncated":false}
      """;

  @TempDir private Path folder = Path.of("");

  @Test
  void unspoiltItPasses() throws IOException {
    ReplayReport report = Replay.of(file(HEADER + EPISODE + EPISODE.strip()), LOADER);

    assertThat(report.passed()).isTrue();
    assertThat(report.episodes()).isEqualTo(2);
  }

  /// A byte order mark, empty lines at the end, and how the world was shown.
  @Test
  void whatChangesNoStepIsPassedOver() throws IOException {
    String shown = HEADER.replace("\"kwargs\":{}", "\"kwargs\":{\"render_mode\":\"rgb_array\"}");
    assertThat(shown).isNotEqualTo(HEADER);

    for (String text :
        List.of("\ufeff" + HEADER + EPISODE, HEADER + EPISODE + "\n \n", shown + EPISODE)) {
      ReplayReport report = Replay.of(file(text), LOADER);
      assertThat(report.passed()).isTrue();
      assertThat(report.episodes()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | {\"type\":\"header\" | [\"header\" | , column 16: not JSON: expected ',' or ']', got"
            + " ':'",
        "1 | \"header\" | \"heather\" | : expected a header",
        "1 | \"type\":\"header\" | \"type\":\"header\",\"type\":\"header\" | , column 18: not JSON:"
            + " the name",
        "1 | \"env\":\"CartPole-v1\" | \"world\":1 | : the header has no \"env\"",
        "1 | \"CartPole-v1\" | 7 | : \"env\" must be text, got 7",
        "1 | CartPole-v1 | CartPole-v2 | : unknown environment \"CartPole-v2\". Did you mean",
        "1 | CartPole-v1 | Hopper-v5 | \"Hopper-v5\". \"uphill envs\" lists all",
        "1 | \"kwargs\":{} | \"P\":[] | : \"P\" is a table, but CartPole-v1 is none",
        "1 | CartPole-v1 | \\u001b[31m\\n | unknown environment \"\\u001B[31m\\n\".",
        "1 | \"kwargs\":{} | \"kwargs\":[] | : \"kwargs\" must be an object, got []",
        "1 | \"kwargs\":{} | \"kwargs\":{\"g\":1} | : CartPole-v1 has no argument \"g\". It takes",
        "1 | \"kwargs\":{} | \"kwargs\":{\"sutton_barto_reward\":1} | must be true or false, got 1",
        "1 | CartPole-v1\",\"kwargs\":{} | Pendulum-v1\",\"kwargs\":{\"g\":NaN} | a finite number",
        "1 | 500 | 0 | : \"max_episode_steps\" must be a positive whole number or null, got 0",
        "1 | 500 | 1e400 | whole number or null, got Infinity",
        "1 | 500 | 99999999999999999999 | whole number or null, got 1.0E20",
        "1 | \"max_episode_steps\":500, | '' | : \"max_episode_steps\" is missing",
        "1 | float64 | float16 | : \"state_dtype\" must be float32, float64, or",
        "1 | \"float64\" | null | : \"state_dtype\" must be text, got null",
        "1 | ,\"state_dtype\":\"float64\" | '' | : \"state_dtype\" is missing",
        "2 | ,\"truncated\":false} | '' | : not JSON: expected ',' or '}', got the end",
        "2 | \"truncated\":false} | \"truncated\":false} {} | : not JSON: expected nothing after"
            + " the value, got '{'",
        "2 | \"episode\" | \"header\" | : expected an episode",
        "2 | \"actions\":[1] | \"actions\":[] | : an episode without steps",
        "2 | \"actions\":[1] | \"actions\":[0,1] | : \"states\" has 1 entries, \"actions\" has 2",
        "2 | \"actions\":[1] | \"actions\":1 | : \"actions\" must be an array, got 1",
        "2 | \"actions\":[1] | \"actions\":[2] | : \"actions[0]\" must be in Discrete(2), got 2",
        "2 | \"actions\":[1] | \"actions\":[0.5] | : \"actions[0]\" must be in Discrete(2), got"
            + " 0.5",
        "2 | \"actions\":[1] | \"actions\":[[1]] | : \"actions[0]\" must be in Discrete(2), got"
            + " [1]",
        "2 | \"actions\":[1] | \"actions\":[\"1\"] | must be in Discrete(2), got \"1\"",
        "2 | \"actions\":[1], | '' | : \"actions\" is missing",
        "2 | [0,0,0,0] | [0,0,0] | : \"initial_state\" must have 4 numbers, got 3",
        "2 | [0,0,0,0] | [0,0,0,NaN] | : \"initial_state[3]\" must be a finite number, got NaN",
        "2 | [0,0,0,0] | [0,0,0,-1e999] | must be a finite number, got -Infinity",
        "2 | [0,0,0,0] | {} | : \"initial_state\" must be an array, got {}",
        "2 | [0,0,0,0] | null | : \"initial_state\" must be an array, got null",
        "2 | [[0,0.195121951 | [[\"0\",0.195121951 | : \"states[0][0]\" must be a finite number,"
            + " got \"0\"",
        "2 | [[0,0.195121951 | [[0,0,0.195121951 | : \"states[0]\" must have 4 numbers, got 5",
        "2 | \"states\": | \"stats\": | : \"states\" is missing",
        "2 | [[0,0.19512195, | [[1e39,0.19512195, | : \"obs[0][0]\" must be a finite float32, got"
            + " 1.0E39",
        "2 | [[0,0.19512195, | [[0.19512195, | : \"obs[0]\" must have 4 numbers, got 3",
        "2 | \"obs\":[ | \"obs\":[7, | : \"obs\" has 2 entries, \"actions\" has 1",
        "2 | \"rewards\":[1] | \"rewards\":[true] | : \"rewards[0]\" must be a finite number, got"
            + " true",
        "2 | \"rewards\":[1] | \"rewards\":[1,1] | : \"rewards\" has 2 entries, \"actions\" has 1",
        "2 | \"rewards\":[1] | \"rewards\":[Infinity] | a finite number, got Infinity",
        "2 | \"terminated\":false | \"terminated\":0 | : \"terminated\" must be true or false, got"
            + " 0",
        "2 | ,\"truncated\":false | '' | : \"truncated\" is missing",
      })
  void whatIsWrongInALineIsSaidWithItsNumber(int line, String from, String to, String sentence)
      throws IOException {
    String text = line == 1 ? HEADER : EPISODE;
    assertThat(text).contains(from);
    String spoilt = text.replace(from, to);

    refuses(file(line == 1 ? spoilt + EPISODE : HEADER + spoilt), line, sentence);
  }

  private static void refuses(Path file, int line, String sentence) {
    assertThatThrownBy(() -> Replay.of(file, LOADER))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .message()
        .startsWith(String.format(Locale.ROOT, "%s, line %d", file, line))
        .contains(sentence)
        .doesNotContain("\n", "\u001b");
  }

  @Test
  void whatIsNoJsonObjectInEachLineIsSaidWithItsNumber() throws IOException {
    refuses(file(""), 1, ": expected a header, got the end of the file");
    refuses(file("\n"), 2, ": expected a header, got the end of the file");
    refuses(file("episode,return\n1,23\n"), 1, "not JSON");
    refuses(file("[1]"), 1, ": expected a JSON object, got [1]");
    refuses(file("[".repeat(100_000)), 1, "not JSON: brackets stand more than 500 deep");
    refuses(file(HEADER), 2, ": expected an episode, got the end of the file");
    refuses(file(EPISODE + HEADER), 1, ": expected a header");
    refuses(file(HEADER + EPISODE + "\n" + EPISODE), 3, ": empty, expected JSON");
    refuses(file(HEADER + EPISODE + EPISODE.substring(0, 90)), 3, "got the end");
    refuses(file(HEADER + EPISODE + HEADER), 3, ": expected an episode");
  }

  @Test
  void theLineOfBytesThatAreNotTextIsNamed() throws IOException {
    byte[] bytes = (HEADER + EPISODE).getBytes(StandardCharsets.UTF_8);
    bytes[bytes.length - 20] = (byte) 0xff;

    refuses(file(bytes), 2, ": expected text in UTF-8, got other bytes");
  }

  @Test
  void compressedDataThatEndsTooSoonIsRefused() throws IOException {
    byte[] whole = compressed(HEADER + EPISODE);

    assertThat(Replay.of(file(whole), LOADER).passed()).isTrue();
    refuses(
        file(Arrays.copyOf(whole, whole.length - 60)), 2, ": cannot be read (it ends too soon)");
    assertThatThrownBy(() -> Replay.of(file(Arrays.copyOf(whole, 5)), LOADER))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("spoilt.jsonl: cannot be read");
  }

  @Test
  void aLineWithoutEndIsRefusedBeforeItFillsTheMemory() throws IOException {
    byte[] bomb = compressed(" ".repeat(GoldenFile.MAX_LINE_BYTES + 1));

    assertThat(bomb).hasSizeLessThan(1 << 20);
    refuses(file(bomb), 1, ": longer than 64 MiB");
  }

  @Test
  void aFileThatIsNotThereAndAFolderAreRefusedByName() {
    Path missing = folder.resolve("missing.jsonl");

    assertThatThrownBy(() -> Replay.of(missing, LOADER))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(missing + ": no such file");
    assertThatThrownBy(() -> Replay.of(folder, LOADER))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(folder + ": expected a file, got a folder");
  }

  private static byte[] compressed(String text) {
    return Mutations.compressed(text.getBytes(StandardCharsets.UTF_8));
  }

  private Path file(String text) throws IOException {
    return file(text.getBytes(StandardCharsets.UTF_8));
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("spoilt.jsonl"), bytes);
  }
}
