package uphill.rl.algorithms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.nn.Activation;
import uphill.rl.Network;
import uphill.rl.setting.Settings;

class VpgConfigTest {

  private static final VpgConfig CONFIG = VpgConfig.spinningUp();

  static List<Settings.Entry> bounded() {
    return Settings.entries(VpgConfig.class).stream()
        .filter(entry -> Double.isFinite(entry.min()) || Double.isFinite(entry.max()))
        .toList();
  }

  @Test
  void everyNumberHasALowerBound() {
    assertThat(Settings.entries(VpgConfig.class))
        .filteredOn(entry -> List.of("number", "integer", "integers").contains(entry.kind()))
        .hasSize(18)
        .allMatch(entry -> Double.isFinite(entry.min()));
  }

  @ParameterizedTest
  @MethodSource("bounded")
  void whatIsBelowItsBoundIsRefused(Settings.Entry entry) {
    long below = (long) entry.min() - 1;

    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(entry.name(), Long.toString(below)))
        .withMessage(
            String.format(
                Locale.ROOT,
                "%s must be %s, got %d",
                entry.name(),
                Settings.bounds(entry.min(), entry.max()),
                below));
  }

  @ParameterizedTest
  @MethodSource("bounded")
  void whatIsAboveItsBoundIsRefused(Settings.Entry entry) {
    if (Double.isFinite(entry.max())) {
      long above = (long) entry.max() + 1;
      assertThatIllegalArgumentException()
          .isThrownBy(() -> with(entry.name(), Long.toString(above)))
          .withMessage(
              String.format(
                  Locale.ROOT,
                  "%s must be %s, got %d",
                  entry.name(),
                  Settings.bounds(entry.min(), entry.max()),
                  above));
    }
  }

  @ParameterizedTest
  @MethodSource("bounded")
  void whatIsNoFiniteNumberIsRefused(Settings.Entry entry) {
    if (entry.kind().equals("number")) {
      for (String text : List.of("NaN", "Infinity", "-Infinity")) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> with(entry.name(), text))
            .withMessageEndingWith("got " + text);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"gamma, 0", "gamma, 1", "lambda, 0", "learning_rate, 0", "envs, 1", "log_std, -20"})
  void boundsAreAllowed(String name, double value) {
    assertThat(Settings.values(with(name, Double.toString(value).replaceFirst("\\.0$", ""))))
        .hasEntrySatisfying(
            name, kept -> assertThat(((Number) kept).doubleValue()).isEqualTo(value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"return", "reward_to_go"})
  void weightsOfWholeEpisodesNeedThem(String weights) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with("weights", weights))
        .withMessage("weights %s need whole episodes: set whole_episodes=true", weights);
    assertThat(
            Settings.with(CONFIG, Map.of("weights", weights, "whole_episodes", "true"))
                .onPolicy()
                .wholeEpisodes())
        .isTrue();
  }

  @Test
  void wholeEpisodesNeedOneEnvironment() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.with(CONFIG, Map.of("whole_episodes", "true", "envs", "2")))
        .withMessage("whole episodes are sampled from one environment, got envs=2: set envs=1");
  }

  @Test
  void environmentsShareABatchEvenly() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.with(CONFIG, Map.of("batch_steps", "100", "envs", "3")))
        .withMessage(
            "batch_steps=100 is not a multiple of envs=3: set batch_steps=102, or envs to a number"
                + " that divides it");
  }

  @Test
  void theHiddenUnitsAreCopied() {
    int[] hidden = {8};
    Network network = Network.of(Activation.TANH, hidden);
    hidden[0] = -1;

    assertThat(network.hidden()).containsExactly(8);
  }

  private static VpgConfig with(String name, String value) {
    return Settings.with(CONFIG, Map.of(name, value));
  }

  /// A config comes from a file: a network that nobody can train must not be tried.
  @Test
  void networksWithoutEndAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with("hidden", "1,".repeat(100) + "1"))
        .withMessage("hidden must have at most 100 layers, got 101");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with("hidden", "16384,".repeat(8) + "16384"))
        .withMessage(
            "hidden must have at most 1000000000 weights between its layers, got 2147483648");
    assertThat(with("hidden", "1,".repeat(99) + "1").network().hidden()).hasSize(100);
  }
}
