package uphill.derive;

import static uphill.derive.evening.StudyEvening.EXACT;
import static uphill.derive.evening.StudyEvening.HOURS;

import java.util.ArrayList;
import java.util.List;
import uphill.derive.evening.Estimate;
import uphill.derive.evening.Estimate.Weight;
import uphill.derive.evening.StudyEvening;
import uphill.derive.number.Decimals;
import uphill.derive.number.VectorMath;
import uphill.derive.step.Check;
import uphill.derive.step.Step;
import uphill.derive.step.StepBuilder;
import uphill.oracle.Trajectory;

/// Step 9: the advantage, estimated.
final class GaeStep {

  private static final double ROUNDING = 1e-12;
  private static final double[] LAMBDAS = {0, 0.5, 0.9, 1};

  /// A guess at V that tells nothing apart but whether the evening is over.
  private static final double[] GUESS = {8, 8};

  private GaeStep() {}

  /// V, or a guess at it.
  private interface Value {
    double of(int t, int state);
  }

  private static double guess(int t, int state) {
    return t < HOURS ? GUESS[state] : 0;
  }

  /// Âₜ with γ = 1.
  private static Weight gae(double lambda, Value value) {
    return (tau, t) -> {
      double sum = 0;
      for (int k = tau.length() - 1; k >= t; k--) {
        sum = delta(tau, k, value) + lambda * sum;
      }
      return sum;
    };
  }

  private static double delta(Trajectory tau, int t, Value value) {
    return tau.reward(t) + value.of(t + 1, tau.state(t + 1)) - value.of(t, tau.state(t));
  }

  private static double biasOf(Estimate estimate, double[] gradient, double length) {
    return Math.sqrt(VectorMath.square(VectorMath.difference(estimate.mean(), gradient))) / length;
  }

