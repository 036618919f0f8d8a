package uphill.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.env.mdp.FiniteMdp;
import uphill.env.mdp.TableEnv;

/// Environments by name, with arguments.
class EnvNameTest {

  @Test
  void whatFollowsTheColonAreArguments() {
    EnvName name = EnvName.of("A-v1:flag=true,number=0.5,text=a.b,desc=SF/FG");

    assertThat(name.id()).isEqualTo("A-v1");
    assertThat(name.arguments())
        .isEqualTo(Map.of("flag", true, "number", 0.5, "text", "a.b", "desc", "SF/FG"));
    assertThat(EnvName.of("examples.Greenhouse").arguments()).isEmpty();
  }

  @Test
  void aRandomLakeIsMadeFromItsSeedWithinItsLimit() {
    try (Env env = Environments.create("FrozenLake-v1:map_seed=3,map_size=6");
        Env same = Environments.create("FrozenLake-v1:map_seed=3,map_size=6");
        Env other = Environments.create("FrozenLake-v1:map_seed=4,map_size=6")) {
      assertThat(env.observationSpace()).isEqualTo(new Space.Discrete(36));
      TimeLimit limit = (TimeLimit) env;
      assertThat(limit.maxSteps()).isEqualTo(100);
      FiniteMdp lake = ((TableEnv) limit.world()).mdp();
      assertThat(((TableEnv) ((TimeLimit) same).world()).mdp()).isEqualTo(lake);
      assertThat(((TableEnv) ((TimeLimit) other).world()).mdp()).isNotEqualTo(lake);
    }
  }

  @Test
  void listsHaveSlashes() {
    try (Env env = Environments.create("FrozenLake-v1:desc=SFF/FHF/FFG,reward_schedule=2/-1/0.5")) {
      FiniteMdp lake = ((TableEnv) ((TimeLimit) env).world()).mdp();
      assertThat(lake.states()).isEqualTo(9);
      assertThat(lake.transitions(5, 1)).anyMatch(o -> o.reward() == 2 && o.terminated());
      assertThat(lake.transitions(1, 1)).anyMatch(o -> o.reward() == -1 && o.terminated());
      assertThat(lake.transitions(0, 1)).anyMatch(o -> o.reward() == 0.5);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FrozenLake-v1:                        | expected arguments such as
          FrozenLake-v1:map_seed                | expected arguments such as
          FrozenLake-v1:=3                      | expected arguments such as
          FrozenLake-v1:map_seed=1,map_seed=2   | each once
          FrozenLake-v1:mapseed=1               | has no argument "mapseed". Did you mean map_seed?
          FrozenLake-v1:map_seed=x              | must be a finite number
          FrozenLake-v1:reward_schedule=1/2     | a list of 3 finite numbers
          FrozenLake-v2:map_seed=1              | FrozenLake-v1
          """)
  void whatWillNotDoIsSaid(String name, String part) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Environments.create(name))
        .withMessageContaining(part);
  }

  @ParameterizedTest
  @CsvSource({
    "LunarLander-v3, false",
    "LunarLander-v3:enable_wind=true, false",
    "LunarLander-v3:max_episode_steps=300, false",
    "Hopper-v5:ctrl_cost_weight=0, true",
    "Pendulum-v1:scale_reward=0.1, true",
    "CartPole-v1:clip_reward=true, true",
  })
  void anArgumentOfTheRewardChangesIt(String name, boolean changes) {
    assertThat(EnvName.of(name).changesReward()).isEqualTo(changes);
  }

  /// A complaint is then the same in every process: it is about the first.
  @Test
  void argumentsAndOptionsKeepTheirOrder() {
    List<String> names = List.of("m", "z", "b", "y", "a", "x", "c", "w", "d", "v");
    Reset reset = Reset.next();
    for (String name : names) {
      reset = reset.with(name, 1);
    }

    assertThat(EnvName.of("A-v1:" + String.join("=1,", names) + "=1").arguments().keySet())
        .containsExactlyElementsOf(names);
    assertThat(reset.options().keySet()).containsExactlyElementsOf(names);
  }
}
