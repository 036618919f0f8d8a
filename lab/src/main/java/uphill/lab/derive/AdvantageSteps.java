package uphill.lab.derive;

import static uphill.lab.derive.StudyEvening.EXACT;
import static uphill.lab.derive.StudyEvening.HOURS;
import static uphill.lab.derive.StudyEvening.POLICY;
import static uphill.lab.derive.StudyEvening.WORLD;

import java.util.ArrayList;
import java.util.List;
import uphill.lab.derive.Estimate.Weight;
import uphill.oracle.Criterion;
import uphill.oracle.PolicyGradient;
import uphill.oracle.Trajectory;

/// Steps 8 and 9: the advantage, exactly and estimated.
final class AdvantageSteps {

  private static final double ROUNDING = 1e-12;
  private static final double TURN = 1e-5;
  private static final double ROUTES_BOUND = 1e-8;
  private static final double GAMMA = 0.8;
  private static final double[] LAMBDAS = {0, 0.5, 0.9, 1};

  /// A guess at V that tells nothing apart but whether the evening is over.
  private static final double[] GUESS = {8, 8};

  private AdvantageSteps() {}

  static Step advantage() {
    double[] gradient = EXACT.policyGradient();
    Estimate q = Estimate.of((tau, t) -> EXACT.actionValue(t, tau.state(t), tau.action(t)));
    Estimate a = Estimate.of(WeightSteps.ADVANTAGE);
    double meanAdvantage = 0;
    for (int t = 0; t < HOURS; t++) {
      for (int s = 0; s < WORLD.states(); s++) {
        double mean = 0;
        for (int action = 0; action < WORLD.actions(); action++) {
          mean += POLICY.probability(s, action) * EXACT.advantage(t, s, action);
        }
        meanAdvantage = Math.max(meanAdvantage, Math.abs(mean));
      }
    }
    Criterion discounted = Criterion.steps(HOURS, GAMMA);
    double[] exact = PolicyGradient.theorem(WORLD, POLICY, discounted);
    double[] differences = PolicyGradient.differences(WORLD, POLICY, discounted, TURN);
    Estimate with = Estimate.of((tau, t) -> Math.pow(GAMMA, t) * tau.rewardToGo(t, GAMMA));
    Estimate without = Estimate.of((tau, t) -> tau.rewardToGo(t, GAMMA));
    double off =
        Math.sqrt(
            Vectors.square(Vectors.difference(without.mean(), exact)) / Vectors.square(exact));
    return new StepBuilder(8, "The advantage, and the policy-gradient theorem")
        .opening(
            """
            Even with the value subtracted, an action is paid for luck that comes after it: for the
            world's throws of dice and for one's own later choices. What would be left if all later
            luck were averaged away?
            """)
        .introduces(
            "Q",
            "$Qₜ(s,a)$ is the action value: the reward-to-go to be expected after choosing $a$ in"
                + " state $s$ at hour $t$")
        .introduces(
            "A", "$Aₜ(s,a)$ is the advantage: how much better $a$ is than the policy's average")
        .introduces("d", "$dₜ(s)$ is the probability of being in state $s$ at hour $t$")
        .introduces(
            "γ",
            "the discount, between 0 and 1: a page one hour later counts $γ$ times as much. Up to"
                + " here it was 1")
        .uses("t s a E τ R̂ V ∇ J log π z r")
        .formula(
            "Q_t(s,a) = \\mathbb E_\\tau \\left[ \\hat R_t \\mid s_t = s, a_t = a \\right]",
            "Qₜ(s,a) = E_τ[R̂ₜ | sₜ = s, aₜ = a]",
            "The average over everything that may follow this action.")
        .formula(
            "A_t(s,a) = Q_t(s,a) - V_t(s)",
            "Aₜ(s,a) = Qₜ(s,a) − Vₜ(s)",
            "The value is the policy's average of $Qₜ(s,a)$, so the advantage averages to 0 over"
                + " the actions of a state.")
        .formula(
            "\\nabla J = \\mathbb E_\\tau \\left[ \\sum_t \\nabla \\log \\pi(a_t \\vert s_t) \\cdot"
                + " A_t(s_t,a_t) \\right]",
            "∇J = E_τ[Σₜ ∇log π(aₜ|sₜ)·Aₜ(sₜ,aₜ)]",
            "An average may be taken in two stages: first over what follows the action, which turns"
                + " $R̂ₜ$ into $Qₜ$, then over the rest. And $Vₜ$ is a baseline.")
        .formula(
            "\\n"
                + "abla J = \\sum_t \\sum_s d_t(s) \\sum_a \\pi(a \\vert s) \\cdot \\n"
                + "abla \\log \\pi(a \\vert s) \\cdot A_t(s,a)",
            "∇J = Σₜ Σ_s dₜ(s)·Σ_a π(a|s)·∇log π(a|s)·Aₜ(s,a)",
            "The same average, sorted by hour, state and action instead of by evening. This is the"
                + " policy-gradient theorem.")
        .formula(
            "\\frac{\\partial J}{\\partial z(s,a)} = \\sum_t d_t(s) \\cdot \\pi(a \\vert s) \\cdot"
                + " A_t(s,a)",
            "∂J/∂z(s,a) = Σₜ dₜ(s)·π(a|s)·Aₜ(s,a)",
            "For the softmax, with the score of step 3: $1[a=a′]$ picks one action, and the other"
                + " term is the mean advantage, 0.")
        .formula(
            "J_\\gamma = \\mathbb E_\\tau \\left[ \\sum_t \\gamma^t \\cdot r_t \\r"
                + "ight] \\qquad \\n"
                + "abla J_\\gamma = \\mathbb E_\\tau \\left[ \\sum_t \\gamma^t \\cdot \\n"
                + "abla \\log \\pi(a_t \\vert s_t) \\cdot \\hat R_t \\r"
                + "ight]",
            "J_γ = E_τ[Σₜ γᵗ·rₜ],   ∇J_γ = E_τ[Σₜ γᵗ·∇log π(aₜ|sₜ)·R̂ₜ]",
            "With a discount, $R̂ₜ = rₜ + γ·rₜ₊₁ + γ²·rₜ₊₂ + …$ counts from hour $t$ on, and the"
                + " factor $γᵗ$ in front brings it to the scale of the first hour.")
        .prose(
            """
            The advantage is what the whole sum really rests on. In each state some actions are
            better than the policy's average and some are worse, and $∇J$ moves probability from the
            second to the first: as much as the state is visited, $dₜ(s)$, and as much as the action
            is used, $π(a|s)$. The table shows that reading when fresh is right. When tired, rest is
            right while there are hours left to be fresh in, and wrong in the last. The student's
            habit does not know the hour, so its knob sums over all three: that is why step 4 found
            only a faint pull towards rest.
            """)
        .prose(
            """
            A remark on the discount. Nearly all code leaves out the factor $γᵗ$ and keeps the
            discounted $R̂ₜ$. What results is not the gradient of $J_γ$ (nor, in general, of anything:
            Nota and Thomas 2019, arXiv 1906.07073). With $γ$ = %s it differs from it here by %s %% of
            its length. It is used because otherwise late hours would hardly count. On the rest of
            this page $γ$ = 1 again, and the two are the same.
            """
                .formatted(Digits.of(GAMMA, 1), Digits.of(100 * off, 1)))
        .table(
            "The advantage $Aₜ(s,a)$",
            List.of("state, action", "hour 0", "hour 1", "hour 2"),
            advantageRows())
        .check(
            Check.zero(
                "In every state, at every hour, the mean advantage is zero.",
                List.of(),
                meanAdvantage,
                ROUNDING))
        .check(
            Check.equal(
                "Weights Q and A give the gradient.",
                List.of(
                    Check.value("theorem", gradient[0]),
                    Check.value("Q", q.mean()[0]),
                    Check.value("A", a.mean()[0])),
                Math.max(
                    Vectors.distance(gradient, q.mean()), Vectors.distance(gradient, a.mean())),
                ROUNDING))
        .check(
            Check.equal(
                "With a discount of %s, γᵗ in front gives the gradient of the discounted objective."
                    .formatted(Digits.of(GAMMA, 1)),
                List.of(
                    Check.value("theorem", exact[0]),
                    Check.value("with γᵗ", with.mean()[0]),
                    Check.value("turning knobs", differences[0])),
                Math.max(
                    Vectors.distance(exact, with.mean()), Vectors.distance(exact, differences)),
                ROUTES_BOUND))
        .check(
            Check.rising(
                "Without it, another vector comes out.",
                List.of(
                    Check.value("with γᵗ", with.mean()[0]),
                    Check.value("without", without.mean()[0]))))
        .build();
  }

