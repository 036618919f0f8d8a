package uphill.nn;

import uphill.autodiff.Gradients;

/// What turns a gradient into a step downhill: θ ← θ − something.
public sealed interface Optimizer permits Adam, RmsProp {

  /// Takes one step; changes the parameters that the gradient belongs to.
  ///
  /// @throws IllegalArgumentException if the gradient belongs to other parameters
  /// @throws ArithmeticException if the gradient's norm is not finite
  void step(Gradients gradients, double learningRate);

  /// Steps taken so far.
  long steps();

  /// What it remembers besides [#steps()], [count, |θ|] (Adam: m, then v; RMSProp: v). The arrays
  /// themselves.
  float[][] memory();

  /// Goes back to a saved [#steps()]; the memory is restored in place.
  void restoreSteps(long steps);
}
