package uphill.nn;

import uphill.autodiff.Gradients;
import uphill.autodiff.Parameters;

/// What must not be.
final class Checks {

  private Checks() {}

  static void fits(Gradients gradients, Parameters parameters) {
    if (gradients.parameters() != parameters) {
      throw new IllegalArgumentException("the gradient belongs to other parameters");
    }
  }

  static IllegalArgumentException differentFamilies(Distribution a, Distribution b) {
    return new IllegalArgumentException(
        "KL between a %s and a %s is undefined"
            .formatted(a.getClass().getSimpleName(), b.getClass().getSimpleName()));
  }

  static void finite(Gradients gradients) {
    if (!gradients.finite()) {
      throw new ArithmeticException(
          "the gradient's norm is %s; the parameters were left as they were"
              .formatted(gradients.norm()));
    }
  }
}
