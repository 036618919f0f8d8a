package uphill.push;

import java.util.Arrays;

/// How an optimizer turns a gradient into a step: Δθ = P·g + m, with P diagonal and held fixed, and
/// m what earlier gradients left.
///
/// @param preconditioner P, [|θ|]
/// @param momentum m, [|θ|]
public record OptimizerStep(double[] preconditioner, double[] momentum) {

  /// An optimizer before its step.
  public sealed interface Before permits Sgd, Adam {

    /// The step that it takes along an ascent direction.
    OptimizerStep along(double[] ascent);
  }

  /// θ ← θ + α·g.
  public record Sgd(double learningRate) implements Before {
    @Override
    public OptimizerStep along(double[] ascent) {
      double[] p = new double[ascent.length];
      Arrays.fill(p, learningRate);
      return new OptimizerStep(p, new double[ascent.length]);
    }
  }

  /// Adam, Kingma and Ba 2015, with its moments of the loss's gradients before this step.
  ///
  /// ```text
  /// v ← β₂·v + (1−β₂)·g²      P = α(1−β₁) / ((1−β₁ᵗ)(√v̂ + ε))      m = −α·β₁·m / ((1−β₁ᵗ)(√v̂ + ε))
  /// ```
  ///
  /// @param m first moments, of −g
  /// @param v second moments
  /// @param steps made before this one, t − 1
  public record Adam(
      double learningRate,
      double beta1,
      double beta2,
      double epsilon,
      double[] m,
      double[] v,
      long steps)
      implements Before {

    @Override
    public OptimizerStep along(double[] ascent) {
      double t = (double) steps + 1;
      double rate = learningRate / (1 - StrictMath.pow(beta1, t));
      double correction = 1 / Math.sqrt(1 - StrictMath.pow(beta2, t));
      double[] p = new double[ascent.length];
      double[] momentum = new double[ascent.length];
      for (int i = 0; i < ascent.length; i++) {
        double second = beta2 * v[i] + (1 - beta2) * ascent[i] * ascent[i];
        double scale = rate / (Math.sqrt(second) * correction + epsilon);
        p[i] = scale * (1 - beta1);
        momentum[i] = -scale * beta1 * m[i];
      }
      return new OptimizerStep(p, momentum);
    }
  }
}
