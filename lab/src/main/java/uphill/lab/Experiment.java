package uphill.lab;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import uphill.env.Scales;
import uphill.env.VectorEnv;
import uphill.kernel.Kernels;
import uphill.kernel.Shown;
import uphill.kernel.Workers;
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

  private final World world;
  private Algorithm algorithm = Algorithm.named("vpg");
  private String preset = "";
  private final Map<String, String> changes = new LinkedHashMap<>();
  private long seed;
  private long steps;
  private int threads = 1;
  private Consumer<RunEvent> watcher = _ -> {};
  private BooleanSupplier stop = () -> false;
  private BooleanSupplier interrupt = () -> false;
  private CheckpointPlan checkpoints = CheckpointPlan.DEFAULT;
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

  /// Asked after every update whether to save the state and leave the rest for later; the run then
  /// ends with [RunInterrupted].
  public Experiment interruptedBy(BooleanSupplier interrupt) {
    this.interrupt = interrupt;
    return this;
  }

  /// When the state is saved.
  public Experiment checkpoints(CheckpointPlan checkpoints) {
    this.checkpoints = checkpoints;
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
        Settings.with(chosen.config(), changes),
        checkpoints);
  }

  /// Whether the training is so brief that compiling for it does not pay: a second or less.
  public boolean isBrief() {
    return Work.multiplyAdds(config(), world) < WarmUp.BRIEF;
  }

  /// Whether the training is so long that the vector kernels pay, which the module
  /// `jdk.incubator.vector` brings: from some seconds on.
  public boolean isLong() {
    return isLong(config());
  }

  /// The same of a training with this config.
  public boolean isLong(RunConfig config) {
    return WarmUp.pays(Work.multiplyAdds(config, world));
  }

  /// Trains, records, evaluates.
  ///
  /// @param directory a new or empty directory
  /// @throws IllegalArgumentException if the config or the directory will not do
  /// @throws uphill.env.EnvironmentException if an environment misbehaves; the records stay whole
  /// @throws ArithmeticException if an environment or the network gives a number that is not finite
  /// @throws RunInterrupted if it was interrupted
  /// @throws IOException if the records cannot be written
  public RunResult run(Path directory) throws IOException {
    return run(config(), directory);
  }

  /// Trains with this very config, whatever this experiment was told to change.
  public RunResult run(RunConfig config, Path directory) throws IOException {
    // The training is made before the directory: what cannot be trained leaves nothing behind.
    return with(
        config,
        directory,
        (training, kernels) ->
            RunDirectory.create(
                directory, config, Machine.describe(kernels, threads), training.savesState()),
        (run, training, _) -> {
          for (String sentence : warnings(training)) {
            watcher.accept(new RunEvent.Warned(config, world.name() + ": " + sentence));
          }
          return run.toTheEnd();
        });
  }

  /// What about the world keeps anything from being learnt there.
  private static List<String> warnings(Training training) {
    VectorEnv envs = training.environments();
    return Scales.warnings(envs.observationSpace(), envs.actionSpace(), envs.observation);
  }

  /// Goes on with a run that was interrupted, in whatever way, as if it had not been.
  ///
  /// @throws IllegalArgumentException if the directory is not a run of this world that can go on
  /// @throws RunInterrupted if it was interrupted again
  /// @throws IOException if the records cannot be read or written
  public RunResult resume(Path directory) throws IOException {
    return resume(TrainedPolicy.config(directory), directory);
  }

  /// Goes on with a run, finished or not, as if it had been asked for this number of steps at
  /// first.
  ///
  /// @throws IllegalArgumentException if it has made more steps already, or depends on their total
  public RunResult resume(Path directory, long steps) throws IOException {
    RunConfig config = TrainedPolicy.config(directory);
    if (steps < config.steps()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s is a run of %d steps: --steps can only make it longer, got %d",
              directory,
              config.steps(),
              steps));
    }
    if (steps > config.steps() && config.settings().anneal()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s was trained with anneal=true: its learning rate depended on its end at %d steps,"
                  + " so it would have gone another way. Train anew: %s",
              directory,
              config.steps(),
              Shown.command("uphill", "train", "--config", directory, "--steps", steps)));
    }
    return resume(config.withSteps(steps), directory);
  }

  private RunResult resume(RunConfig config, Path directory) throws IOException {
    if (!config.environment().equals(world.name())) {
      throw new IllegalArgumentException(
          "%s is a run in %s, not in %s".formatted(directory, config.environment(), world.name()));
    }
    return with(
        config,
        directory,
        (_, _) -> RunDirectory.reopen(directory, config),
        (run, training, records) -> {
          Consumer<String> warn = sentence -> watcher.accept(new RunEvent.Warned(config, sentence));
          Optional<Checkpoint> from = records.lastWhole(warn);
          if (from.isPresent()) {
            from.get().restore(training, directory);
          }
          String unlike = Machine.unlike(directory);
          if (!unlike.isEmpty()) {
            warn.accept("this run began elsewhere, so its bytes may change: " + unlike);
          }
          // Until here nothing was changed.
          if (TrainedPolicy.config(directory).steps() != config.steps()
              || RunDirectory.isFinished(directory)) {
            records.extend(config);
          }
          if (from.isPresent()) {
            run.goOnFrom(from.get());
          } else {
            records.begin(training.savesState());
          }
          return run.toTheEnd();
        });
  }

  /// Whether the run in a directory came to its end.
  public static boolean isFinished(Path run) {
    return RunDirectory.isFinished(run);
  }

  private interface Opening {
    RunDirectory open(Training training, Kernels kernels) throws IOException;
  }

  private interface Doing {
    RunResult go(Run run, Training training, RunDirectory records) throws IOException;
  }

  private RunResult with(RunConfig config, Path directory, Opening opening, Doing doing)
      throws IOException {
    Kernels kernels = kernels(config);
    try (ThreadPool pool = new ThreadPool(threads);
        Watchdog watchdog =
            Watchdog.of(envTimeout, what -> watcher.accept(new RunEvent.Stuck(config, what)))) {
      World watched = world.watchedBy(watchdog);
      Workers workers = threads == 1 ? Workers.one() : pool;
      try (Training training = new Training(config, watched, kernels, workers);
          WarmUp warmUp = new WarmUp(kernels, Work.multiplyAdds(config, world));
          RunDirectory records = opening.open(training, kernels)) {
        Run run = new Run(watched, kernels, training, records, warmUp, watcher, stop, interrupt);
        return doing.go(run, training, records);
      } catch (NoSuchFileException e) {
        throw new IllegalStateException(
            ("%s is gone: the run's directory was moved or deleted while it was written to. Put it"
                    + " back and go on with \"%s\", or train anew.")
                .formatted(e.getFile(), Shown.command("uphill", "resume", directory)),
            e);
      } catch (ClosedByInterruptException e) {
        throw new IllegalStateException(
            ("%s: the thread that trains was interrupted while it wrote, which closes its files."
                    + " Whoever runs it must not interrupt it (in code: Experiment.interruptedBy)."
                    + " What was saved until then is whole: go on with \"%s\"")
                .formatted(directory, Shown.command("uphill", "resume", directory)),
            e);
      } catch (IOException e) {
        throw new IOException(
            ("%s: %s. What was saved until then is whole: make room, and go on with \"%s\"")
                .formatted(directory, e.getMessage(), Shown.command("uphill", "resume", directory)),
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
}