  private static List<List<String>> advantageRows() {
    List<List<String>> rows = new ArrayList<>();
    for (int s = 0; s < WORLD.states(); s++) {
      for (int a = 0; a < WORLD.actions(); a++) {
        List<String> row = new ArrayList<>(List.of(StudyEvening.pair(s, a)));
        for (int t = 0; t < HOURS; t++) {
          row.add(Digits.signed(EXACT.advantage(t, s, a), 3));
        }
        rows.add(row);
      }
    }
    return rows;
  }

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
    return Math.sqrt(Vectors.square(Vectors.difference(estimate.mean(), gradient))) / length;
  }

  static Step generalizedAdvantage() {
    double[] gradient = EXACT.policyGradient();
    double length = Math.sqrt(Vectors.square(gradient));
    List<List<String>> rows = new ArrayList<>();
    List<Check.Value> biases = new ArrayList<>();
    List<Check.Value> variances = new ArrayList<>();
    double worst = 0;
    double atOne = 0;
    for (double lambda : LAMBDAS) {
      Estimate exact = Estimate.of(gae(lambda, EXACT::value));
      Estimate guessed = Estimate.of(gae(lambda, AdvantageSteps::guess));
      double bias = biasOf(guessed, gradient, length);
      worst = Math.max(worst, Vectors.distance(exact.mean(), gradient));
      atOne = bias;
      String name = "λ = " + Digits.bound(lambda);
      biases.addFirst(new Check.Value(name, 100 * bias, 1));
      variances.add(new Check.Value(name, exact.variance(), 2));
      rows.add(
          List.of(
              Digits.of(lambda, 1),
              Digits.of(100 * biasOf(exact, gradient, length), 1),
              Digits.of(exact.variance(), 2),
              Digits.of(100 * bias, 1),
              Digits.of(guessed.variance(), 2)));
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
            zero, whatever was done before, so they are only noise, and $λ$ = 0 has the least of it.
            If the guess is wrong, $λ$ = 0 believes it and leans the wrong way: that is bias, an
            error that no number of evenings averages away. $λ$ = 1 uses the guess only as a
            baseline and has no bias, but all the noise. In between one is traded for the other.
            """)
        .prose(
            """
            The wrong guess in the table says %s in every state, at every hour: it does not know that
            it is better to be fresh. With $λ$ = 0 the student then never learns what reading costs
            later, or what rest is good for. Its bias is the length of the difference to $∇J$, in
            percent of the length of $∇J$.
            """
                .formatted(Digits.of(GUESS[StudyEvening.FRESH], 0)))
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
                "With the exact value the average is ∇J for every λ.", List.of(), worst, ROUNDING))
        .check(
            Check.equal(
                "λ = 1 is reward-to-go minus value.",
                List.of(
                    new Check.Value("variance with λ = 1", one.variance(), 2),
                    new Check.Value("variance of step 7", toGo.variance(), 2)),
                Math.abs(one.variance() - toGo.variance()),
                ROUNDING * 100))
        .check(Check.rising("With the exact value the variance grows with λ.", variances))
        .check(Check.rising("With the wrong guess the bias, in percent, falls as λ grows.", biases))
        .check(Check.zero("At λ = 1 it is gone.", List.of(), atOne, ROUNDING))
        .build();
  }
}