  static Step generalizedAdvantage() {
    double[] gradient = EXACT.policyGradient();
    double length = Math.sqrt(VectorMath.square(gradient));
    List<List<String>> rows = new ArrayList<>();
    List<Check.Value> biases = new ArrayList<>();
    List<Check.Value> variances = new ArrayList<>();
    double worst = 0;
    double atOne = 0;
    for (double lambda : LAMBDAS) {
      Estimate exact = Estimate.of(gae(lambda, EXACT::value));
      Estimate guessed = Estimate.of(gae(lambda, GaeStep::guess));
      double bias = biasOf(guessed, gradient, length);
      worst = Math.max(worst, VectorMath.distance(exact.mean(), gradient));
      atOne = bias;
      String name = "$λ$ = " + Decimals.bound(lambda);
      biases.addFirst(new Check.Value(name, 100 * bias, 1));
      variances.add(new Check.Value(name, exact.variance(), 2));
      rows.add(
          List.of(
              Decimals.of(lambda, 1),
              Decimals.of(100 * biasOf(exact, gradient, length), 1),
              Decimals.of(exact.variance(), 2),
              Decimals.of(100 * bias, 1),
              Decimals.of(guessed.variance(), 2)));
    }
    Estimate toGo = Estimate.of(WeightSteps.MINUS_VALUE);
    Estimate one = Estimate.of(gae(1, EXACT::value));
    return new StepBuilder(9, "Estimating the advantage: GAE")
        .opening(
            """
            The advantage is not known. What one has is a guess at the value, learnt from past
            evenings, and the rewards of this evening. How far should one trust the guess, and from
            where on the rewards?
            """)
        .introduces("V̂", "$V̂ₜ(s)$ is a guess at the value $Vₜ(s)$; 0 when the evening is over")
        .introduces(
            "δ",
            "$δₜ$ is the surprise of one hour: what it earned, plus what the new state promises,"
                + " minus what the old one promised")
        .introduces("λ", "a number between 0 and 1: how much of the later surprises to take along")
        .introduces(
            "Â", "$Âₜ$ is the generalized advantage estimate, GAE (Schulman and others 2016)")
        .uses("t r γ s E τ a A R̂ V")
        .formula(
            "\\delta_t = r_t + \\gamma \\cdot \\hat V_{t+1}(s_{t+1}) - \\hat V_t(s_t)",
            "δₜ = rₜ + γ·V̂ₜ₊₁(sₜ₊₁) − V̂ₜ(sₜ)",
            "Two promises and one fact.")
        .formula(
            "\\mathbb E_\\tau \\left[ \\delta_t \\mid s_t = s, a_t = a \\right] = A_t(s,a) \\quad"
                + " \\text{if } \\hat V = V",
            "E_τ[δₜ | sₜ = s, aₜ = a] = Aₜ(s,a)   if V̂ = V",
            "The first two terms then average to $Qₜ(s,a)$: the reward now and the value of where"
                + " it leads. So $δₜ$ is a fair, noisy reading of the advantage.")
        .formula(
            "\\hat A_t = \\delta_t + \\gamma \\lambda \\cdot \\delta_{t+1} + (\\gamma \\lambda)^2"
                + " \\cdot \\delta_{t+2} + \\dots",
            "Âₜ = δₜ + γλ·δₜ₊₁ + (γλ)²·δₜ₊₂ + …",
            "Add the later surprises, each with less trust.")
        .formula(
            "\\lambda = 0: \\quad \\hat A_t = \\delta_t"
                + " \\qquad \\lambda = 1: \\quad \\hat A_t = \\hat R_t - \\hat V_t(s_t)",
            "λ = 0:  Âₜ = δₜ      λ = 1:  Âₜ = R̂ₜ − V̂ₜ(sₜ)",
            "With $λ$ = 1 every promise is made in one term and taken back in the next. All cancel"
                + " but the first, and the rewards remain: reward-to-go minus a baseline, as in"
                + " step 7.")
        .prose(
            """
            If the guess is exact, every $λ$ gives the right average: later surprises average to
            zero, whatever was done before, so they are only noise, and here $λ$ = 0 has the least of
            it. If the guess is wrong, $λ$ = 0 believes it and leans the wrong way (as a rule: not if
            it is wrong by the same amount in all states of an hour): that is bias, an error that no number of evenings
            averages away. $λ$ = 1 uses the guess only as a baseline and has no bias (if the guess is
            of earlier evenings, step 7), but here the most noise. In between one is traded for the
            other.
            """)
        .prose(
            """
            The wrong guess in the table says %s in every state, at every hour: it does not know that
            it is better to be fresh. With $λ$ = 0 the student then never learns what reading costs
            later, or what rest is good for. Its bias is the length of the difference to $∇J$, in
            percent of the length of $∇J$.
            """
                .formatted(Decimals.of(GUESS[StudyEvening.FRESH], 0)))
        .table(
            "Bias and variance of one evening's estimate",
            List.of(
                "$λ$",
                "bias in %, exact value",
                "variance, exact value",
                "bias in %, wrong guess",
                "variance, wrong guess"),
            rows)
        .check(
            Check.equal(
                "With the exact value the average is $∇J$ for every $λ$. With $λ$ = 0, its first"
                    + " entry:",
                List.of(
                    Check.value("average", Estimate.of(gae(LAMBDAS[0], EXACT::value)).mean()[0]),
                    Check.value("$∇J$", gradient[0])),
                worst,
                ROUNDING))
        .check(
            Check.same(
                "$λ$ = 1 is reward-to-go minus value.",
                List.of(
                    new Check.Value("variance with $λ$ = 1", one.variance(), 2),
                    new Check.Value("variance of step 7", toGo.variance(), 2)),
                ROUNDING * 100))
        .check(Check.rising("With the exact value the variance grows with $λ$ here.", variances))
        .check(
            Check.rising("With the wrong guess the bias, in percent, falls as $λ$ grows.", biases))
        .check(Check.zero("At $λ$ = 1 it is gone.", "bias", atOne, ROUNDING))
        .build();
  }
}
