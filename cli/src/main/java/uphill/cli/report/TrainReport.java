package uphill.cli.report;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import uphill.env.Env;
import uphill.env.scene.Pictured;
import uphill.kernel.Shown;
import uphill.lab.RunResult;
import uphill.lab.evaluation.Evaluation;
import uphill.lab.evaluation.MeanReturn;
import uphill.lab.evaluation.SeedScore;
import uphill.lab.record.EpisodesFile;
import uphill.lab.training.Scores;
import uphill.lab.world.World;

/// What `uphill train` says at the end.
public final class TrainReport {

  private static final int ENOUGH = 10; // episodes to judge by

  private TrainReport() {}

  public static void print(List<RunResult> results, Path directory, World world, PrintWriter out)
      throws IOException {
    RunResult first = results.getFirst();
    out.println();
    if (results.size() == 1) {
      one(first, out);
    } else {
      several(results, out);
    }
    world
        .rewardThreshold()
        .ifPresent(
            threshold -> {
              long solved =
                  results.stream().filter(r -> r.evaluation().mean() >= threshold).count();
              out.println(
                  "Solved (a mean of at least %s): %s"
                      .formatted(
                          MeanReturn.threshold(threshold),
                          results.size() == 1
                              ? (solved == 1 ? "yes" : "no") + first(first)
                              : solved + " of " + results.size() + " seeds"));
            });
    boolean nothing = nothingToLearnFrom(results);
    if (nothing) {
      out.println(
          String.format(
              Locale.ROOT,
              "Every episode, of the training too, gave %s: where all returns are equal there is"
                  + " nothing to learn from, and more steps will hardly help. It takes a world"
                  + " whose rewards tell better from worse: docs/learning.md lists what is learnt"
                  + " where.",
              MeanReturn.of(first.evaluation()).brief(first.evaluation().returns()[0])));
    }
    out.println("Records: " + directory);
    out.println();
    out.println("Next:");
    Path run = first.directory();
    if (Scores.refusal(first.policy()).isEmpty()) {
      out.println("  " + world.command("explain", run));
    }
    try (Env env = world.create().get()) {
      if (Pictured.of(env).isPresent()) {
        out.println("  " + world.command("watch", run));
      }
    }
    if (results.size() == 1) {
      out.println("  " + world.command("plot", run));
      out.println("  " + world.command("eval", run, "--sample"));
      if (!nothing) {
        out.println("  " + world.command("train", "--config", run, "--seeds", "0..9"));
      }
    } else {
      out.println("  " + world.command("plot", directory));
      out.println("  " + world.command("eval", directory, "--episodes", 1000));
    }
  }

  /// When an evaluation first reached the threshold, as a clause. A plot shows the returns of
  /// training, of actions that were drawn: they come to it at another time.
  private static String first(RunResult result) {
    return result
        .solved()
        .map(
            solved ->
                "; the most probable actions first were after %s%s"
                    .formatted(
                        Numbers.someSteps(solved.steps()),
                        result.config().evaluations().isPresent()
                            ? ""
                            : " (a plot shows drawn ones)"))
        .orElse("");
  }

  /// Whether all episodes, of the trainings and of their evaluations, had the same return.
  private static boolean nothingToLearnFrom(List<RunResult> results) throws IOException {
    double one = results.getFirst().evaluation().returns()[0];
    for (RunResult result : results) {
      if (Arrays.stream(result.evaluation().returns()).anyMatch(r -> r != one)) {
        return false; // as usual, and nothing had to be read
      }
    }
    for (RunResult result : results) {
      double[] trained = EpisodesFile.read(result.directory()).episodeReturn();
      if (trained.length < ENOUGH || Arrays.stream(trained).anyMatch(r -> r != one)) {
        return false;
      }
    }
    return true;
  }

  private static void one(RunResult result, PrintWriter out) {
    Evaluation evaluation = result.evaluation();
    MeanReturn mean = MeanReturn.of(evaluation);
    out.println(
        String.format(
            Locale.ROOT,
            "Evaluation of the most probable actions, %s: %s (deviation %s, %s to" + " %s)%s",
            Shown.count(evaluation.episodes(), "episode"),
            mean.text(result.rewardThreshold()),
            mean.text(evaluation.std()),
            mean.brief(Arrays.stream(evaluation.returns()).min().orElseThrow()),
            mean.brief(Arrays.stream(evaluation.returns()).max().orElseThrow()),
            remark(evaluation.remark())));
    out.println(
        "Random actions in the same episodes: %s%s"
            .formatted(
                MeanReturn.of(result.randomPolicy()).text(),
                remark(result.randomPolicy().remark())));
    out.println(
        String.format(
            Locale.ROOT,
            "Trained for %s, %s, in %.1f s%s (%s steps/s), with %d MB of memory at" + " most",
            Numbers.someSteps(result.steps()),
            Shown.count(result.updates(), "update"),
            result.wallSeconds(),
            evaluations(result),
            Numbers.steps(Math.round(result.stepsPerSecond())),
            result.peakMemory() / 1_000_000));
  }

  /// How much of the time went into evaluations that were asked for, as a clause.
  private static String evaluations(RunResult result) {
    return result.config().evaluations().isEmpty()
        ? ""
        : String.format(Locale.ROOT, ", %.1f s of them in evaluations", result.evaluationSeconds());
  }

  /// A clause behind a number; nothing where there is nothing to say.
  public static String remark(String words) {
    return words.isEmpty() ? "" : "; " + words;
  }

  private static void several(List<RunResult> results, PrintWriter out) {
    SeedScore score =
        SeedScore.of(results.stream().mapToDouble(r -> r.evaluation().mean()).toArray());
    MeanReturn iqm = score.meanReturn();
    out.println(
        String.format(
            Locale.ROOT,
            "Evaluation of %d seeds, %s each: interquartile mean %s, 95 %% interval"
                + " %s to %s%s",
            results.size(),
            Shown.count(results.getFirst().evaluation().episodes(), "episode"),
            iqm.text(results.getFirst().rewardThreshold()),
            iqm.text(score.interval().low()),
            iqm.text(score.interval().high()),
            remark(Evaluation.remark(results.stream().map(RunResult::evaluation).toList()))));
    out.println(
        "Random actions: %s%s"
            .formatted(
                MeanReturn.of(
                        results.stream().map(RunResult::randomPolicy).map(MeanReturn::of).toList())
                    .text(),
                remark(Evaluation.remark(results.stream().map(RunResult::randomPolicy).toList()))));
  }
}
