package uphill.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import uphill.lab.config.Algorithm;
import uphill.lab.config.CheckpointPlan;
import uphill.lab.config.EvaluationPlan;
import uphill.lab.config.Expectation;
import uphill.lab.config.Origin;
import uphill.lab.config.RunConfig;
import uphill.lab.config.Work;
import uphill.lab.machine.ThreadPool;
import uphill.lab.training.Beginning;
import uphill.lab.world.Watchdog;
import uphill.lab.world.World;
import uphill.rl.AgentConfig;
import uphill.rl.setting.Conditions;
import uphill.rl.setting.Settings;

/// A run from its first update to its evaluation, with its records.
///
/// ```java
/// RunResult result =
///     Experiment.in(World.of(MyGame.class)).steps(200_000).seed(1).run(Path.of("runs/a"));
/// ```
public final class Experiment {

  private final World world;
  private Optional<Algorithm> algorithm = Optional.empty();
  private String preset = "";
  private Optional<RunConfig> earlier = Optional.empty();
  private Optional<Beginning> beginning = Optional.empty();
  private final Map<String, String> changes = new LinkedHashMap<>();
  private final Map<String, String> implied = new LinkedHashMap<>();
  private long seed;
  private OptionalLong steps = OptionalLong.empty();
  private Optional<CheckpointPlan> checkpoints = Optional.empty();
  private Optional<EvaluationPlan> evaluations = Optional.empty();
  private OptionalInt watchEvery = OptionalInt.empty();
  private Filming filming = Filming.NONE;
  private int threads = 1;
  private Consumer<RunEvent> watcher = _ -> {};
  private BooleanSupplier stop = () -> false;
  private BooleanSupplier interrupt = () -> false;
  private Duration envTimeout = Watchdog.LIMIT;

  private Experiment(World world) {
    this.world = world;
  }

  /// An experiment in this world: the algorithm and the preset that it begins with, seed 0, one
  /// thread.
  public static Experiment in(World world) {
    return new Experiment(world);
  }

  /// Begins with the config of an earlier run, all but its environment and the parameters that it
  /// began with ([#beginningWith(Beginning)] takes those of [Beginning#ofRun]); what is changed
  /// here changes it. Another preset brings its own settings; another algorithm those that it does
  /// not share with the earlier one ([#dropped()]).
  public Experiment from(RunConfig earlier) {
    this.earlier = Optional.of(earlier);
    evaluations = earlier.evaluations();
    watchEvery = earlier.watchEvery();
    return algorithm(earlier.algorithm()).seed(earlier.seed());
  }

  /// Begins with the parameters of another run, its policy's at least, under the settings of this
  /// experiment. They must be of the same names and shapes: of the same spaces and network.
  public Experiment beginningWith(Beginning beginning) {
    this.beginning = Optional.of(beginning);
    return this;
  }

  /// What learns. Otherwise it is what the world begins with, of the algorithms that have the
  /// preset, and know the settings, that are asked for.
  public Experiment algorithm(String name) {
    algorithm = Optional.of(Algorithm.named(name));
    return this;
  }

  private Algorithm algorithm() {
    return algorithm.orElseGet(() -> Algorithm.best(world, preset, changes.keySet()));
  }

  /// Which settings to begin with.
  public Experiment preset(String name) {
    preset = name;
    return this;
  }

