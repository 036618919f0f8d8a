package uphill.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One number for the whole batch: a linear combination of sums over rows. Losses and metrics are
/// scalars.
///
/// ```text
/// L = Σₖ factorₖ · Σᵢ xₖᵢ / divisorₖ
/// ```
///
/// Being linear in the sums, its derivative with respect to every xₖᵢ is known before any sum is,
/// so that a shard of rows runs forward and backward in one go, while its numbers are in the cache.
public final class Scalar {

  private static final String NOTHING = "";
  private static final String ROWS = "rows";

  /// factor · Σᵢ xᵢ / divisor. The divisor is named: none, the number of rows, or a number that
  /// each run gives.
  record Term(Tensor x, double factor, String divisor) {

    boolean perRow() {
      return divisor.equals(ROWS);
    }

    boolean perGiven() {
      return !divisor.equals(NOTHING) && !perRow();
    }
  }

  private final List<Term> terms;

  private Scalar(List<Term> terms) {
    this.terms = terms;
  }

  static Scalar sum(Tensor x) {
    return new Scalar(List.of(new Term(oneColumn("sum", x), 1, NOTHING)));
  }

  static Scalar mean(Tensor x) {
    return new Scalar(List.of(new Term(oneColumn("mean", x), 1, ROWS)));
  }

  private static Tensor oneColumn(String operation, Tensor x) {
    if (x.columns() != 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: expected one column, got %d; sumColumns() makes one",
              operation,
              x.columns()));
    }
    return x;
  }

  /// this + b.
  public Scalar add(Scalar b) {
    List<Term> both = new ArrayList<>(terms);
    both.addAll(b.terms);
    return new Scalar(List.copyOf(both));
  }

  /// this − b.
  public Scalar sub(Scalar b) {
    return add(b.neg());
  }

  /// this · factor.
  public Scalar mul(double factor) {
    return new Scalar(
        terms.stream().map(t -> new Term(t.x(), t.factor() * factor, t.divisor())).toList());
  }

  /// −this.
  public Scalar neg() {
    return mul(-1);
  }

  /// this / the number of that name, which each run gives: a sum over rows per trajectory, say.
  public Scalar per(String number) {
    if (number.equals(NOTHING) || number.equals(ROWS)) {
      throw new IllegalArgumentException("per: \"%s\" is not a free name".formatted(number));
    }
    return new Scalar(
        terms.stream()
            .map(
                t -> {
                  if (!t.divisor().equals(NOTHING)) {
                    throw new IllegalArgumentException(
                        "per: already divided by %s".formatted(t.divisor()));
                  }
                  return new Term(t.x(), t.factor(), number);
                })
            .toList());
  }

  List<Term> terms() {
    return terms;
  }
}
