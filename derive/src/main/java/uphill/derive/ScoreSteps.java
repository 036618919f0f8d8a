package uphill.derive;

import static uphill.derive.evening.StudyEvening.HOURS;
import static uphill.derive.evening.StudyEvening.PAGES;
import static uphill.derive.evening.StudyEvening.POLICY;
import static uphill.derive.evening.StudyEvening.READ;
import static uphill.derive.evening.StudyEvening.REST;
import static uphill.derive.evening.StudyEvening.WORLD;

import java.util.ArrayList;
import java.util.List;
import uphill.derive.evening.StudyEvening;
import uphill.derive.number.Decimals;
import uphill.derive.number.VectorMath;
import uphill.derive.step.Check;
import uphill.derive.step.Step;
import uphill.derive.step.StepBuilder;
import uphill.env.mdp.FiniteMdp;
import uphill.oracle.PolicyGradient;
import uphill.oracle.Trajectories;

/// Steps 3 to 5: why there is a logarithm, the expression itself, and its most useful zero.
final class ScoreSteps {

  static final double TURN = 1e-5; // of a knob, for difference quotients
  private static final double QUOTIENT_BOUND = 1e-8;
  private static final double ROUNDING = 1e-12;
  private static final double ROUTES_BOUND = 1e-8;

  private ScoreSteps() {}

  static Step logarithm() {
    FiniteMdp kinder = StudyEvening.world(0.2, 0.9);
    double[] before = StudyEvening.probabilities(WORLD, POLICY);
    double[] elsewhere = StudyEvening.probabilities(kinder, POLICY);
    List<double[]> scores = StudyEvening.scoreSums();
    double worst = 0;
    double worstLog = 0;
    for (int k = 0; k < StudyEvening.zeros().length; k++) {
      double[] slope = slopes(WORLD, k);
      double[] slopeElsewhere = slopes(kinder, k);
      for (int i = 0; i < before.length; i++) {
        worst = Math.max(worst, Math.abs(slope[i] - before[i] * scores.get(i)[k]));
        worstLog =
            Math.max(worstLog, Math.abs(slope[i] / before[i] - slopeElsewhere[i] / elsewhere[i]));
      }
    }
    return new StepBuilder(3, "Why there is a logarithm")
        .opening(
            """
            The objective is a sum over evenings of probability times pages. Its gradient should
            be found from evenings that are merely lived through. What stands in the way, and what
            removes it?
            """)
        .introduces("log", "the natural logarithm")
        .introduces("1[", "$1[a=a′]$ is 1 where $a$ and $a′$ are the same action, else 0")
        .uses("∇ J τ P R t π a s p z")
        .formula(
            "\\nabla J = \\sum_\\tau \\nabla P(\\tau) \\cdot R(\\tau)",
            "∇J = Σ_τ ∇P(τ)·R(τ)",
            "The gradient of a sum is the sum of the gradients. The pages of a given evening are a"
                + " given number; what the knobs change is how probable that evening is.")
        .formula(
            "\\nabla P(\\tau) = P(\\tau) \\cdot \\nabla \\log P(\\tau)",
            "∇P(τ) = P(τ)·∇log P(τ)",
            "The chain rule says $∇log P(τ) = ∇P(τ) / P(τ)$. Multiply by $P(τ)$, which is not 0 for"
                + " an evening that can happen.")
        .formula(
            "\\log P(\\tau) = \\log p(s_0) + \\sum_t \\log \\pi(a_t \\vert s_t) + \\sum_t \\log"
                + " p(s_{t+1} \\vert s_t, a_t)",
            "log P(τ) = log p(s₀) + Σₜ log π(aₜ|sₜ) + Σₜ log p(sₜ₊₁|sₜ,aₜ)",
            "$P(τ)$ is a product (step 1), and the logarithm of a product is a sum.")
        .formula(
            "\\nabla \\log P(\\tau) = \\sum_t \\nabla \\log \\pi(a_t \\vert s_t)",
            "∇log P(τ) = Σₜ ∇log π(aₜ|sₜ)",
            "What has a $p$ in it has no knob in it, so its gradient is 0. The world drops out.")
        .formula(
            "\\frac{\\partial \\log \\pi(a \\vert s)}{\\partial z(s,a')} = 1[a=a'] - \\pi(a' \\vert"
                + " s)",
            "∂log π(a|s)/∂z(s,a′) = 1[a=a′] − π(a′|s)",
            "Take the logarithm of the softmax: $log π(a|s) = z(s,a) − log Σ_a′ exp z(s,a′)$, and"
                + " differentiate. The knobs of other states do not occur, so there the derivative"
                + " is 0.")
        .prose(
            """
            Why is the first line not enough? Because it is not an average. To live through
            evenings is to meet each of them with probability $P(τ)$, so what one gets from lived
            evenings are averages, sums with the factor $P(τ)$. In the first line $∇P(τ)$ stands in
            its place, which is no probability. The second line brings the factor back. That is the
            reason for the logarithm: $∇log$ is "change, relative to what is there", and with it the
            gradient becomes something that can be sampled.
            """)
        .prose(
            """
            Two gifts come with it. A product over hours becomes a sum, so each hour has a term of
            its own. And the world's $p$, which the student does not know, disappears. The vector
            $∇log π(a|s)$ is called the score of action $a$ in state $s$: it is the direction of
            the knobs in which the action's log-probability grows fastest. Since the logarithm rises when its
            argument rises, "push up $log π$" and "push up $π$" mean the same direction.
            """)
        .table(
            "The score of each action, knob by knob: entries of $∇log π(a|s)$",
            List.of("action taken", "fresh, read", "fresh, rest", "tired, read", "tired, rest"),
            scoreRows())
        .check(
            Check.zero(
                "For each of the %s evenings and every knob: the difference quotient of $P(τ)$ is $P(τ)$ times the sum of scores."
                    .formatted(before.length),
                "largest difference",
                worst,
                QUOTIENT_BOUND))
        .check(
            Check.rising(
                "In a kinder world (reading tires with 0.2, rest helps with 0.9) evenings have"
                    + " other probabilities. Three hours of reading, fresh to the end:",
                List.of(Check.value("here", before[0]), Check.value("there", elsewhere[0]))))
        .check(
            Check.equal(
                "And yet $∇log P(τ)$ is the same there, for every evening and knob. Of that evening"
                    + " and its first knob:",
                List.of(
                    Check.value("here", slopes(WORLD, 0)[0] / before[0]),
                    Check.value("there", slopes(kinder, 0)[0] / elsewhere[0])),
                worstLog,
                QUOTIENT_BOUND))
        .build();
  }

