package uphill.oracle;

import java.util.ArrayList;
import java.util.List;
import uphill.kernel.Rng;

/// The scores of all estimators of ∇J for a linear policy: expectations in closed form, variances
/// from trajectories that are drawn.
final class LqrScoreboard {

  private static final long MOST_STEPS = 5_000_000;
  private static final int PILOTS = 10_000;

  private final Lqr problem;
  private final Lqr.Linear policy;
  private final Rng random;
  private final double[][] values;
  private final double[] states;
  private final double[] scoreGain;
  private final double[] scoreLogStd;
  private final Outcomes outcomes;
  private final List<Weighting> weightings;
  private final List<Moments> moments = new ArrayList<>();
  private long drawn;

  private LqrScoreboard(Lqr problem, Lqr.Linear policy, int samples, Rng random) {
    this.problem = problem;
    this.policy = policy;
    this.random = random;
    values = problem.values(policy);
    int steps = problem.steps();
    states = new double[steps + 1];
    scoreGain = new double[steps];
    scoreLogStd = new double[steps];
    outcomes = new Outcomes(steps);
    weightings = pilots(Math.clamp(MOST_STEPS / steps, 1, Math.min(samples, PILOTS)));
    weightings.forEach(_ -> moments.add(new Moments(2)));
  }

  /// Draws trajectories, and estimates by each.
  ///
  /// @param samples how many, at most
  static LqrScoreboard drawn(Lqr problem, Lqr.Linear policy, int samples, long seed) {
    var board = new LqrScoreboard(problem, policy, samples, Rng.seeded(seed));
    double gamma = problem.criterion().gamma();
    double[] weight = new double[problem.steps()];
    board.drawn = Math.clamp(MOST_STEPS / problem.steps(), 1, samples);
    for (long n = 0; n < board.drawn; n++) {
      board.draw();
      for (int k = 0; k < board.weightings.size(); k++) {
        board.weightings.get(k).fill(board.outcomes, gamma, weight);
        board.add(weight, board.moments.get(k));
      }
    }
    return board;
  }

  /// The scores.
  Scoreboard scores() {
    double[] gradient = problem.policyGradient(policy);
    List<Score> scores = new ArrayList<>();
    for (int k = 0; k < weightings.size(); k++) {
      scores.add(Score.of(weightings.get(k), gradient, expectation(k), moments.get(k), drawn));
    }
    return new Scoreboard(scores, false, drawn, problem.steps());
  }

  /// The choices of Ψ.
  List<Weighting> weightings() {
    return List.copyOf(weightings);
  }

  /// What was seen of the k-th.
  Moments moments(int k) {
    return moments.get(k);
  }

  /// `E[X]` of the k-th, in closed form.
  double[] expectation(int k) {
    Weighting weighting = weightings.get(k);
    double[] expectation = problem.expectation(policy, weighting.discounted());
    if (weighting.kind() == Weighting.Kind.NORMALIZED_ADVANTAGE) {
      expectation[0] /= weighting.parameter();
      expectation[1] /= weighting.parameter();
    }
    return expectation;
  }

  /// All weightings, b* and σ from trajectories of their own.
  private List<Weighting> pilots(long count) {
    double square = 0;
    double product = 0;
    double advantages = 0;
    double gamma = problem.criterion().gamma();
    for (long k = 0; k < count; k++) {
      draw();
      double gain = 0;
      double logStd = 0;
      for (int t = 0; t < outcomes.length(); t++) {
        gain += scoreGain[t];
        logStd += scoreLogStd[t];
        advantages += outcomes.advantage[t] * outcomes.advantage[t];
      }
      square += gain * gain + logStd * logStd;
      product += (gain * gain + logStd * logStd) * outcomes.whole(gamma);
    }
    return Weighting.all(
        gamma,
        problem.objective(policy),
        product / square,
        Math.sqrt(advantages / ((double) count * problem.steps())));
  }

  /// Draws a trajectory.
  private void draw() {
    double sigma = StrictMath.exp(policy.logStd());
    double gamma = problem.criterion().gamma();
    int steps = problem.steps();
    states[0] = Math.sqrt(problem.startVariance()) * random.standardNormal();
    for (int t = 0; t < steps; t++) {
      double s = states[t];
      double noise = random.standardNormal();
      double u = policy.gain() * s + sigma * noise;
      double ahead = problem.a() * s + problem.b() * u;
      states[t + 1] = ahead + Math.sqrt(problem.noiseVariance()) * random.standardNormal();
      double reward = -(problem.q() * s * s + problem.c() * u * u);
      double p = values[0][t + 1];
      outcomes.reward[t] = reward;
      outcomes.value[t] = value(t, s);
      outcomes.nextValue[t] = value(t + 1, states[t + 1]);
      outcomes.actionValue[t] =
          reward - gamma * (p * (ahead * ahead + problem.noiseVariance()) + values[1][t + 1]);
      outcomes.advantage[t] = outcomes.actionValue[t] - outcomes.value[t];
      scoreGain[t] = noise * s / sigma;
      scoreLogStd[t] = noise * noise - 1;
    }
    outcomes.fill(steps);
  }

  private double value(int t, double s) {
    return -(values[0][t] * s * s + values[1][t]);
  }

  private void add(double[] weight, Moments moments) {
    double gain = 0;
    double logStd = 0;
    for (int t = 0; t < outcomes.length(); t++) {
      gain += weight[t] * scoreGain[t];
      logStd += weight[t] * scoreLogStd[t];
    }
    moments.begin(1);
    moments.add(0, gain);
    moments.add(1, logStd);
    moments.end();
  }
}
