package uphill.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.kernel.SeedSequence;
import uphill.kernel.Workers;
import uphill.lab.Experiment;
import uphill.lab.config.RunConfig;
import uphill.lab.evaluation.Statistics;
import uphill.lab.training.Training;
import uphill.lab.world.World;
import uphill.rl.Policy;
import uphill.rl.data.Rollout;
import uphill.rl.data.Weights;

/// Prints how noisy the gradient of each of the four weights is, for the same policy on the same
/// trajectories of CartPole-v1.
///
/// ```text
/// g(τ) = Σₜ ∇log π_θ(aₜ|sₜ)·Ψₜ          tr Cov g = Σⱼ Var gⱼ, over trajectories τ of π_θ
/// ```
///
/// Policies are taken at four stages of a training run (preset `simple`, weights baseline), held
/// fixed, and a critic is fitted to each on trajectories of its own. The first three weights
/// estimate the gradient of the same number, the expected return up to the time limit, and must
/// agree in their means: where they do not, by more than five standard deviations, this exits with
/// 1.
public final class VarianceReport {

  private static final String WORLD = "CartPole-v1";
  private static final int LIMIT = 500;
  private static final int[] PERCENT = {0, 10, 30, 100};
  private static final double DISAGREEMENT = 5;
  private static final double CONFIDENCE = 0.95;
  private static final int RESAMPLES = 2000;

  /// A way to weigh. V is of the same γ; where that is 1 it ends at the time limit, as rewards do,
  /// else it goes on past it, as in `--weights gae`.
  private record Way(String name, Weights weights, double gamma, double lambda) {}

  private static final List<Way> WAYS =
      List.of(
          new Way("return", Weights.RETURN, 1, 1),
          new Way("reward-to-go", Weights.REWARD_TO_GO, 1, 1),
          new Way("baseline", Weights.BASELINE, 1, 1),
          new Way("gae 1 0.95", Weights.GAE, 1, 0.95),
          new Way("gae 0.99 0.95", Weights.GAE, 0.99, 0.95));

  /// The first so many ways are without bias.
  private static final int UNBIASED = 3;

  /// What was measured of one way.
  private record Line(
      double trace,
      Statistics.Interval interval,
      double ratio,
      double meanNorm,
      double signal,
      double cosine,
      double disagreement) {}

  private final Kernels kernels = Kernels.best();
  private final boolean json;
  private final int seeds;
  private final int trajectories;
  private final List<List<List<Line>>> stages = new ArrayList<>(); // by stage and seed
  private double worst = Double.NEGATIVE_INFINITY;

  private VarianceReport(boolean json, int seeds, int trajectories) {
    this.json = json;
    this.seeds = seeds;
    this.trajectories = trajectories;
  }

  public static void main(String[] args) {
    boolean json = false;
    int seeds = 10;
    int trajectories = 2000;
    for (int i = 0; i < args.length; i++) {
      boolean value = i + 1 < args.length;
      if (args[i].equals("--json")) {
        json = true;
      } else if (args[i].equals("--seeds") && value) {
        seeds = Integer.parseInt(args[++i]);
      } else if (args[i].equals("--trajectories") && value) {
        trajectories = Integer.parseInt(args[++i]);
      } else {
        System.err.printf(
            "unknown argument %s: give [--json] [--seeds N] [--trajectories N]%n", args[i]);
        System.exit(2);
      }
    }
    VarianceReport report = new VarianceReport(json, seeds, trajectories);
    report.run();
    if (report.worst > DISAGREEMENT) {
      System.err.printf(
          Locale.ROOT,
          "the means of unbiased weights differ by %.1f standard deviations: an estimate is"
              + " wrong%n",
          report.worst);
      System.exit(1);
    }
  }

  private void run() {
    for (int stage = 0; stage < PERCENT.length; stage++) {
      stages.add(new ArrayList<>());
    }
    for (int seed = 0; seed < seeds; seed++) {
      train(seed);
    }
    if (!json) {
      System.out.printf("%nratio to return, over seeds%n");
    }
    for (int stage = 0; stage < PERCENT.length; stage++) {
      printStage(PERCENT[stage], stages.get(stage));
    }
    if (!json) {
      System.out.printf(
          Locale.ROOT,
          "%nmeans of unbiased weights differ by at most %.1f standard deviations (%.0f fails)%n",
          worst,
          DISAGREEMENT);
    }
  }

  private void train(int seed) {
    World world = World.named(WORLD, VarianceReport.class.getClassLoader());
    RunConfig config =
        Experiment.in(world).preset("simple").weights("baseline").seed(seed).config();
    try (Training training = new Training(config, world, kernels, Workers.one())) {
      for (int stage = 0; stage < PERCENT.length; stage++) {
        int percent = PERCENT[stage];
        while (training.updates() < config.updates() * percent / 100) {
          training.update();
        }
        SeedSequence streams = SeedSequence.of(seed).child(6, percent);
        stages.get(stage).add(measure(training.policy(), seed, percent, streams));
      }
    }
  }

