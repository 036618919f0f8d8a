package examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import uphill.lab.Experiment;
import uphill.lab.RunEvent;
import uphill.lab.RunResult;
import uphill.lab.world.World;

/// Trains on an environment of one's own, where it lives: in this JVM. The run has the name of its
/// class, so the command line reads it too, with `--class-path`.
public final class TrainOnYourOwn {

  private TrainOnYourOwn() {}

  /// Trains in the greenhouse; the run lies in the directory given, or in `runs/greenhouse`.
  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args.length > 0 ? args[0] : "runs/greenhouse");

    RunResult result =
        Experiment.in(World.of(Greenhouse.class))
            .algorithm("vpg")
            .steps(60_000)
            .seed(1)
            .set("learning_rate", 5e-3)
            .watchedBy(TrainOnYourOwn::show)
            .run(directory);

    System.out.printf(
        Locale.ROOT,
        "mean return %.1f, of random actions %.1f; the run lies in %s%n",
        result.evaluation().mean(),
        result.randomPolicyMean(),
        result.directory());
  }

  private static void show(RunEvent event) {
    if (event instanceof RunEvent.Updated updated && updated.updates() % 10 == 0) {
      System.out.printf(
          Locale.ROOT,
          "%6d steps  return %.1f%n",
          updated.steps(),
          updated.metrics().get("return_mean"));
    }
  }
}
