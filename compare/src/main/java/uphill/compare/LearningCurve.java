package uphill.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import uphill.kernel.Rng;
import uphill.lab.evaluation.Statistics;
import uphill.lab.record.EpisodesFile;
import uphill.lab.record.EvaluationsFile;

/// The curves of several runs on one grid, their interquartile mean, and its bootstrap interval.
///
/// The grid ends where the shortest run ends, so every point speaks of all runs. A point is absent
/// (NaN in `iqm`, `low` and `high`) until an episode has ended in every run: before that only the
/// runs with short episodes would speak.
public record LearningCurve(
    double[] step, double[] iqm, double[] low, double[] high, List<Curve> runs) {

  /// How runs become one curve.
  ///
  /// @param gridPoints points of the grid
  /// @param window w, as a share of the grid
  /// @param confidence of the interval, in (0, 1)
  /// @param resamples of the bootstrap
  /// @param seed of the bootstrap
  public record Config(
      int gridPoints,
      double window, // w as a share of the grid
      double confidence,
      int resamples,
      long seed) {

    public Config {
      if (gridPoints < 1) {
        throw new IllegalArgumentException("gridPoints must be at least 1, got " + gridPoints);
      }
      if (!(1.0 / gridPoints <= window && window <= 1)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "window must be in [1 / gridPoints, 1], or an episode could count nowhere; got %s"
                    + " of %d",
                window,
                gridPoints));
      }
      if (!(0 < confidence && confidence < 1)) {
        throw new IllegalArgumentException("confidence must be in (0, 1), got " + confidence);
      }
      if (resamples < 1) {
        throw new IllegalArgumentException("resamples must be at least 1, got " + resamples);
      }
    }

    /// A hundred points, each the mean over 5 % of the steps, and a 95 % interval.
    public static Config standard() {
      return new Config(
          /* gridPoints= */ 100,
          /* window= */ 0.05,
          /* confidence= */ 0.95,
          /* resamples= */ 2000,
          /* seed= */ 0);
    }
  }

  public LearningCurve {
    runs = List.copyOf(runs);
  }

  public static LearningCurve of(List<EpisodesFile> runs, Config config) {
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("a learning curve needs at least one run, got none");
    }
    double[] grid = Curve.grid((double) commonLastStep(runs), config.gridPoints());
    double window = config.window() * grid[grid.length - 1];
    return together(
        grid,
        runs.stream().map(run -> Curve.of(run.step(), run.episodeReturn(), grid, window)).toList(),
        config);
  }

  /// The curve of evaluations in the course of runs that were planned alike, at most as many points
  /// as the config's grid has, the last one among them.
  ///
  /// ```text
  /// step(k)  = mean over runs of the steps at their first evaluation at or after k·everySteps
  /// value(k) = the mean return of that evaluation
  /// ```
  ///
  /// It ends where one of the runs has no further evaluation.
  ///
  /// @param everySteps environment steps between two evaluations, as the runs were asked for
  /// @throws IllegalArgumentException if there are no runs, or one was not evaluated yet
  public static LearningCurve ofEvaluations(
      List<EvaluationsFile> runs, long everySteps, Config config) {
    List<int[]> points = points(runs, everySteps);
    if (points.isEmpty()) {
      throw new IllegalArgumentException(
          "a curve of evaluations needs one of every run, and a run at least; got none");
    }
    int count = Math.min(points.size(), config.gridPoints());
    double[] grid = new double[count];
    double[][] values = new double[runs.size()][count];
    for (int g = 0; g < count; g++) {
      int[] point = points.get((int) ((g + 1L) * points.size() / count) - 1);
      double sum = 0;
      for (int r = 0; r < point.length; r++) {
        sum += runs.get(r).step()[point[r]];
        values[r][g] = runs.get(r).mean()[point[r]];
      }
      grid[g] = sum / point.length;
    }
    return together(
        grid, Arrays.stream(values).map(value -> new Curve(grid, value)).toList(), config);
  }

  /// Which evaluation of each run belongs to each point; multiples that lead all runs to the same
  /// evaluations as the one before are passed over.
  private static List<int[]> points(List<EvaluationsFile> runs, long everySteps) {
    List<int[]> points = new ArrayList<>();
    int[] at = new int[runs.size()];
    long multiple = 1;
    while (!runs.isEmpty()) {
      long next = Long.MAX_VALUE;
      for (int r = 0; r < at.length; r++) {
        long[] step = runs.get(r).step();
        while (at[r] < step.length && step[at[r]] / everySteps < multiple) {
          at[r]++;
        }
        if (at[r] == step.length) {
          return points;
        }
        next = Math.min(next, step[at[r]] / everySteps + 1);
      }
      points.add(at.clone());
      multiple = next;
    }
    return points;
  }

  private static LearningCurve together(double[] grid, List<Curve> curves, Config config) {
    double[] iqm = new double[grid.length];
    double[] low = new double[grid.length];
    double[] high = new double[grid.length];
    for (int g = 0; g < grid.length; g++) {
      int at = g;
      if (!curves.stream().allMatch(curve -> curve.present(at))) {
        iqm[g] = low[g] = high[g] = Double.NaN;
        continue;
      }
      double[] values = curves.stream().mapToDouble(curve -> curve.value()[at]).toArray();
      iqm[g] = Statistics.iqm(values);
      // The same seed at every point draws the same runs there: whole curves are resampled, so the
      // band has no jitter of its own.
      Statistics.Interval interval =
          Statistics.bootstrapInterval(
              values,
              Statistics::iqm,
              config.confidence(),
              config.resamples(),
              Rng.seeded(config.seed()));
      low[g] = interval.low();
      high[g] = interval.high();
    }
    return new LearningCurve(grid, iqm, low, high, curves);
  }

  private static long commonLastStep(List<EpisodesFile> runs) {
    long common = Long.MAX_VALUE;
    for (EpisodesFile run : runs) {
      long last = run.episodes() == 0 ? 0 : run.step()[run.episodes() - 1];
      if (last == 0) {
        throw new IllegalArgumentException(
            "%s: no episode has ended yet. Plot it again when one has, or leave this run out."
                .formatted(run.directory()));
      }
      common = Math.min(common, last);
    }
    for (EpisodesFile run : runs) {
      if (run.step()[0] > common) {
        throw new IllegalArgumentException(
            ("%s: its first episode ended at step %s, but another run of the group ends at"
                    + " step %s. Leave that one out, or let it go on.")
                .formatted(run.directory(), run.step()[0], common));
      }
    }
    return common;
  }
}
