package uphill.nn;

import java.util.Locale;
import java.util.SequencedMap;
import uphill.autodiff.Gradients;
import uphill.autodiff.Parameters;
import uphill.autodiff.Tensor;

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

  /// The part of a direction that is along a head.
  static Tensor along(SequencedMap<String, Tensor> direction, String head, Tensor value) {
    Tensor along = direction.get(head);
    if (along == null) {
      throw new IllegalArgumentException(
          "a direction at the head %s is wanted, got one at %s"
              .formatted(head, direction.keySet()));
    }
    columns("the direction at " + head, value.columns(), along);
    return along;
  }

  static void columns(String what, int expected, Tensor tensor) {
    if (tensor.columns() != expected) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s has %d columns, expected %d", what, tensor.columns(), expected));
    }
  }

  /// The share of the past that a moving average keeps, as the kernels take it.
  static float decay(String name, double decay) {
    if (!(decay >= 0 && (float) decay < 1)) {
      throw new IllegalArgumentException(
          "%s must lie in [0, 1), as a float too; got %s".formatted(name, decay));
    }
    return (float) decay;
  }

  /// What keeps a quotient by zero finite, as the kernels take it.
  static float epsilon(double epsilon) {
    if (!((float) epsilon > 0 && (float) epsilon < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "epsilon must be positive and finite, as a float too; got %s".formatted(epsilon));
    }
    return (float) epsilon;
  }

  static void finite(Gradients gradients) {
    if (!gradients.finite()) {
      throw new ArithmeticException(
          "the gradient's norm is %s; the parameters were left as they were"
              .formatted(gradients.norm()));
    }
  }
}
