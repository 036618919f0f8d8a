package uphill.derive;

import static uphill.derive.evening.StudyEvening.EXACT;
import static uphill.derive.evening.StudyEvening.HOURS;
import static uphill.derive.evening.StudyEvening.PAGES;
import static uphill.derive.evening.StudyEvening.POLICY;
import static uphill.derive.evening.StudyEvening.WORLD;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import uphill.derive.evening.StudyEvening;
import uphill.derive.number.Decimals;
import uphill.derive.number.VectorMath;
import uphill.derive.picture.WorldPicture;
import uphill.derive.step.Check;
import uphill.derive.step.Step;
import uphill.derive.step.StepBuilder;
import uphill.env.mdp.FiniteMdp;
import uphill.oracle.Exact;
import uphill.oracle.PolicyGradient;
import uphill.oracle.Trajectories;

/// Steps 1 and 2: what is to be climbed, and by turning what.
final class SettingSteps {

  private static final double ROUNDING = 1e-12;
  private static final double TURN = 1e-4; // of a knob, for difference quotients
  private static final int SHOWN_EVENINGS = 4;

  private SettingSteps() {}

  private record Evening(String story, double pages, double probability) {}

  static Step setting() {
    List<Evening> evenings = new ArrayList<>();
    Trajectories.forEach(
        WORLD,
        POLICY,
        HOURS,
        tau ->
            evenings.add(
                new Evening(StudyEvening.story(tau), tau.rewardToGo(0, 1), tau.probability())));
    double total = 0;
    double sum = 0;
    for (Evening evening : evenings) {
      total += evening.probability();
      sum += evening.probability() * evening.pages();
    }
    return new StepBuilder(1, "The setting: an evening before an exam")
        .opening(
            """
            A student has three hours left before an exam. At the start of each hour they are
            either fresh or tired, and choose to read or to rest. Reading while fresh gives 8
            pages, but in 6 of 10 cases they are tired afterwards. Reading while tired gives 2
            pages, and they stay tired. Resting, with the book open, gives 1 page, and in 3 of 4
            cases a tired student is fresh afterwards. The evening begins fresh.
            """)
        .opening(
            """
            The student does not decide by a plan but by habit: when fresh they read with
            probability 0.7, when tired with probability 0.8. Stubborn, as we shall see. The
            question of this whole page: from nothing but evenings that were lived through, how
            can the habit be improved?
            """)
        .introduces("t", "the hour, counted from 0: here $t$ is 0, 1 or 2")
        .introduces(
            "s",
            "a state: what student and world go by in an hour, here fresh or tired; $sₜ$ is the"
                + " state at hour $t$")
        .introduces("a", "an action: what is chosen; $aₜ$ is the action at hour $t$")
        .introduces("r", "a reward: $rₜ$ is what the action $aₜ$ earned, here pages")
        .introduces(
            "p",
            "the world's probabilities: $p(s′|s,a)$ is the probability that action $a$ in state $s$"
                + " leads to the state $s′$, and $p(s₀)$ the probability that an evening begins in"
                + " $s₀$, here 1, for every evening begins fresh. The student cannot change them"
                + " and need not know them")
        .introduces(
            "π",
            "the policy, that is the habit: $π(a|s)$ is the probability of choosing action $a$ in"
                + " state $s$")
        .introduces(
            "τ",
            "a trajectory: one whole evening, all its states, actions and rewards, up to the state"
                + " in which it ends")
        .introduces("P", "$P(τ)$ is the probability of that evening")
        .introduces("R", "$R(τ)$ is the return of that evening: all its rewards together")
        .introduces(
            "E",
            "an expectation, that is an average weighted with probabilities; $E_τ$ is over"
                + " evenings")
        .introduces("J", "the objective: the return to be expected from this policy")
        .formula(
            "\\tau = (s_0, a_0, r_0, s_1, a_1, r_1, s_2, a_2, r_2, s_3)",
            "τ = (s₀, a₀, r₀, s₁, a₁, r₁, s₂, a₂, r₂, s₃)",
            "An evening is what happened, in its order. Nothing is earned in $s₃$ any more, but"
                + " where the last hour leads is a part of what happened.")
        .formula(
            "P(\\tau) = p(s_0) \\cdot \\prod_t \\pi(a_t \\vert s_t) \\cdot p(s_{t+1} \\vert s_t,"
                + " a_t)",
            "P(τ) = p(s₀)·∏ₜ π(aₜ|sₜ)·p(sₜ₊₁|sₜ,aₜ)",
            "Student and world take turns, and each turn depends on nothing but the present state"
                + " (and action). So the probabilities multiply. The pages of an hour follow from"
                + " its state and action, so they need no factor.")
        .formula("R(\\tau) = \\sum_t r_t", "R(τ) = Σₜ rₜ", "Only the total counts in the exam.")
        .formula(
            "J = \\mathbb E_\\tau \\left[ R(\\tau) \\right] = \\sum_\\tau P(\\tau) \\cdot R(\\tau)",
            "J = E_τ[R(τ)] = Σ_τ P(τ)·R(τ)",
            "Evenings differ by luck. What a policy is worth is the average over all evenings that"
                + " can happen.")
        .prose(
            """
            This world is so small that every evening can be listed: there are %s. So the averages of
            the first nine steps are computed exactly, as sums over the list or hour by hour, and
            whatever the mathematics claims can be looked at. Real problems have no such list. Keep in mind
            which of the steps need it: in the end, none will.
            """
                .formatted(evenings.size()))
        .table(
            "What can happen in an hour",
            List.of(
                "state, action", "pages", "fresh afterwards", "tired afterwards", "chosen with"),
            worldRows())
        .table(
            "The most probable evenings",
            List.of("evening", "$R(τ)$", "$P(τ)$"),
            evenings.stream()
                .sorted(Comparator.comparingDouble(Evening::probability).reversed())
                .limit(SHOWN_EVENINGS)
                .map(
                    e ->
                        List.of(
                            e.story(), Decimals.of(e.pages(), 0), Decimals.of(e.probability(), 4)))
                .toList())
        .picture(WorldPicture.draw())
        .check(
            Check.near(
                "The probabilities of all %s evenings sum to 1.".formatted(evenings.size()),
                List.of(Check.value("sum of $P(τ)$", total)),
                1,
                ROUNDING))
        .check(
            Check.same(
                "$J$ summed over the list is $J$ computed hour by hour from the last to the first.",
                List.of(
                    Check.value("by the list", sum),
                    Check.value("hour by hour", EXACT.objective())),
                ROUNDING))
        .build();
  }

