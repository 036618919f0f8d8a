package uphill.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import uphill.kernel.Digits;
import uphill.push.ClipLedger;
import uphill.push.Ledger;
import uphill.push.StepParts;

/// What each step of an update did to one of its actions, and by whom, as a table: a line for every
/// step that has the action among its rows, and one for all steps between two of these.
public final class StepLines {

  private static final int COLUMNS = 8; // of pushes
  private static final int FIRST = 3; // columns before these
  private static final int ZEROED = 2;
  private static final int[] MAY_BE_NONE = {2, 3, 5}; // entropy, value, solver

  private final Ledger ledger;
  private final Optional<ClipLedger> clipped;
  private final int row;
  private final List<List<String>> lines = new ArrayList<>();
  private final double[] sums = new double[COLUMNS]; // of steps that have not the action
  private double ratio = 1;
  private int between;

  private StepLines(Ledger ledger, Optional<ClipLedger> clipped, int row) {
    this.ledger = ledger;
    this.clipped = clipped;
    this.row = row;
  }

  /// The pushes on an action.
  ///
  /// @param clipped which actions the loss zeroed, where it clips ratios
  public static Passage of(Ledger ledger, Optional<ClipLedger> clipped, int row) {
    return new StepLines(ledger, clipped, row).passage();
  }

  private Passage passage() {
    boolean[] shown = new boolean[FIRST + COLUMNS];
    Arrays.fill(shown, true);
    shown[ZEROED] = clipped.isPresent();
    for (int c : MAY_BE_NONE) {
      shown[FIRST + c] = false;
    }
    int steps = ledger.steps().size();
    for (int k = 0; k < steps; k++) {
      double[] pushes = pushes(StepParts.of(ledger, k, row));
      for (int c : MAY_BE_NONE) {
        shown[FIRST + c] |= pushes[c] != 0;
      }
      add(k, pushes);
    }
    flush(steps);
    int[] columns = IntStream.range(0, shown.length).filter(c -> shown[c]).toArray();
    List<String> names =
        List.of(
            "step",
            "ratio before",
            "zeroed",
            "own",
            "other rows",
            "entropy",
            "value",
            "momentum",
            "solver",
            "predicted",
            "actual");
    return new Passage(
        List.of(
            "Step by step: the ratio π/π_old before the step, and the parts of its push, which sum"
                + " to the predicted one but for rounding. Other rows are those of the same step;"
                + " momentum is of earlier gradients, this action's own among them. All are after"
                + " the clipping of the gradient; sums over the steps in --json (own) are before"
                + " it."),
        at(columns, names),
        lines.stream().map(line -> at(columns, line)).toList());
  }

  private static List<String> at(int[] columns, List<String> cells) {
    return IntStream.of(columns).mapToObj(cells::get).toList();
  }

  private static double[] pushes(StepParts parts) {
    return new double[] {
      parts.own()[0],
      parts.others()[0],
      parts.entropy()[0],
      parts.value()[0],
      parts.momentum()[0],
      parts.solver()[0],
      parts.predicted()[0],
      parts.actual()[0]
    };
  }

  private void add(int k, double... pushes) {
    boolean among = IntStream.of(ledger.steps().get(k).row()).anyMatch(i -> i == row);
    if (among) {
      flush(k);
      line(Integer.toString(k + 1), ratio(k), zeroed(k), pushes);
    } else {
      ratio = between == 0 ? ratio(k) : ratio;
      between++;
      for (int c = 0; c < COLUMNS; c++) {
        sums[c] += pushes[c];
      }
    }
  }

  /// ρ before a step.
  private double ratio(int k) {
    return k == 0 ? 1 : StrictMath.exp(ledger.moments().get(k - 1).actual()[row]);
  }

  /// In words, whether the loss zeroed the action in a step.
  private String zeroed(int k) {
    int side = clipped.map(clip -> clip.steps().get(k).side(row)).orElse(0);
    return side == 0 ? "no" : side > 0 ? "above" : "below";
  }

  /// Ends the steps before step k that have not the action.
  private void flush(int k) {
    if (between > 0) {
      String steps =
          between == 1
              ? Integer.toString(k)
              : String.format(Locale.ROOT, "%d–%d", k - between + 1, k);
      line(steps, ratio, "not a row", sums.clone());
      between = 0;
      Arrays.fill(sums, 0);
    }
  }

  private void line(String step, double before, String zeroed, double... pushes) {
    List<String> line = new ArrayList<>();
    line.add(step);
    line.add(String.format(Locale.ROOT, "%.4f", before));
    line.add(zeroed);
    for (double push : pushes) {
      line.add(Digits.signed(push));
    }
    lines.add(line);
  }
}
