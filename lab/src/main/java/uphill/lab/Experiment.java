package uphill.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import uphill.kernel.Kernels;
import uphill.kernel.Workers;
import uphill.rl.Metrics;
import uphill.rl.Settings;

/// A run from its first update to its evaluation, with its records.
///
/// ```java
/// RunResult result =
///     Experiment.in(World.of("my-game", MyGame::new)).steps(200_000).seed(1).run(Path.of("runs/a"));
/// ```
public final class Experiment {

  /// Episodes of the evaluation at the end.
  public static final int EVALUATION_EPISODES = 100;

  private static final int CHECKPOINTS = 10;

  private final World world;
  private Algorithm algorithm = Algorithm.named("vpg");
  private String preset = "";
  private final Map<String, String> changes = new LinkedHashMap<>();
  private long seed;
  private long steps;
  private int threads = 1;
  private Consumer<RunEvent> watcher = _ -> {};
  private BooleanSupplier stop = () -> false;
  private Duration envTimeout = Watchdog.LIMIT;

  private Experiment(World world) {
    this.world = world;
  }

  /// An experiment in this world: VPG with the preset that learns best there, seed 0, one thread.
  public static Experiment in(World world) {
    return new Experiment(world);
  }

  /// What learns.
  public Experiment algorithm(String name) {
    algorithm = Algorithm.named(name);
    return this;
  }

  /// Which settings to begin with.
  public Experiment preset(String name) {
    preset = name;
    return this;
  }

  /// What multiplies ∇log π: `return`, `reward-to-go`, `baseline` or `gae`. Sets what goes with it
  /// too: whole episodes of one environment for the first two.
  public Experiment weights(String name) {
    set("weights", name);
    String word = name.replace('-', '_');
    if (word.equals("return") || word.equals("reward_to_go")) {
      changes.putIfAbsent("whole_episodes", "true");
      changes.putIfAbsent("envs", "1");
    }
    return this;
  }

  /// Changes a setting: its name and value as `uphill algorithms` lists them.
  public Experiment set(String name, Object value) {
    changes.put(name, value.toString());
    return this;
  }

  /// Changes several settings.
  public Experiment set(Map<String, String> settings) {
    changes.putAll(settings);
    return this;
  }

  /// What all randomness comes from.
  public Experiment seed(long seed) {
    this.seed = seed;
    return this;
  }

  /// How many environment steps to train for; otherwise the preset says.
  public Experiment steps(long steps) {
    this.steps = steps;
    return this;
  }

