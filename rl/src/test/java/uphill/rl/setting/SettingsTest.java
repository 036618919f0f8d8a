package uphill.rl.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.nn.Activation;
import uphill.rl.algorithms.VpgConfig;
import uphill.rl.data.Weights;

class SettingsTest {

  private static final VpgConfig CONFIG = VpgConfig.spinningUp();

  static List<VpgConfig> presets() {
    return List.of(VpgConfig.simple(), VpgConfig.spinningUp(), VpgConfig.classicControl());
  }

  @Test
  void changesAreByNameAndLeaveTheRestAsItWas() {
    VpgConfig changed =
        Settings.with(CONFIG, Map.of("learning_rate", "0.5", "hidden", "8, 16", "anneal", "true"));

    assertThat(changed.learningRate()).isEqualTo(0.5);
    assertThat(changed.network().hidden()).containsExactly(8, 16);
    assertThat(changed.anneal()).isTrue();
    Map<String, Object> expected = Settings.values(CONFIG);
    expected.put("learning_rate", 0.5);
    expected.put("hidden", List.of(8, 16));
    expected.put("anneal", true);
    assertThat(Settings.values(changed)).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("presets")
  void entriesAndValuesHaveTheSameNamesInTheSameOrder(VpgConfig preset) {
    List<String> names =
        Settings.entries(VpgConfig.class).stream().map(Settings.Entry::name).toList();

    assertThat(Settings.values(preset).keySet()).containsExactlyElementsOf(names);
    assertThat(names).contains("weights", "learning_rate", "max_gradient_norm", "log_std");
  }

  @ParameterizedTest
  @MethodSource("presets")
  void valuesAreOfTheirKindAndInTheirBounds(VpgConfig preset) {
    Map<String, Object> values = Settings.values(preset);

    for (Settings.Entry entry : Settings.entries(VpgConfig.class)) {
      Object value = Objects.requireNonNull(values.get(entry.name()));
      assertThat(entry.meaning()).isNotBlank();
      switch (entry.kind()) {
        case "number" -> assertThat((Double) value).isBetween(entry.min(), entry.max());
        case "integer" ->
            assertThat(((Number) value).doubleValue()).isBetween(entry.min(), entry.max());
        case "boolean" -> assertThat(value).isInstanceOf(Boolean.class);
        case "choice" -> assertThat(entry.choices()).contains((String) value);
        case "integers" -> assertThat(value).isInstanceOf(List.class);
        case "text" -> assertThat((String) value).isNotBlank();
        default -> throw new AssertionError("unknown kind " + entry.kind());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("presets")
  void valuesWrittenAsTextAreReadBack(VpgConfig preset) {
    Map<String, String> text =
        Settings.values(preset).entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().toString()));

    VpgConfig other = presets().get((presets().indexOf(preset) + 1) % 3);
    assertThat(Settings.values(Settings.with(other, text))).isEqualTo(Settings.values(preset));
  }

  @ParameterizedTest
  @CsvSource({
    // weights
    "baseline, BASELINE",
    "gae, GAE",
  })
  void aChoiceIsItsWord(String text, Weights weights) {
    assertThat(Settings.with(CONFIG, Map.of("weights", text)).weights()).isEqualTo(weights);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reward_to_go", "reward-to-go", " reward-to-go "})
  void aChoiceIsReadInKebabAndSnakeCase(String text) {
    assertThat(Settings.with(VpgConfig.simple(), Map.of("weights", text)).weights())
        .isEqualTo(Weights.REWARD_TO_GO);
  }

  @Test
  void allWordsAreListedForAChoice() {
    Settings.Entry weights = Settings.entries(VpgConfig.class).getFirst();

    assertThat(weights.kind()).isEqualTo("choice");
    assertThat(weights.choices()).containsExactly("return", "reward_to_go", "baseline", "gae");
    assertThat(Settings.with(CONFIG, Map.of("activation", "relu")).network().activation())
        .isEqualTo(Activation.RELU);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "64,64 | 64 64",
        "[64, 32] | 64 32",
        "[] | ''",
        "none | ''",
        "8 | 8",
        "1e1, 1k | 10 1000"
      })
  void integersAreAList(String text, String expected) {
    VpgConfig changed = Settings.with(CONFIG, Map.of("hidden", text));

    assertThat(Arrays.stream(changed.network().hidden()).mapToObj(Integer::toString))
        .containsExactlyElementsOf(expected.isEmpty() ? List.of() : List.of(expected.split(" ")));
  }

  @Test
  void integersAreCounts() {
    assertThat(Settings.with(CONFIG, Map.of("batch_steps", "4k")).onPolicy().batchSteps())
        .isEqualTo(4000);
    assertThat(Settings.with(CONFIG, Map.of("batch_steps", "1e6")).onPolicy().batchSteps())
        .isEqualTo(1_000_000);
  }

  @Test
  void anUnknownNameGivesTheNearest() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.with(CONFIG, Map.of("lerning_rate", "1")))
        .withMessage(
            "unknown setting \"lerning_rate\". Did you mean learning_rate? \"uphill algorithms\""
                + " lists all.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.with(CONFIG, Map.of("xyzzy", "1")))
        .withMessage("unknown setting \"xyzzy\". \"uphill algorithms\" lists all.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gamma | high | gamma must be a number in [0, 1], got \"high\"",
        "gamma | '' | gamma must be a number in [0, 1], got \"\"",
        "gamma | nan | gamma must be a number in [0, 1], got \"nan\"",
        "learning_rate | x | learning_rate must be a number, at least 0 and finite, got \"x\"",
        "batch_steps | 1.5 | batch_steps must be a whole number in [1, 10000000], got \"1.5\"",
        "batch_steps | 3e9 | batch_steps must be in [1, 10000000], got 3000000000",
        "envs | 1e99 | envs must be a whole number in [1, 4096], got \"1e99\"",
        "value_epochs | 1e10 | value_epochs must be in [0, 2147483647], got 10000000000",
        "value_minibatch | 1e10 | value_minibatch must be in [0, 2147483647], got 10000000000",
        "hidden | 1e6 | hidden must be in [1, 16384], got 1000000",
        "hidden | 64,1e10 | hidden must be in [1, 16384], got 10000000000",
        "hidden | '' | hidden must be whole numbers in [1, 16384], such as 64,64, or none, got"
            + " \"\"",
        "hidden | 64,x | hidden must be whole numbers in [1, 16384], such as 64,64, or none, got"
            + " \"64,x\"",
        "hidden | none,8 | hidden must be whole numbers in [1, 16384], such as 64,64, or none, got"
            + " \"none,8\"",
        "hidden | 64, | hidden must be whole numbers in [1, 16384], such as 64,64, or none, got"
            + " \"64,\"",
        "hidden | [ | hidden must be whole numbers in [1, 16384], such as 64,64, or none, got"
            + " \"[\"",
        "hidden | [64 | hidden must be whole numbers in [1, 16384], such as 64,64, or none, got"
            + " \"[64\"",
        "hidden | 64] | hidden must be whole numbers in [1, 16384], such as 64,64, or none, got"
            + " \"64]\"",
        "critic_hidden | -1 | critic_hidden must be in [0, 16384], got -1",
        "critic_hidden | 0,8 | critic_hidden is 0 alone, or at least 1 for each layer, got [0, 8]",
        "output_gain | -1 | output_gain must be at least 0 and finite, got -1",
        "network | '' | network must be dense or the name of a class, got \"\"",
        "network | a b | network must be dense or the name of a class, got \"a b\"",
        "anneal | yes | anneal must be true or false, got \"yes\"",
        "activation | tan | activation must be one of tanh, relu, got \"tan\". Did you mean tanh?",
        "weights | x | weights must be one of return, reward_to_go, baseline, gae, got \"x\".",
      })
  void aValueThatCannotBeReadIsRefusedBySayingWhatItMustBe(
      String name, String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.with(CONFIG, Map.of(name, text)))
        .withMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 1 | in [0, 1]",
        "0.5 | 1e3 | in [0.5, 1000]",
        "1 | Infinity | at least 1 and finite",
        "-Infinity | Infinity | a finite number"
      })
  void boundsInWords(double min, double max, String words) {
    assertThat(Settings.bounds(min, max)).isEqualTo(words);
  }

  /// A record whose component is not described.
  public record Undescribed(double gamma) {}

  /// A record whose component is of no kind.
  public record OfNoKind(@Setting(value = "a count", source = "test") long count) {}

  @Test
  void recordsThatAreNoSettingsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.entries(Undescribed.class))
        .withMessage("gamma of %s has no @Setting", Undescribed.class.getName());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.entries(OfNoKind.class))
        .withMessageContaining("settings cannot be of long");
  }

  /// Settings that several algorithms share.
  public record Shared(
      @Setting(value = "units", source = "test", min = 1) int unitCount,
      @Setting(value = "a share", source = "test", before = "0.5") double share) {

    /// Checks its own components.
    public Shared {
      Settings.check(Shared.class, "unitCount", unitCount);
    }
  }

  /// Settings of one, among them those.
  public record Nested(
      @Setting(value = "a rate", source = "test") double rate,
      Shared shared,
      @Setting(value = "the last", source = "test") boolean last) {}

  private static final Nested NESTED = new Nested(0.1, new Shared(3, 0.25), true);

  @Test
  void theSettingsOfARecordInARecordStandInItsPlace() {
    assertThat(Settings.entries(Nested.class).stream().map(Settings.Entry::name))
        .containsExactly("rate", "unit_count", "share", "last");
    assertThat(Settings.values(NESTED).entrySet().stream().map(Object::toString))
        .containsExactly("rate=0.1", "unit_count=3", "share=0.25", "last=true");
    assertThat(Settings.entries(Nested.class).get(1).min()).isEqualTo(1);
  }

  @Test
  void changesReachARecordInARecordAndItsChecks() {
    assertThat(Settings.with(NESTED, Map.of("share", "0.75", "rate", "2")))
        .isEqualTo(new Nested(2, new Shared(3, 0.75), true));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.with(NESTED, Map.of("unit_count", "0")))
        .withMessage("unit_count must be in [1, 2147483647], got 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.with(NESTED, Map.of("shared", "1")))
        .withMessageStartingWith("unknown setting \"shared\". Did you mean share?");
  }

  /// Two settings of one name, one of them deeper.
  public record Twice(@Setting(value = "a share", source = "test") double share, Shared shared) {}

  @Test
  void oneNameIsOneSetting() {
    String message = Twice.class.getName() + " has two settings share";

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.entries(Twice.class))
        .withMessage(message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.with(new Twice(1, new Shared(3, 1)), Map.of("share", "2")))
        .withMessage(message);
  }

  @Test
  void settingsAreThoseOfARecord() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.entries(String.class))
        .withMessage("java.lang.String is not a record: settings are the components of one");
  }

  @Test
  void recordedSettingsAreTakenWholeWhateverTheConfigHas() {
    assertThat(
            Settings.recorded(
                NESTED, Map.of("rate", "2", "unit_count", "5", "share", "0.75", "last", "false")))
        .isEqualTo(new Nested(2, new Shared(5, 0.75), false));
  }

  @Test
  void aSettingYoungerThanTheRunHasTheValueThatRunsHadBeforeIt() {
    assertThat(Settings.recorded(NESTED, Map.of("rate", "2", "unit_count", "5", "last", "false")))
        .isEqualTo(new Nested(2, new Shared(5, 0.5), false));
  }

  @Test
  void aSettingThatIsAsItWasBeforeIsNoneThatARunSaysOfItself() {
    assertThat(Settings.lasting(NESTED)).containsKeys("rate", "unit_count", "share", "last");
    assertThat(Settings.lasting(new Nested(0.1, new Shared(3, 0.5), true)))
        .containsOnlyKeys("rate", "unit_count", "last");
  }

  @Test
  void aRecordedSettingThatIsMissingOrUnknownIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.recorded(NESTED, Map.of("rate", "2", "last", "false")))
        .withMessage("the setting \"unit_count\" is missing: each has a value in a run");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Settings.recorded(
                    NESTED, Map.of("rate", "2", "unit_count", "5", "last", "false", "x", "1")))
        .withMessageStartingWith("unknown setting \"x\".");
  }
}