  private List<Line> measure(Policy policy, int seed, int percent, SeedSequence streams) {
    int fitted = Math.max(trajectories / 2, 1);
    List<Rollout> fitting = sample(policy, fitted, streams.child(0));
    List<Rollout> measured = sample(policy, trajectories, streams.child(1));
    FittedValue toTheLimit = fit(policy, fitting, 1, false, streams.child(2));
    FittedValue discounted = fit(policy, fitting, 0.99, true, streams.child(3));
    double explained = toTheLimit.explains(measured);
    double meanReturn = Statistics.mean(measured.stream().mapToDouble(Rollout::rows).toArray());

    List<GradientSample> samples = new ArrayList<>();
    TrajectoryGradient gradient = new TrajectoryGradient(policy, kernels);
    float[] weight = new float[LIMIT];
    for (Way way : WAYS) {
      float[][] gradients = new float[trajectories][];
      for (int i = 0; i < trajectories; i++) {
        Rollout trajectory = measured.get(i);
        (way.gamma() < 1 ? discounted : toTheLimit).fill(trajectory);
        way.weights().fill(trajectory, way.gamma(), way.lambda(), weight);
        gradients[i] = gradient.of(trajectory, weight);
      }
      samples.add(new GradientSample(gradients));
    }
    List<Line> lines = new ArrayList<>();
    for (int w = 0; w < WAYS.size(); w++) {
      lines.add(line(samples, w));
      if (w < UNBIASED) {
        worst = Math.max(worst, lines.get(w).disagreement());
      }
    }
    print(seed, percent, meanReturn, explained, lines);
    return lines;
  }

  private FittedValue fit(
      Policy policy, List<Rollout> fitting, double gamma, boolean goesOn, SeedSequence stream) {
    return new FittedValue(policy.observations(), fitting, gamma, goesOn, Rng.of(stream), kernels);
  }

  private List<Rollout> sample(Policy policy, int count, SeedSequence streams) {
    return TrajectoryGradient.sample(WORLD, LIMIT, policy, count, streams, kernels);
  }

  private static Line line(List<GradientSample> samples, int w) {
    GradientSample sample = samples.get(w);
    double trace = sample.trace();
    return new Line(
        trace,
        Statistics.bootstrapInterval(
            sample.deviations(), Statistics::mean, CONFIDENCE, RESAMPLES, Rng.seeded(0)),
        trace / samples.getFirst().trace(),
        sample.meanNorm(),
        sample.signal(),
        sample.cosine(samples.get(UNBIASED - 1)),
        w == 0 ? 0 : sample.minus(samples.getFirst()).meanIsNotZero());
  }

  private void print(int seed, int percent, double meanReturn, double explained, List<Line> lines) {
    if (!json) {
      System.out.printf(
          Locale.ROOT,
          "seed %d at %d %%: mean return %.1f, V explains %.2f of the variance of reward-to-go%n"
              + "  %-14s %10s %23s %8s %9s %9s %7s %6s%n",
          seed,
          percent,
          meanReturn,
          explained,
          "",
          "trace",
          "95 %",
          "ratio",
          "‖mean‖",
          "noise",
          "cosine",
          "z");
    }
    for (int w = 0; w < lines.size(); w++) {
      Line line = lines.get(w);
      System.out.printf(
          Locale.ROOT,
          json
              ? "{\"name\":\"%s\",\"trace\":%.6g,\"low\":%.6g,\"high\":%.6g,\"ratio\":%.6g,"
                  + "\"mean_norm\":%.6g,\"noise\":%s,\"cosine\":%.4f,\"disagreement\":%.2f,"
              : "  %-14s %10.4g [%10.4g,%10.4g] %8.4f %9.3g %9s %7.3f %6.1f%n",
          WAYS.get(w).name(),
          line.trace(),
          line.interval().low(),
          line.interval().high(),
          line.ratio(),
          line.meanNorm(),
          noise(line.signal() / line.trace()),
          line.cosine(),
          line.disagreement());
      if (json) {
        System.out.printf(
            Locale.ROOT,
            "\"seed\":%d,\"percent\":%d,\"mean_return\":%.2f,\"explained\":%.4f}%n",
            seed,
            percent,
            meanReturn,
            explained);
      }
    }
  }

  private void printStage(int percent, List<List<Line>> runs) {
    for (int w = 0; w < WAYS.size(); w++) {
      int way = w;
      double[] ratios = runs.stream().mapToDouble(lines -> lines.get(way).ratio()).toArray();
      long falls =
          runs.stream()
              .filter(lines -> way > 0 && lines.get(way).trace() < lines.get(way - 1).trace())
              .count();
      double[] clarity =
          runs.stream().mapToDouble(l -> l.get(way).signal() / l.get(way).trace()).toArray();
      Statistics.Interval interval =
          Statistics.bootstrapInterval(
              ratios, Statistics::iqm, CONFIDENCE, RESAMPLES, Rng.seeded(0));
      System.out.printf(
          Locale.ROOT,
          json
              ? "{\"name\":\"%2$s\",\"percent\":%1$d,\"seeds\":%7$d,\"ratio_iqm\":%3$.6g,"
                  + "\"low\":%4$.6g,\"high\":%5$.6g,\"noise\":%8$s,\"below_the_one_before\":%6$d}%n"
              : "  %3d %%  %-14s %8.4f [%.4f, %.4f]   below the one before: %d of %d   noise"
                  + " %s%n",
          percent,
          WAYS.get(w).name(),
          Statistics.iqm(ratios),
          interval.low(),
          interval.high(),
          falls,
          runs.size(),
          noise(Statistics.iqm(clarity)));
    }
  }

  /// tr Σ / ‖E g‖²: so many trajectories make the noise as large as the gradient. Where the
  /// gradient drowns in its noise, nothing can be said.
  private String noise(double clarity) {
    return clarity > 0 ? String.format(Locale.ROOT, "%.3g", 1 / clarity) : json ? "null" : "-";
  }
}
