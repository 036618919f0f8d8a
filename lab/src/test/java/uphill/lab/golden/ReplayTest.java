package uphill.lab.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.records.Json;

class ReplayTest {

  private static final ClassLoader LOADER = ReplayTest.class.getClassLoader();

  @TempDir private Path folder = Path.of("");

  static Stream<String> names() {
    return Recording.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyStepOfEveryGoldenFileIsWithinTolerance(String name) {
    List<String> lines = Recording.lines(name);
    long steps =
        lines.stream()
            .skip(1)
            .mapToLong(line -> GoldenLine.parse(name, line).list("actions").size())
            .sum();

    ReplayReport report = Replay.of(Recording.golden(name), LOADER);

    assertThat(report.passed()).isTrue();
    assertThat(report.firstDeviation()).isEmpty();
    assertThat(report.episodes()).isEqualTo(lines.size() - 1);
    assertThat(report.steps()).isEqualTo(steps).isPositive();
    // An acrobot makes the last bits of a sine larger with every step (docs/environments.md).
    double least = name.startsWith("Acrobot") ? 0.938 : 0.99;
    assertThat(report.stateBitEqualShare()).isBetween(least, 1.0);
    assertThat(name).startsWith(report.environment());
  }

  @ParameterizedTest
  @MethodSource("names")
  void plainAndCompressedFilesAreTheSameRecording(String name) throws IOException {
    Path plain = Files.write(folder.resolve(name), Recording.lines(name));

    Map<String, Object> expected = Replay.of(Recording.golden(name), LOADER).toJson();
    Map<String, Object> actual = Replay.of(plain, LOADER).toJson();

    expected.remove("file");
    actual.remove("file");
    assertThat(actual).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("names")
  void unchangedAndWrittenAnewARecordingPasses(String name) throws IOException {
    assertThat(Recording.of(name).replay(folder).passed()).isTrue();
  }

  @Test
  void aStateOffBy1EMinus11IsFoundAndOneOffBy1EMinus13IsTolerated() throws IOException {
    for (String name : List.of("CartPole-v1", "MountainCar-v0", "Pendulum-v1", "Acrobot-v1")) {
      for (int i = 0; i < Recording.of(name).lastRow("states").size(); i++) {
        Recording changed = Recording.of(name);
        changed.lastRow("states").set(i, (double) changed.lastRow("states").get(i) + 1e-11);
        ReplayReport report = changed.replay(folder);

        assertThat(report.passed()).isFalse();
        assertThat(report.worstStateError()).isCloseTo(1e-11, within(1e-14));
        assertThat(report.firstDeviation())
            .hasValueSatisfying(
                where(String.format(Locale.ROOT, "line 2: states[%d][%d] is", changed.last(), i)));

        changed.lastRow("states").set(i, (double) changed.lastRow("states").get(i) - 1e-11 + 1e-13);
        assertThat(changed.replay(folder).passed()).isTrue();
      }
    }
  }

  private static Consumer<String> where(String place) {
    return text -> assertThat(text).contains(place);
  }

  @ParameterizedTest
  @MethodSource("names")
  void anObservationOffByTwoUlpsIsFoundAndOneUlpIsToleratedOfAcrobotOnly(String name)
      throws IOException {
    for (int ulps = 1; ulps <= 2; ulps++) {
      Recording changed = Recording.of(name);
      float value = (float) (double) changed.lastRow("obs").get(1);
      for (int k = 0; k < ulps; k++) {
        value = Math.nextUp(value);
      }
      changed.lastRow("obs").set(1, (double) value);
      ReplayReport report = changed.replay(folder);

      assertThat(report.worstObservationUlps()).isEqualTo(ulps);
      assertThat(report.passed()).isEqualTo(name.equals("Acrobot-v1") && ulps == 1);
      assertThat(report.observationBitEqualShare())
          .isEqualTo((double) changed.last() / report.steps());
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void aRewardOffBy1EMinus8IsFoundAndOneOffBy1EMinus10IsTolerated(String name) throws IOException {
    for (double error : new double[] {1e-8, -1e-8, 1e-10}) {
      Recording changed = Recording.of(name);
      List<Object> rewards = changed.column("rewards");
      rewards.set(3, ((Number) rewards.get(3)).doubleValue() + error);
      ReplayReport report = changed.replay(folder);

      assertThat(report.passed()).isEqualTo(Math.abs(error) < 1e-9);
      assertThat(report.worstRewardError()).isCloseTo(Math.abs(error), within(5e-11));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void aFlippedFlagIsFound(String name) throws IOException {
    for (String flag : List.of("terminated", "truncated")) {
      Recording changed = Recording.of(name);
      changed.episode().compute(flag, (_, value) -> !(boolean) Objects.requireNonNull(value));
      ReplayReport report = changed.replay(folder);

      assertThat(report.flagMismatches()).isEqualTo(1);
      assertThat(report.passed()).isFalse();
      assertThat(report.firstDeviation())
          .hasValueSatisfying(
              where(String.format(Locale.ROOT, "%s after actions[%d]", flag, changed.last())));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void aChangedActionIsFoundWhereItIs(String name) throws IOException {
    Recording changed = Recording.of(name);
    Object action = changed.column("actions").get(4);
    changed.column("actions").set(4, action instanceof Long n ? (n + 1) % 2 : List.of(-0.77));
    ReplayReport report = changed.replay(folder);

    assertThat(report.passed()).isFalse();
    assertThat(report.firstDeviation()).hasValueSatisfying(where("line 2: states[4]["));
  }

  @Test
  void aMissingLastStepIsAFlagTooEarly() throws IOException {
    Recording changed = Recording.of("CartPole-v1");
    for (String column : List.of("actions", "states", "obs", "rewards")) {
      changed.column(column).removeLast();
    }

    assertThat(changed.episode()).containsEntry("terminated", true);
    assertThat(changed.replay(folder).flagMismatches()).isEqualTo(1);
  }

  @Test
  void aStepThatTerminatesAtTheLimitHasBothFlags() throws IOException {
    Recording changed = Recording.of("CartPole-v1");
    changed.header().put("max_episode_steps", (long) changed.last() + 1);

    assertThat(changed.replay(folder).flagMismatches()).isEqualTo(1);
    changed.episode().put("truncated", true);
    assertThat(changed.replay(folder).passed()).isTrue();
    changed.episode().put("terminated", false);
    assertThat(changed.replay(folder).flagMismatches()).isEqualTo(1);
  }

  @Test
  void theTimeLimitIsTheHeaders() throws IOException {
    Recording changed = Recording.of("Pendulum-v1");
    assertThat(changed.episode()).containsEntry("truncated", true);

    changed.header().put("max_episode_steps", Json.NULL);
    assertThat(changed.replay(folder).flagMismatches()).isEqualTo(1);
    changed.episode().put("truncated", false);
    assertThat(changed.replay(folder).passed()).isTrue();
  }

  @Test
  void theKeywordArgumentsAreTheHeaders() throws IOException {
    Recording sutton = Recording.of("CartPole-v1-sutton");
    sutton.header().put("kwargs", Map.of());
    assertThat(sutton.replay(folder).worstRewardError()).isEqualTo(2);

    Recording pendulum = Recording.of("Pendulum-v1");
    pendulum.header().put("kwargs", Map.of("g", 10L));
    assertThat(pendulum.replay(folder).passed()).isTrue();
    pendulum.header().put("kwargs", Map.of("g", 9.81));
    assertThat(pendulum.replay(folder).passed()).isFalse();
  }

  @Test
  void thePrecisionOfTheStateIsTheHeaders() throws IOException {
    for (String name : List.of("Acrobot-v1", "MountainCarContinuous-v0")) {
      Recording changed = Recording.of(name);
      changed.header().put("state_dtype", "float64");
      assertThat(changed.replay(folder).passed()).isFalse();
    }
  }

  @Test
  void aWorldThatOverflowsFailsAndItsErrorIsNullInJson() throws IOException {
    Recording changed = Recording.of("CartPole-v1");
    changed.column("initial_state").replaceAll(_ -> 1e308);
    assertThat(changed.replay(folder).worstStateError()).isInfinite();

    changed.column("initial_state").set(2, 0.0); // 1e308² · sin 0
    ReplayReport report = changed.replay(folder);
    assertThat(report.worstStateError()).isNaN();
    assertThat(report.passed()).isFalse();
    assertThat(Json.line(report.toJson())).contains("\"worst_state_error\":null");
  }

  @Test
  void oneErrorBeyondToleranceOrNotANumberIsEnoughToFail() {
    assertThat(report(1e-12, 1, 1e-9, 0).passed()).isTrue();
    for (double error : new double[] {1.1e-9, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThat(report(error, 0, 0, 0).passed()).isFalse();
      assertThat(report(0, 0, error, 0).passed()).isFalse();
    }
    assertThat(report(0, 2, 0, 0).passed()).isFalse();
    assertThat(report(0, 0, 0, 1).passed()).isFalse();
  }

  private static ReplayReport report(double state, long ulps, double reward, long flags) {
    return new ReplayReport(
        Path.of(""),
        "",
        Map.of(),
        1,
        1,
        state,
        ReplayReport.STATE_TOLERANCE,
        0,
        ulps,
        1,
        reward,
        1,
        1,
        flags,
        Optional.empty());
  }

  @Test
  void ulpsCountTheFloatsFromOneToTheOther() {
    assertThat(Replay.ulps(1, 1)).isZero();
    assertThat(Replay.ulps(1, Math.nextUp(1f))).isEqualTo(1);
    assertThat(Replay.ulps(-1, Math.nextDown(-1f))).isEqualTo(1);
    assertThat(Replay.ulps(0f, -0f)).isZero();
    assertThat(Replay.ulps(-Float.MIN_VALUE, Float.MIN_VALUE)).isEqualTo(2);
    assertThat(Replay.ulps(1, 2)).isEqualTo(1 << 23);
    assertThat(Replay.ulps(-Float.MAX_VALUE, Float.MAX_VALUE)).isGreaterThan(4_000_000_000L);
    assertThat(Replay.ulps(Float.NaN, Float.MAX_VALUE)).isPositive();
  }
}
