package uphill.lab.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.env.mdp.FiniteMdp;
import uphill.env.mdp.FrozenLake;
import uphill.env.mdp.SmallMdps;
import uphill.env.mdp.Taxi;

class MdpFileTest {

  @TempDir private Path folder = Path.of("");

  /// The example of docs/mdp.md.
  private static String example() throws IOException {
    Matcher code =
        Pattern.compile("```json\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("../docs/mdp.md")));
    assertThat(code.find()).isTrue();
    return code.group(1);
  }

  @Test
  void theExampleOfTheDocsIsRead() throws IOException {
    FiniteMdp mdp = MdpFile.parse(example(), "rooms.json");

    assertThat(mdp.name()).isEqualTo("two rooms");
    assertThat(mdp.maxSteps()).hasValue(20);
    assertThat(mdp.start(0)).isEqualTo(1);
    assertThat(mdp.actionName(1)).isEqualTo("go");
    assertThat(mdp.transitions(0, 1))
        .containsExactly(
            new FiniteMdp.Transition(0.9, 1, -1, false),
            new FiniteMdp.Transition(0.1, 0, -1, false));
    assertThat(mdp.transitions(1, 1)).containsExactly(new FiniteMdp.Transition(1, 2, 10, true));
    assertThat(mdp.transitions(2, 0)).isEqualTo(mdp.transitions(2, 1));
  }

  @Test
  void theErrorsOfTheDocsAreSaid() throws IOException {
    String example = example();
    String docs = Files.readString(Path.of("../docs/mdp.md"));
    for (String spoilt :
        new String[] {
          example.replaceFirst("(?m)^.*0\\.1, .*$\n", ""),
          example.replace("\"garden\", \"rew", "\"gaden\", \"rew")
        }) {
      assertThatThrownBy(() -> MdpFile.parse(spoilt, "rooms.json"))
          .isInstanceOf(IllegalArgumentException.class)
          .satisfies(error -> assertThat(docs).contains("\n" + error.getMessage() + "\n"));
    }
  }

  static Stream<FiniteMdp> processes() {
    return Stream.of(
        SmallMdps.bandit(1, 0.1),
        SmallMdps.chain(4, 0.3).withMaxSteps(9),
        SmallMdps.random(5, 3, 4, 1),
        FrozenLake.mdp("lake", FrozenLake.map("8x8"), FrozenLake.Ice.STANDARD),
        Taxi.mdp(new Taxi.Weather(true, 0.7)));
  }

  @ParameterizedTest
  @MethodSource("processes")
  void whatIsWrittenIsReadAgain(FiniteMdp mdp) throws IOException {
    Path file = folder.resolve("mdp.json");

    MdpFile.write(mdp, file);

    assertThat(MdpFile.read(file)).isEqualTo(mdp);
  }

  private static final String COIN =
      """
      {"states": 2, "actions": ["heads", "tails"], "start": [0.5, 0.5], "max_steps": 3, "transitions":
       [{"from": 0, "to": 1, "reward": 2}, {"from": 1, "action": "heads", "to": 0},
        {"from": 1, "action": "tails", "to": 0, "terminated": true}]}
      """;

  @Test
  void numbersDoForNames() {
    FiniteMdp coin = MdpFile.parse(COIN, "coin.json");

    assertThat(coin.name()).isEqualTo("coin.json");
    assertThat(coin.stateName(1)).isEqualTo("state 1");
    assertThat(coin.start(1)).isEqualTo(0.5);
    assertThat(coin.transitions(0, 1)).containsExactly(new FiniteMdp.Transition(1, 1, 2, false));
    FiniteMdp shares =
        MdpFile.parse(COIN.replace("[0.5, 0.5]", "{\"state 0\": 0.5, \"state 1\": 0.5}"), "x");
    assertThat(shares.start(1)).isEqualTo(0.5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"states\": 2 | \"states\": 0 | \"states\" must be an array of names, or how many there"
            + " are, from 1 to 1000000, got 0",
        "\"states\": 2 | \"states\": [\"a\", \"a\"] | two states are called \"a\"; names must"
            + " differ",
        "\"states\": 2 | \"states\": [\"a\", 1] | \"states[1]\" must be text, got 1",
        "\"states\": 2, | '' | \"states\" is missing",
        "\"states\" | \"stats\" | unknown field \"stats\". Did you mean states?",
        "\"tails\"], | \"tails\"], \"name\": 5, | \"name\" must be text, got 5",
        "\"states\": 2, | \"states\": 2147483647, | how many there are, from 1 to 1000000, got"
            + " 2147",
        "\"max_steps\": 3 | \"max_steps\": 4294967297 | from 1 to 2147483647, without a point, got"
            + " 4",
        "[0.5, 0.5] | [0.5] | \"start\" has 1 probabilities, expected one for each of 2 states",
        "[0.5, 0.5] | [0.5, 0.25] | the states that an episode begins in sum to 0.75, expected 1",
        "[0.5, 0.5] | \"state 7\" | start: there is no state \"state 7\". Did you mean state 0?",
        "[0.5, 0.5] | [0.5, \"half\"] | \"start[1]\" must be a number, got \"half\"",
        "\"max_steps\": 3 | \"max_steps\": 0 | \"max_steps\" must be a whole number from 1 to"
            + " 2147483647, without a point, got 0",
        "\"max_steps\": 3 | \"max_steps\": 1.5 | must be a whole number from 1 to 2147483647,"
            + " without a point, got 1.5",
        "{\"from\": 0, \"to\": 1, | {\"from\": 2, \"to\": 1, | transitions[0]: there is no state 2",
        "{\"from\": 0, \"to\": 1, | {\"from\": 0, | transitions[0]: \"to\" is missing",
        "\"reward\": 2 | \"reward\": \"2\" | \"transitions[0].reward\" must be a number, got \"2\"",
        "\"reward\": 2 | \"rewards\": 2 | transitions[0]: unknown field \"rewards\". Did you mean"
            + " reward?",
        "\"reward\": 2 | \"probability\": 1.5 | state 0, action 0 (heads): a probability is in",
        "\"reward\": 2 | \"reward\": 1e999 | a reward is a finite number",
        "\"terminated\": true | \"terminated\": 1 | \"transitions[2].terminated\" must be true or"
            + " false, got 1",
        "\"action\": \"tails\" | \"action\": \"tail\" | transitions[2]: there is no action"
            + " \"tail\". Did you mean tails?",
        "\"action\": \"tails\" | \"action\": \"heads\" | the probabilities of what follows state 1,"
            + " action 0 (heads) sum to 2.0",
        "{\"from\": 0, \"to\": 1, \"reward\": 2}, | 5, | \"transitions[0]\" must be an object, got"
            + " 5",
        "{\"from\": 0, \"to\": 1, \"reward\": 2}, | '' | nothing follows state 0, action 0 (heads)",
        "]} | ] | not JSON: expected ',' or '}', got the end (line 4, column 1)",
        "\"reward\": 2 | \"reward\": NaN | not JSON: expected a number, got NaN, which JSON does"
            + " not have (line 2, column 34)",
        "\"max_steps\": 3 | \"max_steps\": 99999999999999999999 | must be a whole number from 1 to"
            + " 2147483647, without a point, got 1.0E20",
      })
  void whatIsWrongIsNamed(String from, String to, String message) {
    assertThat(COIN).contains(from);
    assertThatThrownBy(() -> MdpFile.parse(COIN.replace(from, to), "coin.json"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("coin.json: ")
        .hasMessageContaining(message);
  }

  @Test
  void aWholeNumberBeyond64BitsIsARewardLikeAnyOther() {
    FiniteMdp mdp =
        MdpFile.parse(COIN.replace("\"reward\": 2", "\"reward\": 1" + "0".repeat(30)), "x");

    assertThat(mdp.transitions(0, 0).getFirst().reward()).isEqualTo(1e30);
  }

  @Test
  void aByteOrderMarkMayComeFirst() throws IOException {
    Path file = Files.writeString(folder.resolve("coin.json"), "\ufeff" + COIN);

    assertThat(MdpFile.read(file)).isEqualTo(MdpFile.parse(COIN, file.toString()));
  }

  @Test
  void aMissingFileIsNamed() {
    Path file = folder.resolve("nowhere.json");
    assertThatThrownBy(() -> MdpFile.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(file + ": no such file");
  }

  @Test
  void aShortFileCannotAskForMuchMemory() {
    String huge =
        """
        {"states": 1000000, "actions": 1000, "start": 0, "transitions": []}
        """;
    assertThatThrownBy(() -> MdpFile.parse(huge, "rooms.json"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1000000 states with 1000 actions are too many");
  }
}
