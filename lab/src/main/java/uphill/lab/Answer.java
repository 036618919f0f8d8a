package uphill.lab;

import java.util.Locale;
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
            + " against it, carried by the others through shared parameters.",
        how,
        100 * r,
        100 * taken.wrongSign());
  }
}