  /// How many threads compute; the result is the same for any number.
  public Experiment threads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    this.threads = threads;
    return this;
  }

  /// Who is told of every update, on the training thread; and of [RunEvent.Stuck], on another.
  public Experiment watchedBy(Consumer<RunEvent> watcher) {
    this.watcher = watcher;
    return this;
  }

  /// Asked after every update whether to stop early; the run then ends there, evaluated as usual.
  public Experiment stoppedBy(BooleanSupplier stop) {
    this.stop = stop;
    return this;
  }

  /// How long an environment may take for one call before watchers are told [RunEvent.Stuck]; zero
  /// is no limit. Otherwise it is [Watchdog#LIMIT].
  public Experiment envTimeout(Duration limit) {
    envTimeout = Watchdog.checked(limit);
    return this;
  }

  /// What will be run.
  ///
  /// @throws IllegalArgumentException if a name is unknown or a value out of its bounds
  public RunConfig config() {
    String name = preset.isEmpty() ? algorithm.defaultPreset(world.name()) : preset;
    Algorithm.Preset chosen = algorithm.preset(name);
    return new RunConfig(
        world.name(),
        algorithm.name(),
        name,
        seed,
        steps == 0 ? chosen.steps() : steps,
        Settings.with(chosen.config(), changes));
  }

  /// Whether the training is so brief that compiling for it does not pay: a second or less.
  public boolean isBrief() {
    return Work.multiplyAdds(config(), world) < WarmUp.BRIEF;
  }

  /// Whether the training is so long that the vector kernels pay, which the module
  /// `jdk.incubator.vector` brings: from some seconds on.
  public boolean isLong() {
    return WarmUp.pays(Work.multiplyAdds(config(), world));
  }

  /// Trains, records, evaluates.
  ///
  /// @param directory a new or empty directory
  /// @throws IllegalArgumentException if the config or the directory will not do
  /// @throws uphill.env.EnvironmentException if an environment misbehaves; the records stay whole
  /// @throws ArithmeticException if an environment or the network gives a number that is not finite
  /// @throws IOException if the records cannot be written
  public RunResult run(Path directory) throws IOException {
    return run(config(), directory);
  }

  /// Trains with this very config, whatever this experiment was told to change.
  public RunResult run(RunConfig config, Path directory) throws IOException {
    try (Watchdog watchdog =
        Watchdog.of(envTimeout, what -> watcher.accept(new RunEvent.Stuck(config, what)))) {
      return run(config, directory, world.watchedBy(watchdog));
    }
  }

  private RunResult run(RunConfig config, Path directory, World world) throws IOException {
    Kernels kernels = kernels(config);
    try (ThreadPool pool = new ThreadPool(threads)) {
      Workers workers = threads == 1 ? Workers.one() : pool;
      // Made before the directory: what cannot be trained leaves nothing behind.
      try (Training training = new Training(config, world, kernels, workers);
          WarmUp warmUp = new WarmUp(kernels, Work.multiplyAdds(config, world));
          RunDirectory records =
              RunDirectory.create(directory, config, Machine.describe(kernels, threads))) {
        return run(config, world, training, records, kernels, warmUp);
      } catch (IOException e) {
        throw new IOException(
            "%s: %s. Make room there, or train with --out elsewhere; the checkpoints are whole"
                .formatted(directory, e.getMessage()),
            e);
      }
    }
  }

  /// Kernels that are handed over to while training runs. On one processor nobody could rehearse
  /// beside it: there a long training begins on vectors.
  private Kernels kernels(RunConfig config) {
    boolean alone = Runtime.getRuntime().availableProcessors() == 1;
    return alone && WarmUp.pays(Work.multiplyAdds(config, world))
        ? Kernels.best()
        : Kernels.bestFromTheStart();
  }

  private RunResult run(
      RunConfig config,
      World world,
      Training training,
      RunDirectory records,
      Kernels kernels,
      WarmUp warmUp)
      throws IOException {
    watcher.accept(new RunEvent.Started(config, records.path()));
    long begun = System.nanoTime();
    int interval = Math.ceilDiv(config.updates(), CHECKPOINTS);
    SolvedWatch watch = new SolvedWatch(world, kernels, config.seed());
    String sha256 = "";
    boolean last = false;
    while (!last) {
      long before = System.nanoTime();
      training.sample();
      long between = System.nanoTime();
      Metrics metrics = training.learn();
      long after = System.nanoTime();
      double seconds = seconds(begun, after - watch.nanoseconds());
      var numbers = record(training, metrics, records, seconds, between - before, after - between);
      watch.look(training, numbers.getOrDefault("return_mean", Double.NaN));
      warmUp.done((double) training.updates() / config.updates());
      last = training.finished() || stop.getAsBoolean();
      if (last || training.updates() % interval == 0) {
        sha256 = records.checkpoint(training);
      }
    }
    double wallSeconds = seconds(begun, System.nanoTime() - watch.nanoseconds());
    RunResult result =
        evaluate(
            config, world, training, wallSeconds, watch.solved(), sha256, records.path(), kernels);
    records.finish(result);
    watcher.accept(new RunEvent.Finished(config, result));
    return result;
  }

  /// Writes an update down and tells of it; gives its numbers by name.
  private Map<String, Double> record(
      Training training,
      Metrics metrics,
      RunDirectory records,
      double seconds,
      long sampling,
      long learning)
      throws IOException {
    Map<String, Object> line = RunDirectory.line(training, metrics);
    Map<String, Object> times = new LinkedHashMap<>();
    times.put("update", training.updates());
    times.put("seconds", seconds);
    times.put("sampling_seconds", sampling * 1e-9);
    times.put("learning_seconds", learning * 1e-9);
    records.append(training, line, times);
    Map<String, Double> numbers = new LinkedHashMap<>();
    line.forEach((name, value) -> numbers.put(name, ((Number) value).doubleValue()));
    watcher.accept(
        new RunEvent.Updated(
            training.config(), training.updates(), training.steps(), seconds, numbers));
    return numbers;
  }

  private RunResult evaluate(
      RunConfig config,
      World world,
      Training training,
      double wallSeconds,
      Optional<RunResult.Solved> solved,
      String sha256,
      Path directory,
      Kernels kernels) {
    long evaluationSeed = Training.evaluationSeed(config.seed());
    return new RunResult(
        config,
        training.steps(),
        training.updates(),
        wallSeconds,
        solved,
        Evaluation.of(
            world,
            training.policy(),
            EVALUATION_EPISODES,
            evaluationSeed,
            Evaluation.Choice.MODE,
            kernels),
        Evaluation.ofRandomActions(world, EVALUATION_EPISODES, evaluationSeed).mean(),
        sha256,
        directory,
        training.policy());
  }

  private static double seconds(long from, long to) {
    return (to - from) * 1e-9;
  }
}
