package uphill.lab.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.env.vector.VectorEnv;
import uphill.lab.Experiment;
import uphill.lab.Hanging;
import uphill.lab.RunEvent;
import uphill.lab.RunResult;
import uphill.lab.evaluation.Evaluation;

@Timeout(300)
class WatchdogTest {

  private static final long SECOND = 1_000_000_000;
  private static final int NEVER = 1_000_000;

  @TempDir private Path directory;

  private static World world(Hanging hanging) {
    return World.of("hanging", hanging::create);
  }

  /// What a watchdog with a limit of 10 s says while a call hangs, looking at these seconds.
  private static List<String> told(double... looks) throws Exception {
    List<String> told = new ArrayList<>();
    Watchdog watchdog = new Watchdog(10, told::add);
    try (ExecutorService other = Executors.newSingleThreadExecutor();
        Hanging hanging = new Hanging(2, 3);
        VectorEnv envs = world(hanging).watchedBy(watchdog).vector(2)) {
      envs.reset(0);
      envs.step(new float[2]);
      Future<?> running = other.submit(() -> envs.step(new float[2]));
      hanging.reached.await();
      for (double seconds : looks) {
        watchdog.look((long) (seconds * SECOND));
      }
      hanging.release();
      running.get();
      watchdog.look(SECOND * 1000);
    }
    return told;
  }

  @Test
  void aCallThatIsSeenForLongerThanTheLimitIsToldOnce() throws Exception {
    assertThat(told(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)).isEmpty();
    List<String> told = told(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13);

    assertThat(told).hasSize(1);
    assertThat(told.getFirst())
        .startsWith("hanging: environment 1 has not come back from step 2 of episode 1 for 10.0 s.")
        .contains("It is at uphill.lab.Hanging.hang(Hanging.java:")
        .contains("called from uphill.lab.Hanging$World.step(Hanging.java:")
        .endsWith("give it longer with --env-timeout SECONDS (in code: Experiment.envTimeout).");
  }

  /// A process that is stopped for an hour, or a machine that sleeps, is not the environment's.
  @Test
  void timeInWhichTheWatchdogDidNotRunDoesNotCount() throws Exception {
    assertThat(told(0, 1, 3600, 3601, 7200)).isEmpty();
  }

  @Test
  void otherCallsOfTheSameEnvironmentAreNotTakenForOne() throws Exception {
    Hanging[] worlds = {new Hanging(1, 2), new Hanging(1, 2)};
    List<String> told = new ArrayList<>();
    Watchdog watchdog = new Watchdog(10, told::add);
    long now = 0;
    for (Hanging hanging : worlds) {
      try (ExecutorService other = Executors.newSingleThreadExecutor();
          hanging;
          VectorEnv envs = world(hanging).watchedBy(watchdog).vector(1)) {
        envs.reset(0);
        Future<?> running = other.submit(() -> envs.step(new float[1]));
        hanging.reached.await();
        for (int look = 0; look < 8; look++) {
          now += SECOND;
          watchdog.look(now);
        }
        hanging.release();
        running.get();
      }
    }

    assertThat(told).isEmpty();
  }

  private record Watched(BlockingQueue<RunEvent.Stuck> stuck, List<RunEvent> all) {
    static Watched nothing() {
      return new Watched(new LinkedBlockingQueue<>(), new ArrayList<>());
    }

    void accept(RunEvent event) {
      if (event instanceof RunEvent.Stuck what) {
        assertThat(Thread.currentThread().isDaemon()).isTrue();
        stuck.add(what);
      } else {
        all.add(event);
      }
    }
  }

  private Experiment experiment(World world, Watched watched) {
    return Experiment.in(world)
        .steps(2_000)
        .set("envs", 4)
        .set("batch_steps", 400)
        .set("hidden", 8)
        .watchedBy(watched::accept);
  }

  /// Where it hangs: the first four instances train, one at least evaluates. The run is released
  /// after it was told of, and ends as the one that never hung.
  @ParameterizedTest
  @CsvSource({
    "3, 1, the reset that begins episode 1",
    "4, 109, step 9 of episode 10",
    "5, 4, step 3 of episode 1",
  })
  void aRunThatHangsTellsAndThenGoesOnAsIfNothingHadBeen(int instance, int call, String what)
      throws Exception {
    Hanging sound = new Hanging(NEVER, NEVER);
    experiment(world(sound), Watched.nothing()).run(directory.resolve("sound"));
    Watched watched = Watched.nothing();

    try (ExecutorService other = Executors.newSingleThreadExecutor();
        Hanging hanging = new Hanging(instance, call)) {
      Future<RunResult> run =
          other.submit(
              () ->
                  experiment(world(hanging), watched)
                      .envTimeout(Duration.ofMillis(50))
                      .run(directory.resolve("hanging")));
      RunEvent.Stuck stuck = watched.stuck.take();
      assertThat(stuck.config().environment()).isEqualTo("hanging");
      assertThat(stuck.sentence()).contains(" has not come back from " + what + " for ");
      assertThat(watched.all).noneMatch(RunEvent.Finished.class::isInstance);
      hanging.release();
      run.get();
    }

    assertThat(watched.all).anyMatch(RunEvent.Finished.class::isInstance);
    for (String file : List.of("metrics.jsonl", "episodes.csv", "config.json")) {
      assertThat(directory.resolve("hanging").resolve(file))
          .hasSameBinaryContentAs(directory.resolve("sound").resolve(file));
    }
  }

  /// The evaluation that looks for the first solution, in the middle of training.
  @Test
  void anEvaluationInBetweenIsWatchedToo() throws Exception {
    Hanging hanging = new Hanging(20, 3);
    World world =
        new World(
            "hanging",
            hanging::create,
            OptionalDouble.of(0.1),
            Watchdog.none(),
            Optional.empty(),
            List.of(),
            e -> {
              throw e;
            });
    Watched watched = Watched.nothing();

    try (ExecutorService other = Executors.newSingleThreadExecutor();
        hanging) {
      Future<RunResult> run =
          other.submit(
              () ->
                  experiment(world, watched)
                      .envTimeout(Duration.ofMillis(50))
                      .run(directory.resolve("run")));
      assertThat(watched.stuck.take().sentence()).contains("from step 2 of episode 1");
      assertThat(directory.resolve("run/metrics.jsonl")).content().hasLineCount(1);
      hanging.release();
      assertThat(run.get().updates()).isEqualTo(5);
    }
  }

  @Test
  void anEvaluationOfOnesOwnIsWatched() throws Exception {
    Hanging hanging = new Hanging(7, 3);
    CountDownLatch told = new CountDownLatch(1);
    try (Watchdog watchdog =
        Watchdog.of(
            Duration.ofMillis(50),
            sentence -> {
              told.countDown();
              hanging.release();
            })) {
      World world = world(hanging).watchedBy(watchdog);

      Evaluation evaluation = Evaluation.ofRandomActions(world, 10, 1);

      assertThat(told.getCount()).isZero();
      assertThat(evaluation.lengths()).containsOnly(10);
    }
  }

  @Test
  void zeroIsNoLimitAndLessIsNone() throws IOException {
    Experiment experiment = experiment(world(new Hanging(NEVER, NEVER)), Watched.nothing());

    experiment.envTimeout(Duration.ZERO).run(directory.resolve("run"));

    assertThat(Files.exists(directory.resolve("run/result.json"))).isTrue();
    assertThatThrownBy(() -> experiment.envTimeout(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be at least 0 s, got -1.0 s");
  }
}
