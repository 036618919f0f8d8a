package uphill.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.env.Environments;
import uphill.lab.config.RunConfig;
import uphill.lab.world.Watchdog;
import uphill.lab.world.World;

class WorldOfRunTest {

  private static final ClassLoader LOADER = WorldOfRunTest.class.getClassLoader();

  @TempDir private Path directory;

  @Test
  void aWorldOfAClassHasItsNameSoThatItsRunsFindIt() throws IOException {
    Path run = directory.resolve("run");
    World world = World.of(DivergenceTest.Rich.class);
    Experiment.prepare(java.util.Map.of(run, Experiment.in(world)));

    assertThat(WorldOfRun.of(run, RunConfig.read(run), LOADER).name())
        .isEqualTo(DivergenceTest.Rich.class.getName());
  }

  @Test
  void aNameGivenInJavaIsSaidToBeOne() throws IOException {
    Path run = directory.resolve("run");
    World world = World.of("greenhouse", () -> Environments.create("CartPole-v1"));
    Experiment.prepare(java.util.Map.of(run, Experiment.in(world)));

    assertThatThrownBy(() -> WorldOfRun.of(run, RunConfig.read(run), LOADER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"greenhouse\"")
        .hasMessageContaining("--class-path PATH")
        .hasMessageContaining("TrainedPolicy.load")
        .hasMessageContaining("World.of(MyEnvironment.class)");
  }

  @Test
  void commandsOfAWorldHaveWhatItNeeds() {
    World world = World.named("CartPole-v1", LOADER, List.of("--class-path", "my worlds.jar"));

    assertThat(world.watchedBy(Watchdog.none()).command("resume", Path.of("runs/a")))
        .isEqualTo("uphill resume runs/a --class-path 'my worlds.jar'");
  }

  @Test
  void aClassThatIsNotFoundIsSaidOnceToBeGivenAPath() throws IOException {
    Path run = directory.resolve("run");
    World world = World.of(DivergenceTest.Rich.class);
    Experiment.prepare(java.util.Map.of(run, Experiment.in(world)));
    Path config = run.resolve(RunConfig.FILE);
    Files.writeString(config, Files.readString(config).replace(world.name(), "my.Maze"));

    assertThatThrownBy(() -> WorldOfRun.of(run, RunConfig.read(run), LOADER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no class of this name can be loaded")
        .message()
        .containsOnlyOnce("--class-path");
  }
}
