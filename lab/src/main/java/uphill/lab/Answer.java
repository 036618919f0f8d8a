package uphill.lab;

import java.util.Locale;
import uphill.push.Ledger;
import uphill.push.Ledger.Part;
import uphill.push.Regression;

/// The answer to the question that an explanation is asked for, as one sentence.
public final class Answer {

  /// What is asked.
  public static final String QUESTION =
      "Is a log-probability pushed up in proportion to its weight?";

  private Answer() {}

  /// What the step that was taken says to it.
  public static String of(Explanation explanation) {
    Regression taken = explanation.taken();
    double r = taken.rSquared();
    if (Double.isNaN(r)) {
      return "It cannot be said: all weights are equal, or no action moved.";
    }
    String how = r > 0.9 ? "Nearly" : r > 0.5 ? "Roughly" : r > 0.1 ? "Hardly" : "No";
    return String.format(
        Locale.ROOT,
        "%s: the weight explains %.0f %% of how far the actions moved, and %.0f %% of them moved"
            + " against it. The actions were carried most by %s.",
        how,
        100 * r,
        100 * taken.wrongSign(),
        carrier(explanation.ledger()));
  }

  /// The largest part of the predicted pushes, in words.
  private static String carrier(Ledger ledger) {
    Part largest = Part.OWN;
    for (Part part : Part.values()) {
      if (size(ledger.part(part)) > size(ledger.part(largest))) {
        largest = part;
      }
    }
    return switch (largest) {
      case OWN -> "their own weights";
      case OWN_TRAJECTORY -> "the rest of their own trajectories";
      case SHARED -> "other trajectories, through shared parameters";
      case ENTROPY -> "the entropy's term";
      case VALUE -> "the value's term, through shared parameters";
      case CLIPPING -> "the clipping of the gradient";
      case MOMENTUM -> "momentum: what earlier gradients left in the optimizer's memory";
      case ROUNDING -> "the rounding of the parameters";
    };
  }

  private static double size(double[] push) {
    double sum = 0;
    for (double x : push) {
      sum += x * x;
    }
    return sum;
  }
}