  /// How fast every P(τ) answers to knob k.
  private static double[] slopes(FiniteMdp world, int k) {
    double[] up = StudyEvening.probabilities(world, POLICY.shifted(k, TURN));
    double[] down = StudyEvening.probabilities(world, POLICY.shifted(k, -TURN));
    return VectorMath.scaled(1 / (2 * TURN), VectorMath.difference(up, down));
  }

  private static List<List<String>> scoreRows() {
    List<List<String>> rows = new ArrayList<>();
    for (int s = 0; s < WORLD.states(); s++) {
      for (int a = 0; a < WORLD.actions(); a++) {
        List<String> row = new ArrayList<>(List.of(StudyEvening.pair(s, a)));
        for (double entry : StudyEvening.score(POLICY, s, a)) {
          row.add(Decimals.signed(entry, 1));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  static Step expression() {
    double[] enumeration = PolicyGradient.enumeration(WORLD, POLICY, PAGES);
    double[] theorem = PolicyGradient.theorem(WORLD, POLICY, PAGES);
    double[] differences = PolicyGradient.differences(WORLD, POLICY, PAGES, TURN);
    List<List<String>> rows = new ArrayList<>();
    for (int k = 0; k < theorem.length; k++) {
      rows.add(
          List.of(
              StudyEvening.pair(k / WORLD.actions(), k % WORLD.actions()),
              Decimals.signed(enumeration[k], 6),
              Decimals.signed(theorem[k], 6),
              Decimals.signed(differences[k], 6)));
    }
    return new StepBuilder(4, "The expression")
        .opening("All pieces are there. What is the gradient, written as an average over evenings?")
        .uses("∇ J τ P R t π a s E log")
        .formula(
            "\\nabla J = \\sum_\\tau P(\\tau) \\cdot \\nabla \\log P(\\tau) \\cdot R(\\tau)",
            "∇J = Σ_τ P(τ)·∇log P(τ)·R(τ)",
            "The first two lines of step 3, one put into the other.")
        .formula(
            "\\nabla J = \\mathbb E_\\tau \\left[ \\sum_t \\nabla \\log \\pi(a_t \\vert s_t) \\cdot"
                + " R(\\tau) \\right]",
            "∇J = E_τ[Σₜ ∇log π(aₜ|sₜ)·R(τ)]",
            "A sum weighted with $P(τ)$ is an expectation; and $∇log P(τ)$ is the sum of the"
                + " scores.")
        .prose(
            """
            Read it from the inside. After an evening, take the score of each action that was
            chosen: the direction that makes that action more probable. Multiply it with the pages
            of the evening. Add up over the hours, and average over evenings. No derivative of the
            world is in it, and no probability of the world. One needs to know only what was seen,
            what was done, what it earned, and one's own policy.
            """)
        .prose(
            """
            "A step along this pushes up the log-probability of each action in proportion to
            $R(τ)$" is a sentence about this expression. It is nearly right, and it is not obvious.
            Steps 11 to 14 take it apart. Before that, steps 5 to 9 look for the same average with
            less noise.
            """)
        .prose(
            """
            The table has $∇J$ by three routes: this expression, summed over the list of all
            evenings; the formula of step 8; and each knob turned up and down, as in step 2. The
            first runs through evenings, the other two compute hour by hour and never see one, so an
            error in one of them would show.
            """)
        .table(
            "$∇J$ by three routes",
            List.of("knob", "all evenings", "step 8", "turning knobs"),
            rows)
        .check(routes(enumeration, theorem, differences))
        .build();
  }

  /// That three routes lead to the same vector.
  static Check routes(double[] enumeration, double[] theorem, double[] differences) {
    return Check.equal(
        "The sum over all evenings, the formula of step 8, and turning the knobs agree.",
        List.of(
            Check.value("all evenings", enumeration[0]),
            Check.value("step 8", theorem[0]),
            Check.value("turning knobs", differences[0])),
        Math.max(
            VectorMath.distance(enumeration, theorem),
            VectorMath.distance(enumeration, differences)),
        ROUTES_BOUND);
  }

  static Step zeroMean() {
    double worst = 0;
    for (int s = 0; s < WORLD.states(); s++) {
      double[] mean = StudyEvening.zeros();
      for (int a = 0; a < WORLD.actions(); a++) {
        POLICY.addScore(s, a, POLICY.probability(s, a), mean);
      }
      worst = Math.max(worst, VectorMath.largest(mean));
    }
    double onEvenings = 0;
    for (int hour = 0; hour < HOURS; hour++) {
      double[] mean = StudyEvening.zeros();
      int at = hour;
      Trajectories.forEach(
          WORLD,
          POLICY,
          HOURS,
          tau -> POLICY.addScore(tau.state(at), tau.action(at), tau.probability(), mean));
      onEvenings = Math.max(onEvenings, VectorMath.largest(mean));
    }
    double read = POLICY.probability(0, READ);
    double rest = POLICY.probability(0, REST);
    return new StepBuilder(5, "The score has no mean")
        .opening(
            """
            The expression is right, but it pays every action of an evening with the pages of the
            whole evening. To improve that, one small fact is needed. What is the average of the
            score itself, if nothing is multiplied to it?
            """)
        .introduces(
            "E_a",
            "the expectation over the action alone: $a$ drawn from $π(a|s)$, in a given state")
        .uses("∇ log π a s")
        .formula(
            "\\mathbb E_a \\left[ \\n"
                + "abla \\log \\pi(a \\vert s) \\r"
                + "ight] = \\sum_a \\pi(a \\vert s) \\cdot \\n"
                + "abla \\log \\pi(a \\vert s) = \\sum_a \\n"
                + "abla \\pi(a \\vert s)",
            "E_a[∇log π(a|s)] = Σ_a π(a|s)·∇log π(a|s) = Σ_a ∇π(a|s)",
            "The trick of step 3, backwards.")
        .formula(
            "\\sum_a \\nabla \\pi(a \\vert s) = \\nabla \\sum_a \\pi(a \\vert s) = \\nabla 1 = 0",
            "Σ_a ∇π(a|s) = ∇Σ_a π(a|s) = ∇1 = 0",
            "However the knobs are turned, the probabilities sum to 1. A constant has no gradient.")
        .prose(
            """
            In the fresh state: reading has the score (%s, %s) in its two knobs and happens with
            %s; resting has (%s, %s) and happens with %s. The weighted sum is zero. The rare action
            has the large score, the frequent one the small score, and they balance: probability
            that goes to one action must come from the others. Remember this; it comes back in step
            13 as the answer to "who pays?".
            """
                .formatted(
                    Decimals.signed(1 - read, 1),
                    Decimals.signed(-rest, 1),
                    Decimals.of(read, 1),
                    Decimals.signed(-read, 1),
                    Decimals.signed(1 - rest, 1),
                    Decimals.of(rest, 1)))
        .prose(
            """
            The fact is stronger than it looks. It holds in every state, whatever happened before:
            so anything that is already settled when the action is drawn can be multiplied to the
            score, and the average is still zero. The next two steps are nothing but this remark,
            used twice.
            """)
        .check(
            Check.zero("In each state the mean score is zero.", "largest entry", worst, ROUNDING))
        .check(
            Check.zero(
                "Over all evenings, at each hour, the mean score is zero.",
                "largest entry",
                onEvenings,
                ROUNDING))
        .build();
  }
}
