package uphill.push;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Which actions a clipped ratio zeroed, step by step, and who moved them nevertheless.
///
/// ```text
/// L = −mean min(ρ·Ψ, clip(ρ, 1−ε, 1+ε)·Ψ)      ρ = π_θ(a|s)/π_old(a|s)
///
/// above      ρ > 1 + ε and Ψ > 0
/// below      ρ < 1 − ε and Ψ < 0               in both ∂L/∂heads = 0, exactly: a zeroed row
/// ```
///
/// A row is zeroed if its Ψ is not 0 and the loss wants nothing of its heads, on the branch that
/// training took. Its own push in that step is 0 then; those of other rows, of the entropy, the
/// value and momentum are not.
public final class ClipLedger {

  private final double clip;
  private final List<Zeroed> steps = new ArrayList<>();
  private final int[] times;
  private final double[] moved;
  private final double[] squares = new double[8];
  private int further;

  /// The zeroed rows of a step, as they count in the update.
  ///
  /// @param rows of the step
  /// @param above with ρ above 1 + ε
  /// @param below with ρ below 1 − ε
  public record Zeroed(int rows, int[] above, int[] below) {

    /// How many.
    public int count() {
      return above.length + below.length;
    }

    /// 1 if a row of the update was zeroed above, −1 if below, 0 if not.
    public int side(int row) {
      return among(above, row) ? 1 : among(below, row) ? -1 : 0;
    }

    private static boolean among(int[] rows, int row) {
      return Arrays.stream(rows).anyMatch(i -> i == row);
    }
  }

  /// Root mean squares of what moved zeroed actions in the steps that they were zeroed in.
  ///
  /// @param own by themselves: 0
  /// @param others by other rows of the step
  /// @param predicted by all of these together
  public record Movers(
      double own,
      double others,
      double entropy,
      double value,
      double momentum,
      double solver,
      double rounding,
      double predicted) {}

  /// Of the steps of an update.
  ///
  /// @param clip ε
  /// @param seen those that the ledger is of
  public ClipLedger(double clip, List<Step> seen, Ledger ledger) {
    this.clip = clip;
    times = new int[ledger.explained().rows()];
    moved = new double[times.length];
    for (int k = 0; k < seen.size(); k++) {
      Zeroed zeroed = zeroed(seen.get(k), ledger.steps().get(k).errors(), times.length);
      steps.add(zeroed);
      if (zeroed.count() > 0) {
        add(zeroed, k, ledger);
      }
    }
  }

  /// Whether a ratio's clip can be told of these steps: Ψ of each row is known.
  public static boolean tells(List<Step> seen) {
    return seen.stream().allMatch(step -> step.weight().length == step.rows());
  }

  /// Rows that were gathered before the update are counted by `rows` alone.
  private static Zeroed zeroed(Step step, Errors errors, int explained) {
    int[] side = new int[explained];
    for (int j = 0; j < step.rows(); j++) {
      float psi = step.weight()[j];
      if (step.row()[j] >= 0 && psi != 0 && wantsNothing(errors, j, step.rows())) {
        side[step.row()[j]] = psi > 0 ? 1 : -1;
      }
    }
    return new Zeroed(step.rows(), at(side, 1), at(side, -1));
  }

  private static boolean wantsNothing(Errors errors, int j, int rows) {
    return isZero(errors.outputs(), j, rows) && isZero(errors.logStd(), j, rows);
  }

  private static boolean isZero(double[] column, int j, int rows) {
    int size = column.length / rows;
    return Arrays.stream(column, j * size, (j + 1) * size).allMatch(e -> e == 0);
  }

  private static int[] at(int[] side, int wanted) {
    return IntStream.range(0, side.length).filter(i -> side[i] == wanted).toArray();
  }

  private void add(Zeroed zeroed, int k, Ledger ledger) {
    int[] rows = Arrays.copyOf(zeroed.above(), zeroed.count());
    System.arraycopy(zeroed.below(), 0, rows, zeroed.above().length, zeroed.below().length);
    StepParts parts = StepParts.of(ledger, k, rows);
    double[][] columns = {
      parts.own(),
      parts.others(),
      parts.entropy(),
      parts.value(),
      parts.momentum(),
      parts.solver(),
      parts.rounding(),
      parts.predicted()
    };
    for (int n = 0; n < rows.length; n++) {
      double outward = n < zeroed.above().length ? parts.actual()[n] : -parts.actual()[n];
      further += outward > 0 ? 1 : 0;
      times[rows[n]]++;
      moved[rows[n]] += parts.actual()[n];
      for (int c = 0; c < columns.length; c++) {
        squares[c] += columns[c][n] * columns[c][n];
      }
    }
  }

  /// ε.
  public double clip() {
    return clip;
  }

  /// The zeroed rows of every step.
  public List<Zeroed> steps() {
    return steps;
  }

  /// In how many steps each action was zeroed.
  public int[] times() {
    return times;
  }

  /// How far log π of each action moved in these steps.
  public double[] moved() {
    return moved;
  }

  /// How often an action was zeroed, in all.
  public int count() {
    return Arrays.stream(times).sum();
  }

  /// How many of these times the step moved ρ still further from 1.
  public int further() {
    return further;
  }

  /// Who moved them; NaN where none was zeroed.
  public Movers movers() {
    double[] size = new double[squares.length];
    Arrays.setAll(size, c -> Math.sqrt(squares[c] / count()));
    return new Movers(size[0], size[1], size[2], size[3], size[4], size[5], size[6], size[7]);
  }
}
