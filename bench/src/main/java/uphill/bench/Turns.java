package uphill.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Times jobs that take turns, so that what else the machine does hits all alike.
///
/// A turn lasts about a millisecond. The first part of the time warms up; of the rest, the best
/// turn says what the code can do, beside the best turn of the peak, and the median what it did.
final class Turns {

  private static final double TURN = 3e6; // nanoseconds
  private static final double WARM_UP = 0.4; // share of the time

  private final List<Job> jobs = new ArrayList<>();
  private final Job peak8 = add("peak", "GFLOP/s", 1e-9 * Peak.flop(8), 0, this::eightChains);
  private final Job peak12 = add("peak", "GFLOP/s", 1e-9 * Peak.flop(12), 0, this::twelveChains);

  /// Written so that C2 cannot leave the loops out.
  float sink;

  /// What is timed: `work` counts what one call does, in the unit without its "/s".
  static final class Job {
    final String name;
    final String unit;
    final double work;
    final double flop;
    int threads = 1;
    private final Runnable run;
    private double[] turns = new double[64];
    private int count;
    private int calls = 1;

    private Job(String name, String unit, double work, double flop, Runnable run) {
      this.name = name;
      this.unit = unit;
      this.work = work;
      this.flop = flop;
      this.run = run;
    }

    private double turn() {
      long start = System.nanoTime();
      for (int i = 0; i < calls; i++) {
        run.run();
      }
      double time = (double) (System.nanoTime() - start) / calls;
      calls = (int) Math.clamp(TURN / time, 1, 1e7);
      return time;
    }

    private void keep(double time) {
      if (count == turns.length) {
        turns = Arrays.copyOf(turns, 2 * count);
      }
      turns[count++] = time;
    }

    /// Nanoseconds of a call, in the best turn.
    double best() {
      return Arrays.stream(turns, 0, count).min().orElseThrow();
    }

    /// Nanoseconds of a call, in the median turn.
    double median() {
      double[] sorted = Arrays.copyOf(turns, count);
      Arrays.sort(sorted);
      return sorted[count / 2];
    }

    /// Work a second, by the median turn.
    double rate() {
      return work / median() * 1e9;
    }
  }

  private void eightChains() {
    sink += Peak.eightChains();
  }

  private void twelveChains() {
    sink += Peak.twelveChains();
  }

  /// Adds a job. With `flop` floating-point operations a call, its share of the peak is known.
  Job add(String name, String unit, double work, double flop, Runnable run) {
    Job job = new Job(name, unit, work, flop, run);
    jobs.add(job);
    return job;
  }

  /// The jobs, the peak not included.
  List<Job> jobs() {
    return jobs.subList(2, jobs.size());
  }

  /// Lets the jobs take turns for so long.
  void measure(double seconds) {
    long start = System.nanoTime();
    for (double share = 0; share < 1; share = (System.nanoTime() - start) / (seconds * 1e9)) {
      for (Job job : jobs) {
        double time = job.turn();
        if (share > WARM_UP || job.count == 0) {
          job.keep(time);
        }
      }
    }
  }

  /// Fused multiply-adds of one core that touch registers only, as floating-point operations a
  /// nanosecond: the faster of two loops.
  double peak() {
    return 1e9 * Math.max(peak8.work / peak8.best(), peak12.work / peak12.best());
  }

  /// The share of the peak that a job reaches in its best turn, of one core each.
  double share(Job job) {
    return job.flop / job.best() / (peak() * job.threads);
  }

  /// Prints a table, or a line of JSON for each job.
  void print(boolean json) {
    if (json) {
      System.out.printf(
          Locale.ROOT, "{\"name\":\"peak\",\"value\":%.1f,\"unit\":\"GFLOP/s\"}%n", peak());
    } else {
      System.out.printf(Locale.ROOT, "FMA peak of one core: %.1f GFLOP/s%n%n", peak());
      System.out.printf(
          "%-32s %8s %14s %-12s %10s %6s%n", "", "threads", "median", "", "best, ns", "share");
    }
    for (Job job : jobs()) {
      String share = job.flop == 0 ? "" : String.format(Locale.ROOT, "%.3f", share(job));
      if (json) {
        System.out.printf(
            Locale.ROOT,
            "{\"name\":\"%s\",\"threads\":%d,\"value\":%.1f,\"unit\":\"%s/s\",\"best_ns\":%.1f%s}%n",
            job.name,
            job.threads,
            job.rate(),
            job.unit,
            job.best(),
            share.isEmpty() ? "" : ",\"share\":" + share);
      } else {
        System.out.printf(
            Locale.ROOT,
            "%-32s %8d %,14.0f %-12s %,10.0f %6s%n",
            job.name,
            job.threads,
            job.rate(),
            job.unit + "/s",
            job.best(),
            share.isEmpty() ? "" : String.format(Locale.ROOT, "%.0f%%", 100 * share(job)));
      }
    }
  }
}