  /// What multiplies ∇log π: `return`, `reward-to-go`, `baseline` or `gae`. Sets what goes with it
  /// too, unless that is changed itself: whole episodes of one environment for the first two.
  public Experiment weights(String name) {
    set("weights", name);
    String word = name.replace('-', '_');
    implied.clear();
    if (word.equals("return") || word.equals("reward_to_go")) {
      implied.put("whole_episodes", "true");
      implied.put("envs", "1");
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

  /// How many environment steps to train for; otherwise the earlier run or the preset says.
  public Experiment steps(long steps) {
    this.steps = OptionalLong.of(steps);
    return this;
  }

  /// How many threads compute; the result is the same for any number.
  ///
  /// @throws IllegalArgumentException if it is not in [1, [ThreadPool#MOST]]
  public Experiment threads(int threads) {
    this.threads = ThreadPool.checked(threads);
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

  /// When the state is saved; otherwise the earlier run says, or [CheckpointPlan#DEFAULT].
  public Experiment checkpoints(CheckpointPlan checkpoints) {
    this.checkpoints = Optional.of(checkpoints);
    return this;
  }

  /// Evaluates the mode of the policy while it is trained, at the first end of an update at or
  /// after each multiple of so many steps, over [EvaluationPlan#EPISODES] episodes. Training does
  /// not notice.
  public Experiment evaluateEvery(long steps) {
    return evaluations(Optional.of(EvaluationPlan.every(steps)));
  }

  /// The same over another number of episodes.
  public Experiment evaluateEvery(long steps, int episodes) {
    return evaluations(Optional.of(new EvaluationPlan(steps, episodes)));
  }

  /// When the mode is evaluated while it is trained: never, if this is empty, whatever the earlier
  /// run did.
  public Experiment evaluations(Optional<EvaluationPlan> plan) {
    evaluations = plan;
    return this;
  }

  /// After how many updates an episode of the mode is drawn, again and again: never, if this is
  /// empty, whatever the earlier run did. [#filmedBy(Filming)] says by whom.
  public Experiment watchEvery(OptionalInt updates) {
    watchEvery = updates;
    return this;
  }

  /// Who draws them, here and where a run goes on.
  public Experiment filmedBy(Filming filming) {
    this.filming = filming;
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
    Algorithm algorithm = algorithm();
    Basis basis = Basis.of(world, algorithm, preset, earlier);
    algorithm.requireSettings(changes.keySet());
    Map<String, String> all = new LinkedHashMap<>(implied);
    all.putAll(changes);
    return new RunConfig(
        world.name(),
        algorithm.name(),
        basis.preset(),
        seed,
        steps.orElse(basis.steps()),
        Settings.with(basis.settings(), all),
        checkpoints.or(() -> earlier.map(RunConfig::checkpoints)).orElse(CheckpointPlan.DEFAULT),
        world.tableSha256(),
        world.masksActions(),
        beginning.map(Beginning::origin),
        evaluations,
        watchEvery);
  }

  /// The settings of the earlier run that are none of this experiment's algorithm, and are left
  /// out; none where the algorithm, or a preset, is given anew.
  public List<String> dropped() {
    if (earlier.isEmpty() || !preset.isEmpty()) {
      return List.of();
    }
    Set<String> known = Settings.values(config().settings()).keySet();
    return Settings.values(earlier.get().settings()).keySet().stream()
        .filter(name -> !known.contains(name))
        .toList();
  }

  /// The settings that were asked for and have no effect, a sentence each: those that are changed
  /// here, and those of the earlier run that are not its preset's.
  public List<String> idle() {
    AgentConfig settings = config().settings();
    Map<String, Object> values = Settings.values(settings);
    Conditions conditions =
        Conditions.of(
            settings,
            world.observationSpace(),
            world.actionSpace(),
            /* drawn= */ beginning.isEmpty());
    return values.entrySet().stream()
        .filter(
            setting ->
                changes.containsKey(setting.getKey())
                    || isOfEarlier(setting.getKey(), setting.getValue()))
        .flatMap(setting -> conditions.idle(setting.getKey()).stream())
        .toList();
  }

  /// Whether a setting has this value because it was set for the earlier run.
  private boolean isOfEarlier(String name, Object value) {
    if (earlier.isEmpty() || !preset.isEmpty()) {
      return false;
    }
    Object begun = earlier.get().begunWith().get(name);
    return begun != null
        && !value.equals(begun)
        && value.equals(Settings.values(earlier.get().settings()).get(name));
  }

  /// Whether the training is so brief that compiling for it does not pay: a second or less.
  public boolean isBrief() {
    return Work.isBrief(config(), world);
  }

  /// Whether the training is so long that the vector kernels pay, which the module
  /// `jdk.incubator.vector` brings: from some seconds on.
  public boolean isLong() {
    return isLong(config());
  }

  /// The same of a training with this config.
  public boolean isLong(RunConfig config) {
    return Work.isLong(config, world);
  }

  /// How long the training will take, roughly: what its networks compute, at the speed of a usual
  /// processor. The environment's own time is not known, and not in it.
  public Expectation expected() {
    return expected(config());
  }

  /// The same of a training with this config.
  public Expectation expected(RunConfig config) {
    return Work.expected(config, world, threads);
  }

  /// Trains, records, evaluates.
  ///
  /// @param directory a new or empty directory
  /// @throws IllegalArgumentException if the config or the directory will not do
  /// @throws uphill.env.fault.EnvironmentException if an environment misbehaves; the records stay
  ///   whole
  /// @throws ArithmeticException if an environment or the network gives a number that is not finite
  /// @throws RunInterrupted if it was interrupted
  /// @throws IOException if the records cannot be written
  public RunResult run(Path directory) throws IOException {
    return run(config(), directory);
  }

  /// The parameters that this config begins with.
  ///
  /// @throws IllegalArgumentException if they do not fit, or are not those of this experiment
  private Optional<Beginning> beginning(RunConfig config) {
    if (!config.from().equals(beginning.map(Beginning::origin))) {
      throw new IllegalArgumentException(
          "the config begins with parameters of %s, the experiment with those of %s: give it the config's (Experiment.beginningWith)"
              .formatted(
                  config.from().map(Origin::text).orElse("no run"),
                  beginning.map(given -> given.origin().text()).orElse("no run")));
    }
    beginning.ifPresent(given -> given.requireFit(config, world));
    return beginning;
  }

  /// Trains with this very config, whatever this experiment was told to change.
  public RunResult run(RunConfig config, Path directory) throws IOException {
    return recorded().run(config, directory, beginning(config));
  }

  /// Writes down what several experiments will run, and begins none: [#resume(Path)] carries each
  /// out. So runs that wait for others are not forgotten, whatever happens meanwhile.
  ///
  /// @param experiments by their directories, which are new or empty
  /// @throws IllegalArgumentException if a config or a directory will not do; nothing is written
  public static void prepare(Map<Path, Experiment> experiments) throws IOException {
    Map<Path, RunConfig> configs = new LinkedHashMap<>();
    experiments.forEach((directory, experiment) -> configs.put(directory, experiment.config()));
    configs.forEach(
        (directory, config) -> {
          Experiment experiment = experiments.get(directory);
          if (experiment != null) {
            experiment.beginning(config);
          }
        });
    for (Map.Entry<Path, Experiment> one : experiments.entrySet()) {
      Place.requireFree(one.getKey(), one.getValue().world);
    }
    for (Map.Entry<Path, RunConfig> one : configs.entrySet()) {
      Experiment experiment = experiments.get(one.getKey());
      if (experiment != null) {
        experiment.recorded().prepare(one.getValue(), one.getKey(), experiment.beginning);
      }
    }
  }

  /// Goes on with a run that was interrupted, in whatever way, as if it had not been.
  ///
  /// @throws IllegalArgumentException if the directory is not a run of this world that can go on
  /// @throws RunInterrupted if it was interrupted again
  /// @throws IOException if the records cannot be read or written
  public RunResult resume(Path directory) throws IOException {
    return recorded().resume(RunConfig.read(directory), directory);
  }

  /// Goes on with a run, finished or not, as if it had been asked for this number of steps at
  /// first.
  ///
  /// @throws IllegalArgumentException if it has made more steps already, or depends on their total
  public RunResult resume(Path directory, long steps) throws IOException {
    RunConfig config = RunConfig.read(directory);
    if (steps < config.steps()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s is a run of %d steps: --steps can only make it longer, got %d",
              directory,
              config.steps(),
              steps));
    }
    if (steps > config.steps() && !config.canBeLonger()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s cannot be made longer than its %d steps: %s, so a longer run would have gone"
                  + " another way. Train one anew: %s",
              directory,
              config.steps(),
              config.settings().dependsOnLength(),
              world.command("train", "--config", directory, "--steps", steps)));
    }
    return recorded().resume(config.withSteps(steps), directory);
  }

  private RecordedRun recorded() {
    return new RecordedRun(world, threads, watcher, stop, interrupt, envTimeout, filming);
  }
}
