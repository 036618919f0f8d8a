package uphill.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.lab.Experiment;
import uphill.lab.config.Algorithm;
import uphill.lab.config.RunConfig;
import uphill.lab.config.SeedList;
import uphill.lab.world.World;

class SearchSpaceTest {

  private static final World CART_POLE = world("CartPole-v1");
  private static final World PENDULUM = world("Pendulum-v1");

  private static World world(String name) {
    return World.named(name, SearchSpaceTest.class.getClassLoader());
  }

  private static RunConfig preset(String algorithm, World world) {
    return Experiment.in(world).algorithm(algorithm).config();
  }

  private static SearchSpace space(Map<String, String> fixed, String... asked) {
    return SearchSpace.of(List.of(asked), fixed, preset("ppo", CART_POLE), CART_POLE);
  }

  @Test
  void whatIsDrawnDependsOnTheSeedAndTheTrialAlone() {
    SearchSpace all = space(Map.of());
    Map<String, String> drawn = all.draw(3, 7);

    assertThat(space(Map.of()).draw(3, 7)).isEqualTo(drawn);
    assertThat(all.draw(4, 7)).isNotEqualTo(drawn);
    assertThat(all.draw(3, 8)).isNotEqualTo(drawn);
  }

  @Test
  void eachSettingIsDrawnByItselfWhateverElseIsVaried() {
    Map<String, String> all = space(Map.of()).draw(3, 7);

    assertThat(space(Map.of("gamma", "0.9")).draw(3, 7))
        .doesNotContainKey("gamma")
        .containsEntry("clip", all.get("clip"))
        .containsEntry("learning_rate", all.get("learning_rate"));
    assertThat(space(Map.of(), "learning_rate", "clip").draw(3, 7))
        .containsOnly(
            Map.entry("learning_rate", all.getOrDefault("learning_rate", "")),
            Map.entry("clip", all.getOrDefault("clip", "")));
  }

  @Test
  void whatHasNoEffectInTheWorldIsNotVaried() {
    RunConfig ppo = preset("ppo", PENDULUM);

    assertThat(space(Map.of()).texts()).doesNotContainKeys("log_std", "value_epochs");
    assertThat(SearchSpace.of(List.of(), Map.of(), ppo, PENDULUM).texts()).containsKey("log_std");
  }

  /// A world whose observations are no numbers to normalize, as all algorithms begin with it.
  @ParameterizedTest
  @CsvSource({
    "FrozenLake-v1,ppo",
    "FrozenLake-v1,vpg",
    "CliffWalking-v1,ppo",
    "CliffWalking-v1,trpo",
    "Taxi-v4,npg",
    "Blackjack-v1,a2c"
  })
  void whatCannotBeAppliedInTheWorldIsNotVaried(String name, String algorithm) {
    World world = world(name);
    RunConfig preset = Experiment.in(world).algorithm(algorithm).steps(100_000).config();
    SearchSpace varied = SearchSpace.of(List.of(), Map.of(), preset, world);
    Tuning tuning =
        Tuning.of(
            new TrainWords(name, algorithm, "", "", Optional.of(100_000L), Map.of()),
            preset,
            varied,
            new Halving(30, 3, 1, 100_000),
            /* seed= */ 0,
            SeedList.parse("0"),
            world);

    assertThat(varied.texts())
        .containsKeys("normalize_rewards", "gamma")
        .doesNotContainKey("normalize_observations");
    assertThat(tuning.trials().stream().flatMap(trial -> trial.refused().stream()))
        .allMatch(why -> why.startsWith("it drew the settings of"));
  }

  @Test
  void whatWasAskedForAndCannotBeAppliedIsRefusedTrialByTrial() {
    World world = world("FrozenLake-v1");
    RunConfig preset = preset("ppo", world);
    Tuning tuning =
        Tuning.of(
            TrainWords.parse("FrozenLake-v1"),
            preset,
            SearchSpace.of(List.of("normalize_observations"), Map.of(), preset, world),
            new Halving(8, 3, 1, preset.steps()),
            /* seed= */ 0,
            SeedList.parse("0"),
            world);

    assertThat(tuning.first()).containsExactly(0);
    assertThat(tuning.trials().stream().flatMap(trial -> trial.refused().stream()))
        .anyMatch(why -> why.startsWith("normalize_observations=true is for observations in"));
  }

