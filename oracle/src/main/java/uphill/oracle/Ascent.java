package uphill.oracle;

import java.util.ArrayList;
import java.util.List;
import uphill.env.mdp.FiniteMdp;

/// The learning curve of whoever knows ∇J exactly: steps of plain gradient ascent on the logits.
///
/// ```text
/// z ← z + α·∇J(z)
/// ```
///
/// Without α each step is as long as it may be so that no logit moves by more than [#LONGEST].
///
/// @param objectives J before the first step, and after each
/// @param policy after the last
public record Ascent(List<Double> objectives, TabularPolicy policy) {

  /// How far a logit moves in a step where α is not given.
  public static final double LONGEST = 0.5;

  /// Copies the list.
  public Ascent {
    objectives = List.copyOf(objectives);
  }

  /// Climbs.
  ///
  /// @param learningRate α; 0 means steps of one length
  public static Ascent from(
      FiniteMdp mdp, TabularPolicy start, Criterion criterion, int steps, double learningRate) {
    if (!(learningRate >= 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the learning rate of the exact ascent must be finite and not negative, got "
              + learningRate);
    }
    List<Double> objectives = new ArrayList<>();
    TabularPolicy policy = start;
    for (int k = 0; ; k++) {
      Exact exact = Exact.of(mdp, policy, criterion);
      objectives.add(exact.objective());
      if (k == steps) {
        return new Ascent(objectives, policy);
      }
      double[] gradient = exact.policyGradient();
      double largest = 0;
      for (double component : gradient) {
        largest = Math.max(largest, Math.abs(component));
      }
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] = step(gradient[i], largest, learningRate);
      }
      policy = policy.shifted(gradient);
    }
  }

  /// How far the logit with this component of ∇J moves. The largest component divides, not its
  /// reciprocal multiplies, which overflows where a policy is so certain that ∇J is nearly 0.
  private static double step(double component, double largest, double learningRate) {
    double step =
        learningRate > 0
            ? learningRate * component
            : largest > 0 ? LONGEST * (component / largest) : 0;
    if (!Double.isFinite(step)) {
      throw new ArithmeticException(
          ("the exact ascent cannot take a step: ∇J has a component of %s%s. Take %ssmaller"
                  + " rewards.")
              .formatted(
                  component,
                  Double.isFinite(component)
                      ? ", and %s times that is not finite".formatted(learningRate)
                      : "",
                  learningRate > 0 ? "a smaller learning rate, or " : ""));
    }
    return step;
  }
}
