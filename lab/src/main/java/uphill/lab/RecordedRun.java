package uphill.lab;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import uphill.env.fault.EnvironmentException;
import uphill.env.vector.VectorEnv;
import uphill.kernel.Kernels;
import uphill.kernel.Shown;
import uphill.kernel.Workers;
import uphill.lab.config.RunConfig;
import uphill.lab.config.Work;
import uphill.lab.evaluation.EvaluationEnvs;
import uphill.lab.machine.Machine;
import uphill.lab.machine.ThreadPool;
import uphill.lab.record.BegunConfig;
import uphill.lab.record.Checkpoint;
import uphill.lab.training.Beginning;
import uphill.lab.training.Training;
import uphill.lab.training.UpdateRecord;
import uphill.lab.world.Watchdog;
import uphill.lab.world.World;
import uphill.records.DiskError;

/// Carries out a [RunConfig] in a directory: from the beginning, or from where the directory's
/// records end.
///
/// @param watcher told of every [RunEvent]
/// @param stop asked after every update whether to end early
/// @param interrupt asked after every update whether to save the state and end
/// @param filming who draws episodes
record RecordedRun(
    World world,
    int threads,
    Consumer<RunEvent> watcher,
    BooleanSupplier stop,
    BooleanSupplier interrupt,
    Duration envTimeout,
    Filming filming) {

  private interface Recording {
    RunResult make(World watched, Kernels kernels, Workers workers) throws IOException;
  }

  /// Trains, records, evaluates.
  ///
  /// @param from the parameters that it begins with, where they are not drawn
  RunResult run(RunConfig config, Path directory, Optional<Beginning> from) throws IOException {
    return with(
        config,
        directory,
        (watched, kernels, workers) -> {
          // The training is made before the directory: what cannot be trained leaves nothing
          // behind.
          try (Training training = new Training(config, watched, from, kernels, workers);
              EvaluationEnvs envs = new EvaluationEnvs(watched);
              RunDirectory records =
                  RunDirectory.create(
                      directory,
                      config,
                      world,
                      from,
                      Machine.describe(kernels, threads, world.natives()),
                      training.savesState())) {
            return run(envs, kernels, training, records).toTheEnd();
          }
        });
  }

  private Run run(EvaluationEnvs envs, Kernels kernels, Training training, RunDirectory records) {
    return new Run(envs, kernels, training, records, watcher, stop, interrupt, filming);
  }

  /// Writes down that this config is to be run in a directory.
  void prepare(RunConfig config, Path directory, Optional<Beginning> from) throws IOException {
    RunDirectory.prepare(
        directory,
        config,
        world,
        from,
        Machine.describe(kernels(config), threads, world.natives()));
  }

  /// Goes on with a run as if it had not been interrupted.
  RunResult resume(RunConfig config, Path directory) throws IOException {
    WorldOfRun.require(world, directory, config);
    Optional<Beginning> beginning = Beginning.ofRun(directory, config);
    Consumer<String> warn = sentence -> watcher.accept(new RunEvent.Warned(config, sentence));
    return with(
        config,
        directory,
        (watched, kernels, workers) -> {
          // The environments are made once, and reset for the first update and for what follows.
          try (RunDirectory records = RunDirectory.reopen(directory, config);
              VectorEnv worlds = Training.envs(config, watched)) {
            Optional<Checkpoint> from = records.lastWhole(warn);
            String unlike = Machine.unlike(directory, world);
            if (!unlike.isEmpty()) {
              warn.accept(unlike);
            }
            if (from.isPresent()) {
              BegunConfig.require(config, directory);
              try (Training again =
                  new Training(
                      config, watched, worlds, /* own= */ false, beginning, kernels, workers)) {
                UpdateRecord first = UpdateRecord.of(again, again.update());
                lookAtBeginning(first, config, directory, unlike, warn);
              }
            }
            try (Training training =
                    new Training(
                        config, watched, worlds, /* own= */ false, beginning, kernels, workers);
                EvaluationEnvs envs = new EvaluationEnvs(watched)) {
              if (from.isPresent()) {
                training.restore(from.get(), directory);
              }
              // Until here nothing was changed.
              if (RunConfig.read(directory).steps() != config.steps()
                  || RunDirectory.isFinished(directory)) {
                records.extend(config);
              }
              Run run = run(envs, kernels, training, records);
              if (from.isPresent()) {
                run.goOnFrom(from.get());
              } else {
                records.begin(config, training.savesState());
              }
              return run.toTheEnd();
            }
          }
        });
  }

  /// Compares the first update, carried out again, with its record: a run that began in another
  /// world, of the same name, must not go on in this one. Where the run was made elsewhere, that
  /// can be why, and it is only told.
  ///
  /// @throws IllegalArgumentException if it differs
  private void lookAtBeginning(
      UpdateRecord first, RunConfig config, Path directory, String unlike, Consumer<String> warn)
      throws IOException {
    try (RecordedMetrics recorded = new RecordedMetrics(world, directory, config)) {
      Optional<String> difference = recorded.difference(first);
      if (difference.isPresent() && unlike.isEmpty()) {
        throw new IllegalArgumentException(recorded.sentence(difference.get()));
      }
      difference.ifPresent(
          what -> warn.accept(what + "; the run goes on, with updates as they are made here"));
    }
  }

  private RunResult with(RunConfig config, Path directory, Recording recording) throws IOException {
    Kernels kernels = kernels(config);
    try (ThreadPool pool = new ThreadPool(threads);
        Watchdog watchdog =
            Watchdog.of(envTimeout, what -> watcher.accept(new RunEvent.Stuck(config, what)))) {
      World watched =
          world
              .watchedBy(watchdog)
              .closingInto(e -> watcher.accept(new RunEvent.Warned(config, closing(e))));
      Workers workers = threads == 1 ? Workers.one() : pool;
      try {
        return recording.make(watched, kernels, workers);
      } catch (NoSuchFileException e) {
        throw new IllegalStateException(
            ("%s is gone: the run's directory was moved or deleted while it was written to. Put it"
                    + " back and go on with \"%s\", or train anew.")
                .formatted(e.getFile(), world.command("resume", directory)),
            e);
      } catch (ClosedByInterruptException e) {
        throw new IllegalStateException(
            ("%s: the thread that trains was interrupted while it wrote, which closes its files."
                    + " Whoever runs it must not interrupt it (in code: Experiment.interruptedBy)."
                    + " %s with \"%s\"")
                .formatted(directory, saved(directory, ""), world.command("resume", directory)),
            e);
      } catch (IOException e) {
        DiskError what = DiskError.of(e, directory);
        throw new IOException(
            "%s: %s. %s with \"%s\"."
                .formatted(
                    what.file(),
                    what.reason(),
                    saved(directory, what.remedy() + ", and "),
                    world.command("resume", directory)),
            e);
      }
    }
  }

  /// What a directory holds of a run that cannot go on writing, and what to do.
  ///
  /// @param first to be done before, with a comma
  private static String saved(Path directory, String first) {
    boolean any;
    try {
      any = RunDirectory.savedUpdates(directory) > 0;
    } catch (IOException _) {
      any = true; // it cannot be looked at
    }
    return any
        ? "What was saved until then is whole: %sgo on".formatted(first)
        : "No state was saved until then: %sbegin again".formatted(first);
  }

  /// The run is complete without it.
  private static String closing(EnvironmentException thrown) {
    return Shown.sentence(thrown) + " Nothing of the run is lost.";
  }

  private Kernels kernels(RunConfig config) {
    return Work.isLong(config, world) ? Kernels.best() : Kernels.brief();
  }
}
