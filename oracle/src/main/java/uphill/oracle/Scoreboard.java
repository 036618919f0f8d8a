package uphill.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjDoubleConsumer;
import uphill.env.mdp.FiniteMdp;
import uphill.kernel.Rng;

/// The scores of all estimators of ∇J for a policy in a finite MDP.
///
/// Expectations are exact, by dynamic programming. Variances are exact where all trajectories can
/// be run through; else they come from trajectories that are drawn, with an interval.
///
/// @param scores of all, `return` first
/// @param enumerated whether all trajectories were run through
/// @param trajectories how many there are, or were drawn
/// @param horizon T; where the criterion has none, the one that stands for it
public record Scoreboard(List<Score> scores, boolean enumerated, long trajectories, int horizon) {

  /// Trajectories that are run through, at most, rather than drawn.
  public static final int MOST_ENUMERATED = 500_000;

  private static final long MOST_STEPS = 5_000_000; // of those that are drawn
  private static final int PILOTS = 10_000; // trajectories that b* is taken from
  private static final double NEGLIGIBLE = 1e-12; // γᵗ at the horizon that stands for none

  /// Copies the list.
  public Scoreboard {
    scores = List.copyOf(scores);
  }

  /// Which critic the baselines and GAE have.
  public enum Baseline {
    /// [Critic#exact].
    EXACT,
    /// [Critic#withoutClock].
    STATE,
    /// [Critic#zero].
    ZERO
  }

  /// Scores all estimators.
  ///
  /// @param samples trajectories to draw, at most; fewer where they are long
  /// @param seed what they are drawn from
  public static Scoreboard of(
      FiniteMdp mdp,
      TabularPolicy policy,
      Criterion criterion,
      Baseline baseline,
      int samples,
      long seed) {
    int horizon = horizon(criterion);
    Exact exact = Exact.of(mdp, policy, Criterion.steps(horizon, criterion.gamma()));
    boolean enumerated = Trajectories.count(mdp, policy, horizon) <= MOST_ENUMERATED;
    Rng random = Rng.seeded(seed);
    OptimalBaseline pilot = new OptimalBaseline(policy, criterion.gamma());
    visit(exact, enumerated, Math.min(samples, PILOTS), random, pilot::add);
    List<Weighting> weightings =
        Weighting.all(
            criterion.gamma(),
            exact.objective(),
            pilot.value(),
            Estimate.deviationOfAdvantage(exact));
    Estimate estimate = new Estimate(weightings, exact, critic(baseline, exact));
    long count = visit(exact, enumerated, samples, random, estimate::add);
    double[] gradient = exact.policyGradient();
    List<Score> scores = new ArrayList<>();
    for (int k = 0; k < weightings.size(); k++) {
      scores.add(
          Score.of(
              weightings.get(k),
              gradient,
              estimate.expectation(k),
              estimate.moments(k),
              enumerated ? 0 : count));
    }
    return new Scoreboard(scores, enumerated, count, horizon);
  }

  /// Scores all estimators for a linear policy, with the exact value as their critic.
  public static Scoreboard of(Lqr problem, Lqr.Linear policy, int samples, long seed) {
    return LqrScoreboard.drawn(problem, policy, samples, seed).scores();
  }

  private static Critic critic(Baseline baseline, Exact exact) {
    return switch (baseline) {
      case EXACT -> Critic.exact(exact);
      case STATE -> Critic.withoutClock(exact);
      case ZERO -> Critic.zero();
    };
  }

  private static long visit(
      Exact exact,
      boolean enumerated,
      int samples,
      Rng random,
      ObjDoubleConsumer<Trajectory> visitor) {
    int horizon = exact.criterion().horizon().orElseThrow();
    if (!enumerated) {
      return Trajectories.draw(
          exact.mdp(), exact.policy(), horizon, samples, MOST_STEPS, random, visitor);
    }
    long[] count = new long[1];
    Trajectories.forEach(
        exact.mdp(),
        exact.policy(),
        horizon,
        trajectory -> {
          visitor.accept(trajectory, trajectory.probability());
          count[0]++;
        });
    return count[0];
  }

  /// The horizon, or one that stands for none: what comes later counts less than 10⁻¹².
  private static int horizon(Criterion criterion) {
    double gamma = criterion.gamma();
    return criterion
        .horizon()
        .orElseGet(
            () ->
                gamma == 0
                    ? 1
                    : (int) Math.ceil(StrictMath.log(NEGLIGIBLE) / StrictMath.log(gamma)));
  }
}