  @Test
  void aWordThatIsNoRangeIsRefused() {
    assertThatThrownBy(() -> space(Map.of("gamma", "0.9"), "gamma"))
        .hasMessage("--set gamma and --search gamma exclude each other: give one of them");
    assertThatThrownBy(() -> space(Map.of(), "gamma", "gamma=0.5..0.9"))
        .hasMessage("--search gamma is given twice: give it once");
    assertThatThrownBy(() -> space(Map.of(), "envs"))
        .hasMessageContaining("envs has no range of its own", "--search envs=LOW..HIGH");
  }

  static Stream<String> algorithms() {
    return Algorithm.all().stream().map(Algorithm::name);
  }

  /// Ranges that are documented are within the settings' bounds, or reading them would throw; and
  /// what is drawn from them goes together.
  @ParameterizedTest
  @MethodSource("algorithms")
  void whatIsDrawnFromTheDocumentedRangesCanBeTrained(String algorithm) {
    boolean replays = List.of("sac", "td3", "ddpg").contains(algorithm);
    for (World world : replays ? List.of(PENDULUM) : List.of(CART_POLE, PENDULUM)) {
      RunConfig preset = preset(algorithm, world);
      SearchSpace space = SearchSpace.of(List.of(), Map.of(), preset, world);
      Tuning tuning =
          Tuning.of(
              TrainWords.parse(world.name()),
              preset,
              space,
              new Halving(100, 3, 1, 100_000),
              /* seed= */ 0,
              SeedList.parse("0..2"),
              world);

      assertThat(space.texts()).containsKeys("gamma", "hidden");
      assertThat(space.texts())
          .containsKeys(
              replays ? new String[] {"tau", "minibatch"} : new String[] {"lambda", "batch_steps"});
      assertThat(tuning.trials()).allMatch(trial -> trial.refused().isEmpty());
      assertThat(tuning.trials().getFirst().differs()).isEmpty();
      Set<Map<String, String>> different = new HashSet<>();
      tuning.trials().forEach(trial -> different.add(trial.differs()));
      assertThat(different).hasSize(100);
    }
  }

  @Test
  void theSameSettingsAreNotTrainedTwice() {
    RunConfig preset = preset("ppo", CART_POLE);
    Tuning tuning =
        Tuning.of(
            TrainWords.parse("CartPole-v1"),
            preset,
            space(Map.of(), "epochs=20|10|5"),
            new Halving(50, 3, 1, preset.steps()),
            /* seed= */ 0,
            SeedList.parse("0"),
            CART_POLE);

    assertThat(tuning.first()).hasSize(3).startsWith(0);
    assertThat(tuning.trials().stream().map(trial -> trial.refused().orElse("")))
        .contains("it drew the settings of trial-000");
  }

  @Test
  void freshSeedsAreTenThatNoTrialHad() {
    RunConfig preset = preset("ppo", CART_POLE);
    Tuning tuning =
        Tuning.of(
            TrainWords.parse("CartPole-v1"),
            preset,
            space(Map.of(), "gamma"),
            new Halving(2, 3, 1, preset.steps()),
            /* seed= */ 0,
            SeedList.parse("0,2,11,40"),
            CART_POLE);

    assertThat(tuning.freshSeeds().seeds())
        .containsExactly(1L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 12L);
  }

  /// Batches are not cut: a run of 3000 steps in batches of 2048 would take 4096.
  @Test
  void beforeTheLastRungNoTrialTakesMoreStepsThanTheRungHas() {
    RunConfig preset = Experiment.in(CART_POLE).algorithm("ppo").steps(6000).config();
    SearchSpace space = space(Map.of(), "batch_steps=256|2048|4096");
    Tuning tuning =
        Tuning.of(
            TrainWords.parse("CartPole-v1 --steps 6000"),
            preset,
            space,
            new Halving(20, 2, 2, 6000),
            /* seed= */ 0,
            SeedList.parse("0"),
            CART_POLE);

    Set<String> seen = new HashSet<>();
    for (Trial trial : tuning.trials()) {
      String batch = trial.differs().getOrDefault("batch_steps", "256");
      seen.add(batch);
      if (batch.equals("4096")) {
        assertThat(trial.refused())
            .hasValue("an update takes 4096 steps, and the first rung has 3000");
      } else {
        long first = batch.equals("256") ? 2816 : 2048;
        assertThat(tuning.row(trial.number(), 0).train().steps()).hasValue(first);
        assertThat(tuning.row(trial.number(), 1).train().steps()).hasValue(6000L);
      }
    }
    assertThat(seen).containsExactlyInAnyOrder("256", "2048", "4096");
  }
}
