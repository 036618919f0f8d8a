package uphill.explain.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import uphill.explain.Explanation;
import uphill.push.Ledger;
import uphill.push.PolicyStep;

/// An update as it is carried out: after each frame, how far every sample has been pushed.
///
/// @param note what a frame is
/// @param axis what [Frame#at()] counts
public record Film(String note, String axis, List<Frame> frames) {

  private static final int FRAMES = 11;

  /// A moment of an update.
  ///
  /// @param at when: rises from frame to frame
  /// @param label when, in words
  /// @param predicted push of every sample up to now, to first order
  /// @param actual push of every sample up to now
  public record Frame(double at, String label, double[] predicted, double[] actual) {}

  /// Checks that something is to be seen.
  public Film {
    if (frames.isEmpty()) {
      throw new IllegalArgumentException("a film has at least one frame, got none");
    }
    frames = List.copyOf(frames);
  }

  /// The one step of an update as it is taken.
  ///
  /// ```text
  /// θ(s) = θ + s·(θ′ − θ)      predicted s·gᵢ·(θ′ − θ)      actual log π_θ(s) − log π_θ
  /// ```
  public static Film ofStep(Explanation explanation) {
    Ledger ledger = explanation.ledger();
    PolicyStep step = ledger.step();
    List<Frame> frames = new ArrayList<>();
    for (int k = 0; k < FRAMES; k++) {
      double s = k / (FRAMES - 1.0);
      double[] predicted = new double[step.samples().rows()];
      double[] actual = new double[predicted.length];
      if (k == FRAMES - 1) {
        actual = ledger.actual();
        predicted = ledger.predicted();
      } else if (k > 0) {
        double[] theta = new double[step.before().length];
        Arrays.setAll(theta, p -> step.before()[p] + s * (step.after()[p] - step.before()[p]));
        var pass = explanation.model().at(theta, step.samples());
        Arrays.setAll(actual, i -> pass.logProb(i) - ledger.before().logProb(i));
        Arrays.setAll(predicted, i -> s * ledger.predicted()[i]);
      }
      frames.add(
          new Frame(s, String.format(Locale.ROOT, "step %.1f of the way", s), predicted, actual));
    }
    return new Film(
        String.format(
            Locale.ROOT,
            "The policy takes one optimizer step in this update. The film shows that step as it is"
                + " taken, at θ + s·(θ′ − θ), in %d frames from s = 0 to s = 1.",
            FRAMES),
        "share of the step",
        frames);
  }
}
