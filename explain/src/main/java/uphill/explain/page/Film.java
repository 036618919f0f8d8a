package uphill.explain.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import uphill.explain.Explanation;
import uphill.push.Ledger;

/// An update as it is carried out: after each frame, how far every sample has been pushed.
///
/// @param note what a frame is
/// @param axis what [Frame#at()] counts
public record Film(String note, String axis, List<Frame> frames) {

  private static final int FRAMES = 11;
  private static final int MOST_STEPS = 40; // that have a frame each

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

  /// An update's steps one after the other, or its only one as it is taken.
  public static Film of(Explanation explanation) {
    return explanation.severalSteps() ? ofSteps(explanation.ledger()) : ofStep(explanation);
  }

  /// A frame before the first step and after each, or after every so many.
  private static Film ofSteps(Ledger ledger) {
    List<Ledger.Moment> moments = ledger.moments();
    int every = Math.ceilDiv(moments.size(), MOST_STEPS);
    List<Frame> frames = new ArrayList<>();
    double[] none = new double[ledger.explained().rows()];
    frames.add(new Frame(0, "before the first step", none, none));
    for (int k = 1; k <= moments.size(); k++) {
      if (k % every == 0 || k == moments.size()) {
        Ledger.Moment moment = moments.get(k - 1);
        String label = String.format(Locale.ROOT, "after step %d", k);
        frames.add(new Frame(k, label, moment.predicted(), moment.actual()));
      }
    }
    return new Film(
        String.format(
            Locale.ROOT,
            "The policy takes %d optimizer steps in this update. The film shows how far they have"
                + " pushed together%s.",
            moments.size(),
            every == 1
                ? " after each"
                : ", every %s steps and at the end".formatted(Integer.toString(every))),
        "steps",
        frames);
  }

  /// The one step of an update as it is taken.
  ///
  /// ```text
  /// θ(s) = θ + s·(θ′ − θ)      predicted s·gᵢ·(θ′ − θ)      actual log π_θ(s) − log π_θ
  /// ```
  private static Film ofStep(Explanation explanation) {
    Ledger ledger = explanation.ledger();
    double[] before = ledger.parametersBefore();
    double[] after = ledger.parametersAfter();
    List<Frame> frames = new ArrayList<>();
    for (int k = 0; k < FRAMES; k++) {
      double s = k / (FRAMES - 1.0);
      double[] predicted = new double[ledger.explained().rows()];
      double[] actual = new double[predicted.length];
      if (k == FRAMES - 1) {
        actual = ledger.actual();
        predicted = ledger.predicted();
      } else if (k > 0) {
        double[] theta = new double[before.length];
        Arrays.setAll(theta, p -> before[p] + s * (after[p] - before[p]));
        var pass = explanation.model().at(theta, ledger.explained().samples());
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