  private static List<List<String>> worldRows() {
    List<List<String>> rows = new ArrayList<>();
    for (int s = 0; s < WORLD.states(); s++) {
      for (int a = 0; a < WORLD.actions(); a++) {
        double[] to = new double[WORLD.states()];
        double pages = 0;
        for (FiniteMdp.Transition outcome : WORLD.transitions(s, a)) {
          to[outcome.next()] += outcome.probability();
          pages = outcome.reward();
        }
        rows.add(
            List.of(
                StudyEvening.pair(s, a),
                Decimals.of(pages, 0),
                Decimals.of(to[StudyEvening.FRESH], 2),
                Decimals.of(to[StudyEvening.TIRED], 2),
                Decimals.of(POLICY.probability(s, a), 1)));
      }
    }
    return rows;
  }

  static Step climbing() {
    double[] gradient = PolicyGradient.differences(WORLD, POLICY, PAGES, TURN);
    double square = VectorMath.square(gradient);
    double rise = rise(0.02, gradient);
    double missing = 100 * (1 - rise / (0.02 * square));
    double tenth = 100 * (1 - rise(0.002, gradient) / (0.002 * square));
    double hundredth = 100 * (1 - rise(0.0002, gradient) / (0.0002 * square));
    List<List<String>> knobs = new ArrayList<>();
    for (int s = 0; s < WORLD.states(); s++) {
      for (int a = 0; a < WORLD.actions(); a++) {
        int k = s * WORLD.actions() + a;
        knobs.add(
            List.of(
                StudyEvening.pair(s, a),
                Decimals.of(StudyEvening.logit(s, a), 4),
                Decimals.of(POLICY.probability(s, a), 4),
                Decimals.signed(gradient[k], 4)));
      }
    }
    return new StepBuilder(2, "A policy with knobs, and what it means to climb")
        .opening(
            """
            To improve a habit bit by bit, it must have knobs that can be turned a little. And
            whatever the knobs show, what comes out must be probabilities: none below 0, and 1
            altogether. How is that done?
            """)
        .introduces(
            "θ",
            "the parameters: the knobs, all together as one vector. Here there are four, one for"
                + " each state and action. In a neural network there are thousands or millions")
        .introduces(
            "z",
            "$z(s,a)$ is the logit of action $a$ in state $s$: any number, and the larger it is,"
                + " the more probable the action. In this world each $z(s,a)$ is one of the knobs")
        .introduces(
            "∇", "the gradient: the vector of derivatives with respect to every knob in $θ$")
        .introduces("x", "any vector, or any number: a placeholder")
        .introduces(
            "‖",
            "$‖x‖$ is the length of a vector $x$, so $‖x‖²$ is the sum of the squares of its"
                + " entries")
        .introduces("α", "the learning rate: a small positive number, how far to step")
        .introduces(
            "O",
            "$O(α²)$ stands for what is left over; it shrinks at least as fast as $α²$ when $α$"
                + " shrinks")
        .uses("π a s J")
        .formula(
            "\\pi(a \\vert s) = \\frac{\\exp z(s,a)}{\\sum_{a'} \\exp z(s,a')}",
            "π(a|s) = exp z(s,a) / Σ_a′ exp z(s,a′)",
            "The exponential makes any number positive, the division makes them sum to 1. This is"
                + " the softmax.")
        .formula(
            "\\nabla J = \\left( \\frac{\\partial J}{\\partial \\theta_1}, \\dots ,"
                + " \\frac{\\partial J}{\\partial \\theta_4} \\right)",
            "∇J = (∂J/∂θ₁, …, ∂J/∂θ₄)",
            "Turn one knob a little and see how $J$ answers; then the next. $∇J$ holds all the"
                + " answers.")
        .formula(
            "J(\\theta + \\alpha \\nabla J) = J(\\theta) + \\alpha \\Vert \\nabla J \\Vert^2 +"
                + " O(\\alpha^2)",
            "J(θ + α·∇J) = J(θ) + α·‖∇J‖² + O(α²)",
            "First-order Taylor: a step $x$ changes $J$ by the inner product of $∇J$ and $x$. With"
                + " $x = α·∇J$ that is $α·‖∇J‖²$, which is positive unless $∇J$ is 0. So a small"
                + " enough step along $∇J$ is a step uphill.")
        .prose(
            """
            Where the letter $θ$ is left out, it is meant all the same: $π$, $P(τ)$ and $J$ all
            depend on the knobs. The world's $p$ does not, and neither do the pages of a given
            evening. This small remark will carry the whole derivation.
            """)
        .prose(
            """
            The slopes $∂J/∂z(s,a)$ in the table were found by turning each knob up and down by a little and
            computing $J$ each time. That needs $p$, which the student does not have. The student can
            only live through evenings. One could live many with a knob turned up and many with it
            turned down, and compare; but of so small a difference luck leaves little, and it would
            have to be done for each knob, of which there may be thousands. So the next question is:
            can $∇J$ be had from evenings of one and the same habit?
            """)
        .table(
            "The knobs, the probabilities they make, and how $J$ answers to each",
            List.of("knob", "$z(s,a)$", "$π(a|s)$", "$∂J/∂z(s,a)$"),
            knobs)
        .check(
            Check.rising(
                "A small step along the gradient raises $J$.",
                List.of(
                    Check.value("$J$ before", EXACT.objective()),
                    Check.value("$J$ after a step with $α$ = 0.02", EXACT.objective() + rise))))
        .check(
            Check.near(
                "The smaller the step, the more exactly $J$ rises by $α·‖∇J‖²$. Of that, %s %% is missing with $α$ = 0.02, %s %% with 0.002, %s %% with 0.0002: each time a tenth, about."
                    .formatted(
                        Decimals.of(missing, 3), Decimals.of(tenth, 3), Decimals.of(hundredth, 3)),
                List.of(
                    new Check.Value("first quotient", missing / tenth, 2),
                    new Check.Value("second", tenth / hundredth, 2)),
                10,
                0.2))
        .build();
  }

  /// J(θ + α·∇J) − J(θ).
  private static double rise(double learningRate, double[] gradient) {
    return Exact.of(WORLD, POLICY.shifted(VectorMath.scaled(learningRate, gradient)), PAGES)
            .objective()
        - EXACT.objective();
  }
}
