package uphill.derive;

import static uphill.derive.evening.StudyEvening.EXACT;
import static uphill.derive.evening.StudyEvening.HOURS;
import static uphill.derive.evening.StudyEvening.POLICY;
import static uphill.derive.evening.StudyEvening.WORLD;

import java.util.List;
import uphill.derive.evening.Estimate;
import uphill.derive.evening.Estimate.Weight;
import uphill.derive.evening.StudyEvening;
import uphill.derive.number.Decimals;
import uphill.derive.number.VectorMath;
import uphill.derive.step.Check;
import uphill.derive.step.Step;
import uphill.derive.step.StepBuilder;
import uphill.env.mdp.FiniteMdp;
import uphill.oracle.TabularPolicy;
import uphill.oracle.Trajectories;

/// Step 6: less noise for the same average. And the weights that later steps compare.
final class WeightSteps {

  private static final double ROUNDING = 1e-12;

  static final Weight RETURN = (tau, t) -> tau.rewardToGo(0, 1);
  static final Weight REWARD_TO_GO = (tau, t) -> tau.rewardToGo(t, 1);
  static final Weight MINUS_VALUE = (tau, t) -> tau.rewardToGo(t, 1) - EXACT.value(t, tau.state(t));
  static final Weight ADVANTAGE = (tau, t) -> EXACT.advantage(t, tau.state(t), tau.action(t));

  private WeightSteps() {}

  static Weight minus(double constant) {
    return (tau, t) -> tau.rewardToGo(t, 1) - constant;
  }

  /// The reward-to-go of an hour, averaged over hours and evenings.
  static double meanRewardToGo() {
    double[] sum = {0};
    Trajectories.forEach(
        WORLD,
        POLICY,
        HOURS,
        tau -> {
          for (int t = 0; t < HOURS; t++) {
            sum[0] += tau.probability() * tau.rewardToGo(t, 1) / HOURS;
          }
        });
    return sum[0];
  }

