package uphill.derive;

import static uphill.derive.evening.StudyEvening.EXACT;
import static uphill.derive.evening.StudyEvening.HOURS;
import static uphill.derive.evening.StudyEvening.WORLD;

import java.util.ArrayList;
import java.util.List;
import uphill.derive.evening.BatchBaseline;
import uphill.derive.evening.Estimate;
import uphill.derive.evening.Estimate.Weight;
import uphill.derive.number.Decimals;
import uphill.derive.number.VectorMath;
import uphill.derive.picture.LadderPicture;
import uphill.derive.step.Check;
import uphill.derive.step.Step;
import uphill.derive.step.StepBuilder;
import uphill.oracle.Trajectory;

/// Step 7: what may be subtracted, and what may not.
final class BaselineStep {

  private static final double ROUNDING = 1e-12;

  private BaselineStep() {}

  static Step baselines() {
    double mean = WeightSteps.meanRewardToGo();
    Weight odd = (tau, t) -> tau.rewardToGo(t, 1) - (tau.state(t) == 0 ? 40 : -7);
    Estimate toGo = Estimate.of(WeightSteps.REWARD_TO_GO);
    Estimate constant = Estimate.of(WeightSteps.minus(mean));
    Estimate value = Estimate.of(WeightSteps.MINUS_VALUE);
    Estimate advantage = Estimate.of(WeightSteps.ADVANTAGE);
    Estimate strange = Estimate.of(odd);
    Estimate partsGone = Estimate.of(BaselineStep::toGoWithoutParts);
    double[] variances = {
      Estimate.of(WeightSteps.RETURN).variance(),
      toGo.variance(),
      constant.variance(),
      value.variance(),
      advantage.variance()
    };
    List<List<String>> rows = new ArrayList<>();
    for (int s = 0; s < WORLD.states(); s++) {
      List<String> row = new ArrayList<>(List.of(WORLD.stateName(s)));
      for (int t = 0; t < HOURS; t++) {
        row.add(Decimals.of(EXACT.value(t, s), 3));
      }
      rows.add(row);
    }
    return new StepBuilder(7, "Compared with what? Baselines")
        .opening(
            """
            Every reward in this world is positive. So every action that is taken has a positive
            weight, good or bad, and only its size tells them apart. It would be better to ask: was
            this more or less than was to be expected anyway? May one subtract that?
            """)
        .introduces(
            "b",
            "$b(s)$ is a baseline: any number that depends on the state (and the hour), and is"
                + " settled before the action is drawn")
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
            Any such baseline leaves the average alone, even an absurd one: 40 when fresh and −7 when
            tired. But the absurd one makes single evenings scatter wildly. A natural
            baseline is what is to be expected, so that what is left is the surprise (natural, not
            always best: step 14). A constant (here
            %s, the average reward-to-go) takes away %s %% of the variance, the value $Vₜ(s)$ in its
            place %s %% of what the constant leaves. The last bar of the picture belongs to the
            advantage, which is the subject of the next step; it also removes the luck that comes
            after the action.
            """
                .formatted(
                    Decimals.of(mean, 3),
                    Decimals.of(100 * (1 - constant.variance() / toGo.variance()), 0),
                    Decimals.of(100 * (1 - value.variance() / constant.variance()), 0)))
        .prose(
            """
            Here $Vₜ(s)$ is exact. In practice it is a guess, learnt from earlier evenings. Then a wrong
            guess changes the variance and nothing else, as long as it is only subtracted (in step 9
            that changes). Earlier evenings, because a mean of the very evenings that it is subtracted
            from is not settled before their actions are drawn: it has them in it. The last table
            shows what that does to estimates from two evenings, a batch of two, by running through
            all pairs. Each evening then subtracts half of itself, and half of the average is lost;
            with more evenings less is lost, one part in as many as there are. The mean over all
            hours and evenings turns the direction: in it the pages of the first hour are counted
            once, those of the third three times, for they are still to come in three rewards-to-go.
            So of an evening's own pages it subtracts a sixth, a third or a half, by their hour. The
            mean of the other evenings alone leaves the average as it is.
            """)
        .table(
            "The value $Vₜ(s)$: pages still to be expected",
            List.of("state", "hour 0", "hour 1", "hour 2"),
            rows)
        .table(
            "The average estimate of two evenings, as a share of $∇J$, when their own pages are the"
                + " baseline",
            List.of("subtracted", "fresh, read", "tired, read"),
            List.of(
                shares("from $R(τ)$: the mean $R(τ)$ of the batch", BatchBaseline.meanReturn()),
                shares("from $R̂ₜ$: its mean at the same hour", BatchBaseline.meanOfTheHour()),
                shares(
                    "from $R̂ₜ$: its mean over all hours and evenings",
                    BatchBaseline.meanOfAllRows()),
                shares("from $R̂ₜ$: that of the other evening", BatchBaseline.otherEvening())))
        .picture(LadderPicture.draw(variances))
        .check(
            Check.equal(
                "Four baselines, one average: none, a constant, the value, the absurd one. Its"
                    + " first entry:",
                List.of(
                    Check.value("none", toGo.mean()[0]),
                    Check.value("constant", constant.mean()[0]),
                    Check.value("value", value.mean()[0]),
                    Check.value("absurd", strange.mean()[0])),
                Math.max(
                    VectorMath.distance(toGo.mean(), constant.mean()),
                    Math.max(
                        VectorMath.distance(toGo.mean(), value.mean()),
                        VectorMath.distance(toGo.mean(), strange.mean()))),
                ROUNDING))
        .check(
            Check.rising(
                "Their variances differ.",
                List.of(
                    new Check.Value("value", value.variance(), 2),
                    new Check.Value("constant", constant.variance(), 2),
                    new Check.Value("none", toGo.variance(), 2),
                    new Check.Value("absurd", strange.variance(), 2))))
        .check(
            Check.equal(
                "The mean of a batch of two, subtracted from its own evenings, leaves half of"
                    + " $∇J$. The first entry:",
                List.of(
                    Check.value("with the mean $R(τ)$", BatchBaseline.meanReturn()[0]),
                    Check.value("with the mean of the hour", BatchBaseline.meanOfTheHour()[0]),
                    Check.value("half of $∇J$", toGo.mean()[0] / 2)),
                Math.max(
                    VectorMath.distance(
                        BatchBaseline.meanReturn(), VectorMath.scaled(0.5, toGo.mean())),
                    VectorMath.distance(
                        BatchBaseline.meanOfTheHour(), VectorMath.scaled(0.5, toGo.mean()))),
                ROUNDING))
        .check(
            Check.rising(
                "The mean over all hours and evenings turns the direction: the shares of two knobs"
                    + " differ.",
                List.of(
                    new Check.Value("tired, read", share(BatchBaseline.meanOfAllRows(), 2), 3),
                    new Check.Value("fresh, read", share(BatchBaseline.meanOfAllRows(), 0), 3))))
        .check(
            Check.equal(
                "It subtracts a sixth of the own pages of the first hour, a third of the second, a"
                    + " half of the third. The first entry:",
                List.of(
                    Check.value("with that mean", BatchBaseline.meanOfAllRows()[0]),
                    Check.value("with those parts gone", partsGone.mean()[0])),
                BatchBaseline.meanOfAllRows(),
                partsGone.mean(),
                ROUNDING))
        .check(
            Check.equal(
                "That of the other evening leaves all of it. The first entry:",
                List.of(
                    Check.value("with the other evening's", BatchBaseline.otherEvening()[0]),
                    Check.value("$∇J$", toGo.mean()[0])),
                BatchBaseline.otherEvening(),
                toGo.mean(),
                ROUNDING))
        .build();
  }

  /// Reward-to-go, of which a mean over all rows of two evenings takes 1/6, 2/6, 3/6 by the hour.
  private static double toGoWithoutParts(Trajectory tau, int t) {
    double sum = 0;
    for (int k = t; k < HOURS; k++) {
      sum += tau.reward(k) * (1 - (k + 1) / (2.0 * HOURS));
    }
    return sum;
  }

  private static double share(double[] mean, int knob) {
    return mean[knob] / EXACT.policyGradient()[knob];
  }

  private static List<String> shares(String subtracted, double[] mean) {
    return List.of(subtracted, Decimals.of(share(mean, 0), 3), Decimals.of(share(mean, 2), 3));
  }
}
