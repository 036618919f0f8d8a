package uphill.lab.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.env.mdp.FrozenLake;
import uphill.env.mdp.SmallMdps;
import uphill.env.mdp.TableEnv;
import uphill.lab.Experiment;
import uphill.lab.Verification;
import uphill.lab.WorldOfRun;
import uphill.lab.config.Algorithm;
import uphill.lab.config.RunConfig;

class WorldTest {

  private static final ClassLoader LOADER = WorldTest.class.getClassLoader();

  @TempDir private Path folder = Path.of("");

  private Path chain(double slip) throws IOException {
    Path file = folder.resolve("chain.json");
    MdpFile.write(SmallMdps.chain(3, slip).withMaxSteps(8), file);
    return file;
  }

  private static Experiment brief(World world) {
    return Experiment.in(world)
        .steps(200)
        .set("batch_steps", 100)
        .set("envs", 2)
        .set("anneal", false);
  }

  /// Gymnasium keeps it with any argument, and when rewards are changed too.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CartPole-v1 | 475",
        "CartPole-v1:max_episode_steps=300 | 475",
        "CartPole-v1:frame_stack=2,sticky=0.1 | 475",
        "CartPole-v1:sutton_barto_reward=true | none",
        "CartPole-v1:scale_reward=0.1 | none",
        "FrozenLake-v1:is_slippery=false | 0.7",
        "Pendulum-v1:g=9.81 | none",
      })
  void aThresholdStaysWhereTheRewardStays(String name, String threshold) {
    assertThat(World.named(name, LOADER).rewardThreshold())
        .isEqualTo(
            threshold.equals("none")
                ? OptionalDouble.empty()
                : OptionalDouble.of(Double.parseDouble(threshold)));
  }

  /// Whoever names the file that was edited since, in code, names another world.
  @Test
  void aRunGoesOnInItsOwnTableOnly() throws IOException {
    Path run = folder.resolve("run");
    World then = World.named(chain(0.1).toString(), LOADER);
    brief(then).run(run);
    World edited = World.named(chain(0.2).toString(), LOADER);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> brief(edited).resume(run, 400))
        .withMessageContaining("chain.json is not the table that " + run + " was made in");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Verification(edited, run).verify(1, 2, 1, _ -> {}))
        .withMessageContaining("is not the table");
    World own = WorldOfRun.of(run, RunConfig.read(run), LOADER);
    assertThat(brief(own).resume(run, 400).updates()).isEqualTo(4);
    assertThat(new Verification(then, run).verify(1, 4, 1, _ -> {}).passed()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "FrozenLake-v1, tabular",
    "FrozenLake-v1:is_slippery=false, tabular",
    "Taxi-v4, tabular",
    "CartPole-v1, classic-control",
    "Pendulum-v1, pendulum",
    "Acrobot-v1, acrobot",
  })
  void thePresetIsTheWorldsOwnOrWhatItsNatureAsksFor(String name, String preset) {
    assertThat(Experiment.in(World.named(name, LOADER)).algorithm("vpg").config().preset())
        .isEqualTo(preset);
  }

  /// A preset's name or a setting asks for an algorithm that has it, before the world does.
  @ParameterizedTest
  @CsvSource({
    "CartPole-v1, '', '', vpg",
    "Pendulum-v1, '', '', ppo",
    "Pendulum-v1:g=9.81, '', '', ppo",
    "Pendulum-v1, sb3, '', ppo",
    "Pendulum-v1, simple, '', vpg",
    "Pendulum-v1, '', weights, vpg",
    "CartPole-v1, cleanrl, '', ppo",
    "CartPole-v1, '', cg_steps, npg",
    "CartPole-v1, '', no_such_setting, vpg",
  })
  void theAlgorithmIsTheWorldsOwnAmongThoseThatKnowWhatIsAskedFor(
      String world, String preset, String setting, String algorithm) {
    Set<String> settings = setting.isEmpty() ? Set.of() : Set.of(setting);

    assertThat(Algorithm.best(World.named(world, LOADER), preset, settings).name())
        .isEqualTo(algorithm);
  }

  @Test
  void numberedStatesAskForATableWhereverTheyCameFrom() throws IOException {
    World file = World.named(chain(0.1).toString(), LOADER);
    World own =
        World.of(
            "own",
            () ->
                TableEnv.of(
                    FrozenLake.mdp("lake", FrozenLake.map("4x4"), FrozenLake.Ice.STANDARD)));

    assertThat(Experiment.in(file).config().preset()).isEqualTo("tabular");
    assertThat(Experiment.in(own).config().preset()).isEqualTo("tabular");
  }
}