  static Step rewardToGo() {
    Estimate whole = Estimate.of(RETURN);
    Estimate toGo = Estimate.of(REWARD_TO_GO);
    double past = 0;
    double future = 0;
    for (int t = 0; t < HOURS; t++) {
      for (int k = 0; k < HOURS; k++) {
        double size = VectorMath.largest(product(t, k));
        past = k < t ? Math.max(past, size) : past;
        future = k > t ? Math.max(future, size) : future;
      }
    }
    return new StepBuilder(6, "What was earned before cannot matter: reward-to-go")
        .opening(
            """
            The expression pays the action of the last hour with pages that were read in the first.
            That action cannot have earned them. Must they be there?
            """)
        .introduces("k", "another hour, beside $t$")
        .introduces("R̂", "$R̂ₜ$ is the reward-to-go: what is earned from hour $t$ on")
        .introduces(
            "Ψ",
            "$Ψₜ$ is the weight that multiplies the score at hour $t$: so far $R(τ)$, now $R̂ₜ$,"
                + " soon others")
        .introduces("ĝ", "$ĝ(τ)$ is the estimate of $∇J$ from one evening alone")
        .introduces(
            "Var",
            "the variance: how far an estimate scatters around its mean, as the average squared"
                + " distance")
        .uses("E τ ∇ log π a s r t J ‖")
        .formula(
            "\\mathbb E_\\tau \\left[ \\nabla \\log \\pi(a_t \\vert s_t) \\cdot r_k \\right] = 0"
                + " \\quad \\text{for } k \\lt t",
            "E_τ[∇log π(aₜ|sₜ)·rₖ] = 0   for k < t",
            "When $aₜ$ is drawn, $rₖ$ is history, a settled number. Step 5: a settled number times"
                + " the score averages to zero.")
        .formula(
            "\\hat R_t = r_t + r_{t+1} + \\dots",
            "R̂ₜ = rₜ + rₜ₊₁ + …",
            "So of $R(τ)$ only the rewards from hour $t$ on are left.")
        .formula(
            "\\nabla J = \\mathbb E_\\tau \\left[ \\sum_t \\nabla \\log \\pi(a_t \\vert s_t) \\cdot"
                + " \\hat R_t \\right]",
            "∇J = E_τ[Σₜ ∇log π(aₜ|sₜ)·R̂ₜ]",
            "The same average: what was removed was zero on average.")
        .formula(
            "\\hat g(\\tau) = \\sum_t \\nabla \\log \\pi(a_t \\vert s_t) \\cdot \\Psi_t \\qquad"
                + " \\mathrm{Var} \\hat g"
                + " = \\mathbb E_\\tau \\left[ \\Vert \\hat g(\\tau) - \\mathbb E_\\tau[\\hat g]"
                + " \\Vert^2 \\right]",
            "ĝ(τ) = Σₜ ∇log π(aₜ|sₜ)·Ψₜ,   Var ĝ = E_τ[‖ĝ(τ) − E_τ[ĝ]‖²]",
            "One evening gives one estimate. Many weights $Ψₜ$ give the right average; they differ"
                + " in how far single evenings scatter around it.")
        .prose(
            """
            The pages of earlier hours add nothing to the average, but something to the estimate of
            every single evening: they were noise. Without them the variance falls from %s to %s
            here. That is no theorem: in a world that gives one page in the first hour and takes it
            back in the second, $R(τ)$ is 0 in every evening, and an estimate made of zeros does not
            scatter at all, but $R̂ₜ$ is −1 in the second hour.
            """
                .formatted(Decimals.of(whole.variance(), 2), Decimals.of(toGo.variance(), 2)))
        .check(
            Check.zero(
                "Score times an earlier reward averages to zero, for every pair of hours.",
                "largest entry",
                past,
                ROUNDING))
        .check(
            Check.rising(
                "Score times a later reward does not: actions have consequences.",
                List.of(
                    new Check.Value("", 0, 0),
                    Check.value("largest entry over the pairs of hours", future))))
        .check(
            Check.rising(
                "In every evening the earlier pages do add something to the estimate.",
                List.of(
                    new Check.Value("", 0, 0),
                    Check.value("length of what they add, where it is shortest", shortestPast()))))
        .check(
            Check.equal(
                "With $R(τ)$ and with reward-to-go the average is the same vector. Its first"
                    + " entry:",
                List.of(
                    Check.value("$R(τ)$", whole.mean()[0]),
                    Check.value("reward-to-go", toGo.mean()[0])),
                whole.mean(),
                toGo.mean(),
                ROUNDING))
        .check(
            Check.rising(
                "The variance falls.",
                List.of(
                    new Check.Value("reward-to-go", toGo.variance(), 2),
                    new Check.Value("$R(τ)$", whole.variance(), 2))))
        .check(
            Check.rising(
                "Where a page is given and taken back, it rises.",
                List.of(
                    new Check.Value("$R(τ)$", givenAndTaken(RETURN), 2),
                    new Check.Value("reward-to-go", givenAndTaken(REWARD_TO_GO), 2))))
        .build();
  }

  /// The length of Σₜ ∇log π(aₜ|sₜ)·(R(τ) − R̂ₜ) in the evening where it is shortest.
  private static double shortestPast() {
    double[] shortest = {Double.POSITIVE_INFINITY};
    Trajectories.forEach(
        WORLD,
        POLICY,
        HOURS,
        tau -> {
          double[] sum = StudyEvening.zeros();
          for (int t = 0; t < HOURS; t++) {
            double past = tau.rewardToGo(0, 1) - tau.rewardToGo(t, 1);
            POLICY.addScore(tau.state(t), tau.action(t), past, sum);
          }
          shortest[0] = Math.min(shortest[0], Math.sqrt(VectorMath.square(sum)));
        });
    return shortest[0];
  }

  /// The variance in a world of two hours, with two actions that do not matter, which pays 1 and
  /// then −1.
  private static double givenAndTaken(Weight weight) {
    FiniteMdp world =
        FiniteMdp.builder("given and taken", 2, 2)
            .start(0, 1)
            .maxSteps(2)
            .add(0, 0, 1, 1, 1, false)
            .add(0, 1, 1, 1, 1, false)
            .add(1, 0, 1, 1, -1, false)
            .add(1, 1, 1, 1, -1, false)
            .build();
    return Estimate.of(world, TabularPolicy.softmax(new double[2][2]), 2, weight).variance();
  }

  /// E[∇log π(aₜ|sₜ)·rₖ].
  private static double[] product(int t, int k) {
    double[] mean = StudyEvening.zeros();
    Trajectories.forEach(
        WORLD,
        POLICY,
        HOURS,
        tau ->
            POLICY.addScore(tau.state(t), tau.action(t), tau.probability() * tau.reward(k), mean));
    return mean;
  }
}
