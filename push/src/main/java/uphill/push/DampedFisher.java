package uphill.push;

/// (F + λI)⁻¹ for a policy's Fisher information F over the rows of a step, in double precision.
///
/// ```text
/// F = (1/n)·Σᵢ Jᵢᵀ·Mᵢ·Jᵢ = (1/n)·V·Vᵀ          see [FisherRoots]
/// ```
///
/// One Cholesky decomposition, on the smaller side: of n·λI + VᵀV where V has fewer columns than
/// rows, otherwise of F + λI itself. Where both are too large, none.
sealed interface DampedFisher permits DampedFisher.Decomposed, SolvedFisher {

  /// What a decomposition may have on a side: its triangle is then 268 MB.
  int MOST = 8192;

  /// What V may have, where it has to be stored: 256 MB.
  int MOST_NUMBERS = 1 << 25;

  /// At θ.
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
    return gram ? new GramFisher(roots, damping) : new SolvedFisher(rows, roots, damping);
  }

  /// (F + λI)⁻¹·b.
  double[] solve(double[] b);

  /// One of which the products of all pairs of samples are at hand.
  sealed interface Decomposed extends DampedFisher permits GramFisher, ParameterFisher {

    /// (Jᵢᵀeᵢ)ᵀ·(F + λI)⁻¹·(Jⱼᵀe′ⱼ) of pairs of a sample i of some and a sample j of others.
    double[] products(BackwardPass some, int[] i, BackwardPass others, int[] j);
  }
}
