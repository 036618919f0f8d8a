package uphill.push;

import java.util.Arrays;
import uphill.push.Ledger.Moment;
import uphill.push.Ledger.Part;

/// What one step of an update did to some of its actions, and by whom, after clipping: see
/// [Ledger].
///
/// @param ratio ρ = π_θ(a|s)/π_old(a|s) of each, with θ before this step and π_old before the
///   update
/// @param own what the rows of the step that are this action pushed
/// @param others what its other rows did
/// @param entropy what the entropy's term did
/// @param value what the value's terms did, through shared parameters
/// @param momentum what earlier gradients did, those of this update included
/// @param solver what a solver left over
/// @param rounding what was rounded
/// @param predicted their sum, gᵢ·(θ′ − θ)
/// @param actual log π_θ′ − log π_θ
public record StepParts(
    double[] ratio,
    double[] own,
    double[] others,
    double[] entropy,
    double[] value,
    double[] momentum,
    double[] solver,
    double[] rounding,
    double[] predicted,
    double[] actual) {

  /// Of step k, counted from 0.
  ///
  /// @param rows which actions, each once
  public static StepParts of(Ledger ledger, int k, int... rows) {
    PolicyStep step = ledger.steps().get(k).among(ledger.explained().rows(), rows);
    StepPush push = new StepPush(ledger.model(), ledger.explained().some(rows), step);
    Parts parts = new Parts(rows.length);
    int[] all = new int[rows.length];
    Arrays.setAll(all, n -> n);
    parts.add(push, step.optimizer().moments(), ledger.clippings()[k], all);
    double[] ratio = new double[rows.length];
    double[] actual = new double[rows.length];
    for (int n = 0; n < rows.length; n++) {
      double before = pushed(ledger, k, rows[n]);
      ratio[n] = StrictMath.exp(before);
      actual[n] = pushed(ledger, k + 1, rows[n]) - before;
    }
    return new StepParts(
        ratio,
        parts.clipped(Part.OWN),
        sum(parts, Part.OWN_TRAJECTORY, Part.SHARED), // the chosen ones, and all others
        parts.clipped(Part.ENTROPY),
        parts.clipped(Part.VALUE),
        sum(parts, Part.MOMENTUM, Part.MOMENTUM_WITHIN),
        parts.clipped(Part.SOLVER),
        parts.clipped(Part.ROUNDING),
        push.predicted(),
        actual);
  }

  /// How far an action was pushed by the first k steps.
  private static double pushed(Ledger ledger, int k, int row) {
    if (k == 0) {
      return 0;
    }
    Moment moment = ledger.moments().get(k - 1);
    return moment.actual()[row];
  }

  private static double[] sum(Parts parts, Part one, Part other) {
    double[] sum = parts.clipped(one).clone();
    double[] more = parts.clipped(other);
    Arrays.setAll(sum, i -> sum[i] + more[i]);
    return sum;
  }
}
