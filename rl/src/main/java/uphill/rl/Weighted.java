package uphill.rl;

import uphill.rl.data.Weighing;

/// An agent whose step multiplies scores ∇log π(a|s) by weights Ψ of its own, in one step of the
/// whole round.

public interface Weighted extends Agent {

  /// Ψ of every row of the last round, as the step used it. The array itself.
  float[] weights();

  /// What Ψ is.
  Weighing weighing();
}
