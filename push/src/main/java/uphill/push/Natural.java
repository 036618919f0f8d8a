package uphill.push;

import java.util.Arrays;

/// That of a natural gradient, exactly: of the Fisher information F at θ, over the rows of a step.
///
/// ```text
/// P = α·(F + λI)⁻¹
/// ```
public final class Natural implements Preconditioner {

  private final double rate;
  private final DampedFisher fisher;

  private Natural(double rate, DampedFisher fisher) {
    this.rate = rate;
    this.fisher = fisher;
  }

  /// @param rate α
  /// @param damping λ, above 0
  /// @param rows of the step, at θ
  static Natural of(double rate, double damping, ScorePass rows) {
    return new Natural(rate, DampedFisher.of(rows, damping));
  }

  @Override
  public double[] times(double factor, double[] v) {
    double[] product = fisher.solve(v);
    Arrays.setAll(product, k -> rate * factor * product[k]);
    return product;
  }

  @Override
  public boolean decomposed() {
    return fisher instanceof DampedFisher.Decomposed;
  }

  /// (Jᵢᵀeᵢ)ᵀ·P·(Jⱼᵀe′ⱼ) of pairs of a sample i of some and a sample j of others.
  ///
  /// @throws IllegalStateException if P is not decomposed
  double[] products(BackwardPass some, int[] i, BackwardPass others, int[] j) {
    if (!(fisher instanceof DampedFisher.Decomposed known)) {
      throw new IllegalStateException("not decomposed");
    }
    double[] products = known.products(some, i, others, j);
    Arrays.setAll(products, n -> rate * products[n]);
    return products;
  }
}
