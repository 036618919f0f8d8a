package uphill.lab.derive;

import static uphill.lab.derive.StudyEvening.EXACT;
import static uphill.lab.derive.StudyEvening.HOURS;
import static uphill.lab.derive.StudyEvening.POLICY;
import static uphill.lab.derive.StudyEvening.WORLD;

import java.util.ArrayList;
import java.util.List;
import uphill.lab.derive.Estimate.Weight;
import uphill.oracle.Trajectories;

/// Steps 6 and 7: less noise for the same average.
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
        double size = Vectors.largest(product(t, k));
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
            The pages of earlier hours add nothing to the average, but they were not zero in any
            single evening: they were noise. Without them the variance falls from %s to %s. (It
            does so here and nearly always. It is no theorem: one can build worlds in which noise of
            the past happens to cancel noise of the future.)
            """
                .formatted(Digits.of(whole.variance(), 2), Digits.of(toGo.variance(), 2)))
        .check(
            Check.zero(
                "Score times an earlier reward, averaged over all evenings, for every pair of"
                    + " hours.",
                List.of(),
                past,
                ROUNDING))
        .check(
            Check.rising(
                "Score times a later reward is not zero: actions have consequences.",
                List.of(
                    Check.value("zero", 0),
                    Check.value("the largest entry over pairs of hours", future))))
        .check(
            Check.equal(
                "With R(τ) and with reward-to-go the average is the same vector.",
                List.of(
                    Check.value("R(τ)", whole.mean()[0]),
                    Check.value("reward-to-go", toGo.mean()[0])),
                whole.mean(),
                toGo.mean(),
                ROUNDING))
        .check(
            Check.rising(
                "The variance falls.",
                List.of(
                    new Check.Value("reward-to-go", toGo.variance(), 2),
                    new Check.Value("R(τ)", whole.variance(), 2))))
        .build();
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

  static Step baselines() {
    double mean = meanRewardToGo();
    Weight odd = (tau, t) -> tau.rewardToGo(t, 1) - (tau.state(t) == 0 ? 40 : -7);
    Estimate toGo = Estimate.of(REWARD_TO_GO);
    Estimate constant = Estimate.of(minus(mean));
    Estimate value = Estimate.of(MINUS_VALUE);
    Estimate advantage = Estimate.of(ADVANTAGE);
    Estimate strange = Estimate.of(odd);
    double[] variances = {
      Estimate.of(RETURN).variance(),
      toGo.variance(),
      constant.variance(),
      value.variance(),
      advantage.variance()
    };
    List<List<String>> rows = new ArrayList<>();
    for (int s = 0; s < WORLD.states(); s++) {
      List<String> row = new ArrayList<>(List.of(WORLD.stateName(s)));
      for (int t = 0; t < HOURS; t++) {
        row.add(Digits.of(EXACT.value(t, s), 3));
      }
      rows.add(row);
    }
    return new StepBuilder(7, "Compared with what? Baselines")
        .opening(
            """
            Every reward in this world is positive. So every action that is taken is pushed up,
            good or bad, and only by how much tells them apart. It would be better to ask: was this
            more or less than was to be expected anyway? May one subtract that?
            """)
        .introduces(
            "b",
            "$b(s)$ is a baseline: any number that depends on the state (and the hour), not on the"
                + " action")
        .introduces(
            "V", "$Vₜ(s)$ is the value: the reward-to-go to be expected in state $s$ at hour $t$")
        .uses("E_a ∇ log π a s J E τ t R̂")
        .formula(
            "\\mathbb E_a \\left[ \\nabla \\log \\pi(a \\vert s) \\cdot b(s) \\right] = b(s) \\cdot"
                + " \\mathbb E_a \\left[ \\nabla \\log \\pi(a \\vert s) \\right] = 0",
            "E_a[∇log π(a|s)·b(s)] = b(s)·E_a[∇log π(a|s)] = 0",
            "Before the action is drawn, $b(s)$ is settled. Step 5 once more.")
        .formula(
            "\\nabla J = \\mathbb E_\\tau \\left[ \\sum_t \\nabla \\log \\pi(a_t \\vert s_t) \\cdot"
                + " (\\hat R_t - b(s_t)) \\right]",
            "∇J = E_τ[Σₜ ∇log π(aₜ|sₜ)·(R̂ₜ − b(sₜ))]",
            "Subtracting what averages to zero changes no average.")
        .formula(
            "V_t(s) = \\mathbb E_\\tau \\left[ \\hat R_t \\mid s_t = s \\right]",
            "Vₜ(s) = E_τ[R̂ₜ | sₜ = s]",
            "The most natural answer to \"what was to be expected anyway?\". The bar reads \"given"
                + " that\".")
        .prose(
            """
            Any baseline leaves the average alone, even an absurd one: 40 when fresh and −7 when
            tired. But the absurd one makes single evenings scatter wildly. A good baseline is
            close to what is to be expected, so that what is left is only the surprise. A constant
            (here %s, the average reward-to-go) removes the larger part of the noise, the value
            $Vₜ(s)$ about half of the rest. The last bar of the picture belongs to the advantage,
            which is the subject of the next step; it also removes the luck that comes after the
            action.
            """
                .formatted(Digits.of(mean, 3)))
        .prose(
            """
            Here $Vₜ(s)$ is exact. In practice it is a guess, learnt from the same evenings. A bad
            guess costs variance and nothing else, as long as it is only subtracted. In step 9 that
            changes.
            """)
        .table(
            "The value $Vₜ(s)$: pages still to be expected",
            List.of("state", "hour 0", "hour 1", "hour 2"),
            rows)
        .picture(LadderPicture.draw(variances))
        .check(
            Check.equal(
                "Four baselines, one average: none, a constant, the value, the absurd one.",
                List.of(
                    Check.value("none", toGo.mean()[0]),
                    Check.value("constant", constant.mean()[0]),
                    Check.value("value", value.mean()[0]),
                    Check.value("absurd", strange.mean()[0])),
                Math.max(
                    Vectors.distance(toGo.mean(), constant.mean()),
                    Math.max(
                        Vectors.distance(toGo.mean(), value.mean()),
                        Vectors.distance(toGo.mean(), strange.mean()))),
                ROUNDING))
        .check(
            Check.rising(
                "Their variances differ.",
                List.of(
                    new Check.Value("value", value.variance(), 2),
                    new Check.Value("constant", constant.variance(), 2),
                    new Check.Value("none", toGo.variance(), 2),
                    new Check.Value("absurd", strange.variance(), 2))))
        .build();
  }
}
