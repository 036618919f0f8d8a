package uphill.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.lab.machine.ProcessClock;
import uphill.lab.world.World;
import uphill.records.Json;

class SolvedWatchTest {

  @TempDir private Path directory;

  @Test
  void theFirstEvaluationThatSolvesCartPoleIsReported() throws Exception {
    World world = World.named("CartPole-v1", ClassLoader.getSystemClassLoader());

    RunResult result = Experiment.in(world).steps(60_000).run(directory.resolve("run"));

    assertThat(result.solved()).isPresent();
    RunResult.Solved solved = result.solved().orElseThrow();
    assertThat(solved.steps()).isEqualTo(2048L * solved.update()).isLessThan(result.steps());
    assertThat(solved.seconds()).isPositive().isLessThan(ProcessClock.seconds());
    assertThat(result.toJson()).containsEntry("solved_at_steps", solved.steps());
  }

  @Test
  void watchingDoesNotChangeTheTraining() throws Exception {
    World watched = World.named("CartPole-v1", ClassLoader.getSystemClassLoader());
    World unwatched = World.of(watched.name(), watched.create());

    RunResult first = Experiment.in(watched).steps(60_000).run(directory.resolve("a"));
    RunResult second = Experiment.in(unwatched).steps(60_000).run(directory.resolve("b"));

    assertThat(second.solved()).isEqualTo(Optional.empty());
    assertThat(second.toJson()).containsEntry("solved_at_seconds", Json.NULL);
    assertThat(first.solved()).isPresent();
    assertThat(first.parametersSha256()).isEqualTo(second.parametersSha256());
  }
}
