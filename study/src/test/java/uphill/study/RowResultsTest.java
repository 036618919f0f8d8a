package uphill.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.kernel.Rng;
import uphill.lab.config.Algorithm;
import uphill.lab.config.EvaluationPlan;
import uphill.lab.evaluation.SeedScore;
import uphill.records.Json;
import uphill.rl.setting.Settings;

class RowResultsTest {

  private static final int MOST_BYTES = 20_000;

  @TempDir private Path directory;

  private final Rng random = Rng.seeded(7);

  private double number() {
    return 500 * random.nextDouble() / 3;
  }

  private SeedResult seed(long seed) {
    double mean = number();
    Map<String, Object> evaluation = new LinkedHashMap<>();
    evaluation.put("episodes", 100L);
    evaluation.put("mean", mean);
    evaluation.put("std", number());
    evaluation.put("min", -number());
    evaluation.put("max", number());
    evaluation.put("cut", 0L);
    return new SeedResult(
        seed, 1_000_448, 489, Optional.of(123_456L), evaluation, mean, "0f".repeat(32), number());
  }

  private double[] numbers(boolean rising) {
    double[] numbers = new double[100];
    for (int g = 0; g < numbers.length; g++) {
      numbers[g] = rising ? 999_983.0 * (g + 1) / numbers.length : number();
    }
    return numbers;
  }

  private RowResults results(int seeds) {
    List<SeedResult> all = new ArrayList<>();
    for (int k = 0; k < seeds; k++) {
      all.add(seed(-1L - k));
    }
    double[] iqm = numbers(false);
    iqm[0] = Double.NaN;
    return new RowResults(
        "ppo/0.5",
        "CartPole-v1 --algo ppo --steps 1000000 --set clip=0.5",
        "CartPole-v1",
        "ppo",
        "classic-control",
        1_000_000,
        Settings.values(Algorithm.named("ppo").presets().values().iterator().next().config()),
        OptionalDouble.of(100),
        "500 ± 0",
        all,
        Optional.of(new EvaluationPlan(5_000, 20)),
        Optional.of(new Band(numbers(true), iqm, numbers(false), numbers(false))));
  }

  @Test
  void whatIsWrittenIsReadAgainToTheLastBit() throws IOException {
    RowResults results = results(10);
    Path file = directory.resolve("ppo/0.5.json");
    results.write(file);
    Path again = directory.resolve("again.json");

    RowResults.read(file).write(again);

    assertThat(again).hasSameBinaryContentAs(file);
    assertThat(RowResults.read(file).means()).isEqualTo(results.means());
  }

  @Test
  void tenSeedsAreAtMostTwentyKilobytes() throws IOException {
    Path file = directory.resolve("row.json");
    results(10).write(file);

    assertThat(Files.size(file)).isLessThanOrEqualTo(MOST_BYTES);
  }

  @Test
  void itSaysWhatItsCurveIsOf() throws IOException {
    Path file = directory.resolve("row.json");
    results(2).write(file);
    String text = Files.readString(file);

    assertThat(text).contains("\"every_steps\": 5000", "\"curve_of\": \"mode\"");
    String earlier =
        text.replaceFirst("\\s*\"evaluations\": \\{[^}]*},", "")
            .replaceFirst("\\s*\"curve_of\".*", "");
    Files.writeString(file, earlier);
    assertThat(RowResults.read(file).toJson())
        .containsEntry("curve_of", "training")
        .containsEntry("evaluations", Json.NULL);
  }

  @Test
  void theWorstSeedAndThoseAtTheGoalAreThoseOfTheScores() {
    RowResults results = results(10);

    double worst = Double.POSITIVE_INFINITY;
    int atGoal = 0;
    for (double mean : results.means()) {
      worst = Math.min(worst, mean);
      atGoal += mean >= 100 ? 1 : 0;
    }
    assertThat(results.worst().mean()).isEqualTo(worst);
    assertThat(results.atGoal()).isEqualTo(atGoal).isBetween(1, 9);
    assertThat(results.score()).isEqualTo(SeedScore.of(results.means()));
  }

  /// What follows from the seeds is computed, whatever the file says.
  @Test
  void aScoreThatIsNotThatOfTheSeedsIsNotBelieved() throws IOException {
    Path file = directory.resolve("row.json");
    RowResults results = results(3);
    results.write(file);
    String text = Files.readString(file);
    Files.writeString(file, text.replaceFirst("\"iqm\": [0-9.]+", "\"iqm\": 500.0"));

    assertThat(RowResults.read(file).score()).isEqualTo(results.score());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "uphill-bench-1 ! uphill-bench-2 ! is not one this version reads (uphill-bench-1)",
        "\"mean\":[0-9.]+ ! \"mean\":null ! evaluation: \"mean\" must be a number, got null",
        "\"wall_seconds\": \\[[0-9.]+, ! \"wall_seconds\": [ ! expected seeds and a time of each",
        "\"iqm\": \\[null ! \"iqm\": [\"x\" ! curve: \"iqm\" must be numbers and null, got \"x\"",
        "\"iqm\": \\[null, ! \"iqm\": [ ! curve: expected as many numbers as steps, 100, got 99",
        "\"step\": \\[[0-9.]+ ! \"step\": [-1 ! \"step\" must rise from above 0, got -1.0",
        "\"published\": ! \"publish\": ! \"published\" must be text, got nothing",
        "\"curve\": \\{ ! \"curve\": [ ! not JSON",
      })
  void damageIsNamed(String part, String other, String message) throws IOException {
    Path file = directory.resolve("row.json");
    results(3).write(file);
    String text = Files.readString(file);
    String damaged = text.replaceFirst(part, other);
    assertThat(damaged).isNotEqualTo(text);
    Files.writeString(file, damaged);

    assertThatThrownBy(() -> RowResults.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message);
  }

  /// A thousand files with a byte that is another, or cut short: each is read, or refused with a
  /// sentence.
  @Test
  void noDamageDoesMoreThanASentence() throws IOException {
    Path file = directory.resolve("row.json");
    results(2).write(file);
    byte[] whole = Files.readAllBytes(file);
    int refused = 0;
    for (int k = 0; k < 1000; k++) {
      byte[] damaged = whole.clone();
      damaged[random.choice(whole.length)] = (byte) random.choice(256);
      int length = k % 2 == 0 ? whole.length : random.choice(whole.length);
      Files.write(file, Arrays.copyOf(damaged, length));
      try {
        RowResults.read(file).toJson();
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageContaining(file.toString());
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(500);
  }
}
