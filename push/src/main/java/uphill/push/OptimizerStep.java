package uphill.push;

import java.util.Arrays;
import uphill.nn.Optimizer;

/// How an optimizer turns a gradient into a step: Δθ = P·g + m + r, with P symmetric and held
/// fixed, m what earlier gradients left, and r what a solver of P⁻¹·Δθ = g left over.
///
/// @param preconditioner P
/// @param momentum m, [|θ|]
/// @param solver r, [|θ|]
public record OptimizerStep(Preconditioner preconditioner, double[] momentum, double[] solver) {

  /// Of a P that is diagonal, and nothing to solve for.
  OptimizerStep(double[] scale, double[] momentum) {
    this(new Preconditioner.Diagonal(scale), momentum, new double[scale.length]);
  }

  /// P·s·g + m + r.
  double[] of(double s, double[] gradient) {
    double[] step = preconditioner.times(s, gradient);
    for (int k = 0; k < step.length; k++) {
      step[k] = step[k] + momentum[k] + solver[k];
    }
    return step;
  }

  private static final double SMALLEST = 1e-30f;

  /// An optimizer before its step.
  public sealed interface Before permits Elementwise, Solved {

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
        case uphill.nn.SolvedStep solved ->
            new Solved(
                learningRate,
                solved.damping(),
                Samples.doubles(solved.direction(), solved.direction().length));
      };
    }

    /// α.
    double learningRate();

    /// The same with another α.
    Before withLearningRate(double learningRate);

    /// The step that it takes along an ascent direction.
    ///
    /// @param rows of the step, at θ
    OptimizerStep along(double[] ascent, ScorePass rows);

    /// The same before a step along another gradient.
    default Before afresh() {
      return this;
    }

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

  /// One that makes of every parameter's gradient a step of its own.
  public sealed interface Elementwise extends Before permits Sgd, Adam, RmsProp {

    /// The step that it takes along an ascent direction.
    OptimizerStep along(double[] ascent);

    @Override
    default OptimizerStep along(double[] ascent, ScorePass rows) {
      return along(ascent);
    }
  }

  /// One that goes along the solution of a linear system, as that of a natural gradient.
  ///
  /// ```text
  /// (F + λI)·x ≈ ∇L      θ ← θ − α·x      P = α·(F + λI)⁻¹, exactly      r = −α·x − P·g
  /// ```
  ///
  /// @param damping λ
  /// @param direction x, as it was solved for; empty if exactly
  public record Solved(double learningRate, double damping, double[] direction) implements Before {

    /// Checks that there is a P.
    ///
    /// @throws IllegalArgumentException if there is none
    public Solved {
      if (!(damping > 0)) {
        throw new IllegalArgumentException(
            "the step is not explained: it goes along (F + λI)⁻¹·∇L, and with a damping of %s that"
                    .formatted("" + damping)
                + " inverse does not exist. Train with a damping above 0");
      }
    }

    @Override
    public Solved withLearningRate(double learningRate) {
      return new Solved(learningRate, damping, direction);
    }

    @Override
    public Solved afresh() {
      return new Solved(learningRate, damping, new double[0]);
    }

    @Override
    public OptimizerStep along(double[] ascent, ScorePass rows) {
      Natural p = Natural.of(learningRate, damping, rows);
      double[] solver = new double[ascent.length];
      if (direction.length > 0) {
        double[] exact = p.times(ascent);
        Arrays.setAll(solver, k -> -learningRate * direction[k] - exact[k]);
      }
      return new OptimizerStep(p, new double[ascent.length], solver);
    }
  }

  /// θ ← θ + α·g.
  public record Sgd(double learningRate) implements Elementwise {
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
      implements Elementwise {

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
      return taken.preconditioner().times(-beta1 / (1 - beta1), moments);
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
      implements Elementwise {

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
