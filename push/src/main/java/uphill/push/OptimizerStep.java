package uphill.push;

import java.util.Arrays;
import uphill.nn.Optimizer;

/// How an optimizer turns a gradient into a step: Δθ = P·g + m, with P diagonal and held fixed, and
/// m what earlier gradients left.
///
/// @param preconditioner P, [|θ|]
/// @param momentum m, [|θ|]
public record OptimizerStep(double[] preconditioner, double[] momentum) {

  private static final double SMALLEST = 1e-30f;

  /// An optimizer before its step.
  public sealed interface Before permits Sgd, Adam, RmsProp {

    /// What training's optimizer is before its next step: its memory is copied.
    static Before of(Optimizer optimizer, double learningRate) {
      float[][] memory = optimizer.memory();
      return switch (optimizer) {
        case uphill.nn.Adam adam ->
            new Adam(
                learningRate,
                adam.beta1(),
                adam.beta2(),
                adam.epsilon(),
                Samples.doubles(memory[0], memory[0].length),
                Samples.doubles(memory[1], memory[1].length),
                adam.steps());
        case uphill.nn.RmsProp rmsProp -> {
          boolean under = rmsProp.place() == uphill.nn.RmsProp.Epsilon.UNDER_ROOT;
          yield new RmsProp(
              learningRate,
              rmsProp.decay(),
              under ? rmsProp.epsilon() : 0,
              under ? 0 : rmsProp.epsilon(),
              Samples.doubles(memory[0], memory[0].length));
        }
        case uphill.nn.SolvedStep _ ->
            throw new IllegalArgumentException(
                "the step is not explained: it goes along a direction that was solved for");
      };
    }

    /// α.
    double learningRate();

    /// The same with another α.
    Before withLearningRate(double learningRate);

    /// The step that it takes along an ascent direction.
    OptimizerStep along(double[] ascent);

    /// First moments, of −g; empty if it remembers none.
    default double[] moments() {
      return new double[0];
    }

    /// What is left of first moments after a step.
    default double[] left(double[] moments) {
      return moments;
    }

    /// The share of m that these first moments have in the step that it took.
    default double[] momentum(double[] moments, OptimizerStep taken) {
      return new double[taken.momentum().length];
    }
  }

  /// θ ← θ + α·g.
  public record Sgd(double learningRate) implements Before {
    @Override
    public Sgd withLearningRate(double learningRate) {
      return new Sgd(learningRate);
    }

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
    public Adam withLearningRate(double learningRate) {
      return new Adam(learningRate, beta1, beta2, epsilon, m, v, steps);
    }

    @Override
    public OptimizerStep along(double[] ascent) {
      double t = (double) steps + 1;
      double rate = learningRate / (1 - StrictMath.pow(beta1, t));
      double correction = 1 / Math.sqrt(1 - StrictMath.pow(beta2, t));
      double[] p = new double[ascent.length];
      double[] momentum = new double[ascent.length];
      for (int i = 0; i < ascent.length; i++) {
        double second = beta2 * v[i] + (1 - beta2) * ascent[i] * ascent[i];
        double scale = rate / (Math.sqrt(flushed(second)) * correction + epsilon);
        p[i] = scale * (1 - beta1);
        momentum[i] = -scale * beta1 * m[i];
      }
      return new OptimizerStep(p, momentum);
    }

    @Override
    public double[] moments() {
      return m;
    }

    @Override
    public double[] left(double[] moments) {
      double[] left = moments.clone();
      Arrays.setAll(left, k -> beta1 * left[k]);
      return left;
    }

    @Override
    public double[] momentum(double[] moments, OptimizerStep taken) {
      double[] momentum = taken.preconditioner().clone();
      double factor = -beta1 / (1 - beta1);
      Arrays.setAll(momentum, k -> factor * momentum[k] * moments[k]);
      return momentum;
    }
  }

  /// RMSProp, Tieleman and Hinton 2012, with its memory before this step.
  ///
  /// ```text
  /// v ← ρ·v + (1−ρ)·g²      P = α / (√(v + ε₁) + ε₂)      m = 0
  /// ```
  ///
  /// @param decay ρ
  /// @param underRoot ε₁
  /// @param afterRoot ε₂
  public record RmsProp(
      double learningRate, double decay, double underRoot, double afterRoot, double[] v)
      implements Before {

    @Override
    public RmsProp withLearningRate(double learningRate) {
      return new RmsProp(learningRate, decay, underRoot, afterRoot, v);
    }

    @Override
    public OptimizerStep along(double[] ascent) {
      double[] p = new double[ascent.length];
      for (int i = 0; i < ascent.length; i++) {
        double second = decay * v[i] + (1 - decay) * ascent[i] * ascent[i];
        p[i] = learningRate / (Math.sqrt(flushed(second) + underRoot) + afterRoot);
      }
      return new OptimizerStep(p, new double[ascent.length]);
    }
  }

  /// Training's optimizers keep no smaller number than this.
  private static double flushed(double second) {
    return second < SMALLEST ? 0 : second;
  }
}
