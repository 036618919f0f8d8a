package uphill.derive;

import static uphill.derive.evening.StudyEvening.EXACT;
import static uphill.derive.evening.StudyEvening.HOURS;
import static uphill.derive.evening.StudyEvening.POLICY;
import static uphill.derive.evening.StudyEvening.WORLD;

import java.util.ArrayList;
import java.util.List;
import uphill.derive.evening.Estimate;
import uphill.derive.evening.StudyEvening;
import uphill.derive.number.Decimals;
import uphill.derive.number.VectorMath;
import uphill.derive.step.Check;
import uphill.derive.step.Step;
import uphill.derive.step.StepBuilder;
import uphill.oracle.Criterion;
import uphill.oracle.PolicyGradient;
import uphill.oracle.Trajectories;

/// Step 8: the advantage, and the policy-gradient theorem.
final class AdvantageSteps {

  private static final double ROUNDING = 1e-12;
  private static final double TURN = 1e-5;
  private static final double ROUTES_BOUND = 1e-8;
  private static final double GAMMA = 0.8;

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
    Estimate with = Estimate.of((tau, t) -> StrictMath.pow(GAMMA, t) * tau.rewardToGo(t, GAMMA));
    Estimate without = Estimate.of((tau, t) -> tau.rewardToGo(t, GAMMA));
    double off =
        Math.sqrt(
            VectorMath.square(VectorMath.difference(without.mean(), exact))
                / VectorMath.square(exact));
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
            The advantage is what the whole sum really rests on. In a state some actions are better
            than the policy's average and some are worse, and $∇J$ turns the knobs of the first up
            and those of the second down: by how probable the state is, $dₜ(s)$, how probable the
            action, $π(a|s)$, and how much better it is. The table shows that reading when fresh is
            right. When tired, rest is right while there are hours left to be fresh in, and wrong in
            the last. The student's habit does not know the hour, so the knob of reading when tired
            sums over all hours, %s for the middle one and %s for the last (the evening begins
            fresh). Most of it cancels, and the faint pull towards rest of step 4 is what is left.
            """
                .formatted(Decimals.signed(pull(1), 4), Decimals.signed(pull(2), 4)))
        .prose(
            """
            A remark on the discount. Nearly all code leaves out the factor $γᵗ$ and keeps the
            discounted $R̂ₜ$. What results is not the gradient of $J_γ$ (nor, in general, of anything:
            Nota and Thomas 2019, arXiv 1906.07073). With $γ$ = %s it differs from it here by %s %% of
            its length. The usual reason for it: with the factor, late hours would hardly count.
            Where numbers follow, $γ$ is 1 again, and the two are the same.
            """
                .formatted(Decimals.of(GAMMA, 1), Decimals.of(100 * off, 1)))
        .table(
            "The advantage $Aₜ(s,a)$",
            List.of("state, action", "hour 0", "hour 1", "hour 2"),
            advantageRows())
        .check(
            Check.zero(
                "In every state, at every hour, the mean advantage is zero.",
                "largest mean",
                meanAdvantage,
                ROUNDING))
        .check(
            Check.equal(
                "Weights $Q$ and $A$ give the gradient, and so does the theorem. Its first entry:",
                List.of(
                    Check.value("theorem", gradient[0]),
                    Check.value("$Q$", q.mean()[0]),
                    Check.value("$A$", a.mean()[0])),
                Math.max(
                    VectorMath.distance(gradient, q.mean()),
                    VectorMath.distance(gradient, a.mean())),
                ROUNDING))
        .check(
            Check.same(
                "The knob of reading when tired is pulled by the middle and the last hour alone.",
                List.of(
                    Check.value("their sum", pull(1) + pull(2)),
                    Check.value("entry of $∇J$", gradient[2])),
                ROUNDING))
        .check(
            Check.equal(
                "With a discount of %s, $γᵗ$ in front gives the gradient of the discounted objective. Its first entry:"
                    .formatted(Decimals.of(GAMMA, 1)),
                List.of(
                    Check.value("theorem", exact[0]),
                    Check.value("with $γᵗ$", with.mean()[0]),
                    Check.value("turning knobs", differences[0])),
                Math.max(
                    VectorMath.distance(exact, with.mean()),
                    VectorMath.distance(exact, differences)),
                ROUTES_BOUND))
        .check(
            Check.rising(
                "Without it, another vector comes out. Its first entry:",
                List.of(
                    Check.value("with $γᵗ$", with.mean()[0]),
                    Check.value("without", without.mean()[0]))))
        .build();
  }

  /// dₜ(tired)·π(read|tired)·Aₜ(tired, read).
  private static double pull(int t) {
    double[] tired = {0};
    Trajectories.forEach(
        WORLD,
        POLICY,
        HOURS,
        tau -> tired[0] += tau.state(t) == StudyEvening.TIRED ? tau.probability() : 0);
    return tired[0]
        * POLICY.probability(StudyEvening.TIRED, StudyEvening.READ)
        * EXACT.advantage(t, StudyEvening.TIRED, StudyEvening.READ);
  }

  private static List<List<String>> advantageRows() {
    List<List<String>> rows = new ArrayList<>();
    for (int s = 0; s < WORLD.states(); s++) {
      for (int a = 0; a < WORLD.actions(); a++) {
        List<String> row = new ArrayList<>(List.of(StudyEvening.pair(s, a)));
        for (int t = 0; t < HOURS; t++) {
          row.add(Decimals.signed(EXACT.advantage(t, s, a), 3));
        }
        rows.add(row);
      }
    }
    return rows;
  }
}
