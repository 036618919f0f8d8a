package uphill.nn;

import uphill.autodiff.Gradients;

/// Numbers that must not be there.
final class Checks {

  private Checks() {}

  static void finite(Gradients gradients) {
    double norm = gradients.norm();
    if (!Double.isFinite(norm)) {
      throw new ArithmeticException(
          "the gradient's norm is %s; the parameters were left as they were".formatted(norm));
    }
  }
}
