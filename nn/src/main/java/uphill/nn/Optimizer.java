package uphill.nn;

import java.util.List;
import uphill.autodiff.Gradients;

/// What turns a gradient into a step downhill: θ ← θ − something.
public sealed interface Optimizer permits Adam, RmsProp, SolvedStep {

  /// Takes one step; changes the parameters that the gradient belongs to.
  ///
  /// @throws IllegalArgumentException if the gradient belongs to other parameters
  /// @throws ArithmeticException if the gradient's norm is not finite
  void step(Gradients gradients, double learningRate);

  /// Steps taken so far.
  long steps();

  /// What it remembers of every parameter besides [#steps()]: [memoryNames().size(), |θ|]. The
  /// arrays themselves.
  float[][] memory();

  /// What these memories are called, in their order: `m`, `v`.
  List<String> memoryNames();

  /// Goes back to a saved [#steps()]; the memory is restored in place.
  void restoreSteps(long steps);
}
