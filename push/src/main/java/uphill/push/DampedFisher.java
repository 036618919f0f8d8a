package uphill.push;

import java.util.Locale;

/// (F + λI)⁻¹ for a policy's Fisher information F over the rows of a step, in double precision.
///
/// ```text
/// F = (1/n)·Σᵢ Jᵢᵀ·Mᵢ·Jᵢ = (1/n)·V·Vᵀ          see [FisherRoots]
/// ```
///
/// One Cholesky decomposition, on the smaller side: of n·λI + VᵀV where V has fewer columns than
/// rows, otherwise of F + λI itself.
sealed interface DampedFisher permits GramFisher, ParameterFisher {

  /// What a decomposition may have on a side: its triangle is then 268 MB.
  int MOST = 8192;

  /// What V may have, where it has to be stored: 256 MB.
  int MOST_NUMBERS = 1 << 25;

  /// At θ.
  ///
  /// @throws IllegalArgumentException if it would be too large
  static DampedFisher of(ScorePass rows, double damping) {
    FisherRoots roots = new FisherRoots(rows);
    int columns = roots.columns();
    int size = rows.size();
    boolean gram = columns <= MOST && (roots.closed() || (long) columns * size <= MOST_NUMBERS);
    if (gram && columns < size) {
      return new GramFisher(roots, damping);
    }
    if (size <= MOST) {
      return new ParameterFisher(roots, damping);
    }
    if (gram) {
      return new GramFisher(roots, damping);
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "the step is not explained: the inverse of its Fisher information takes a matrix of %d"
                + " rows, or one of %d for the parameters, and %d are the most%s. Train with fewer"
                + " batch_steps",
            columns,
            size,
            MOST,
            roots.closed()
                ? ""
                : String.format(
                    Locale.ROOT,
                    " (and where layers are not dense ones alone, %d numbers in all their"
                        + " gradients, which have %d)",
                    MOST_NUMBERS,
                    (long) columns * size)));
  }

  /// (F + λI)⁻¹·b.
  double[] solve(double[] b);

  /// (Jᵢᵀeᵢ)ᵀ·(F + λI)⁻¹·(Jⱼᵀe′ⱼ) of pairs of a sample i of some and a sample j of others.
  double[] products(BackwardPass some, int[] i, BackwardPass others, int[] j);
}
