package uphill.nn;

/// The mean of a gradient over all ranks of a training that several processes, or threads, share.
///
/// ```text
/// ∇L = (1/R)·Σᵣ ∇Lᵣ          R ranks, each with a share of the rows, all with the same parameters
/// ```
///
/// Where each rank's loss is a mean over equally many rows, that is the gradient of the whole
/// batch. It is taken before the gradient is clipped, so all ranks clip alike and step alike.
@FunctionalInterface
public interface Averaging {

  /// Puts the mean over all ranks in the gradient's place, the same bits on each. All ranks ask for
  /// the same gradients in the same order.
  void average(float[] gradient);

  /// That of a training with one rank: nothing changes.
  static Averaging none() {
    return _ -> {};
  }
}
