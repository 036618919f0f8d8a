package uphill.rl;

import java.util.Optional;
import uphill.autodiff.Parameter;
import uphill.autodiff.Tensor;
import uphill.env.Space;
import uphill.kernel.Rng;
import uphill.nn.Deterministic;
import uphill.nn.Gaussian;
import uphill.nn.SquashedGaussian;
import uphill.nn.StateNoise;
import uphill.nn.UnitBox;

/// Policies that act in a box: one μ for each component, and a log σ where something is drawn.
///
/// log σ is a parameter of its own, the same in every state, or the second half of the outputs,
/// held in [−20, 2], or that of [StateNoise], which is not held.
sealed interface BoxHead extends Head {

  /// Where it acts.
  Space.Box box();

  @Override
  default int outputs() {
    return switch (sigma()) {
      case NONE, SAME -> box().size();
      case OUTPUT, FEATURES -> 2 * box().size();
    };
  }

  /// The nearest action of the box.
  @Override
  default void allow(float[] action, int at, float[] given, int givenAt) {
    Space.Box box = box();
    for (int j = 0; j < box.size(); j++) {
      given[givenAt + j] = Math.clamp(action[at + j], box.low()[j], box.high()[j]);
    }
  }

  /// Gaussians that are squashed into a box.
  ///
  /// @throws IllegalArgumentException for any other space, or bounds that are not finite
  static BoxHead squashed(Space actions, Sigma sigma) {
    return new Squashed(bounded("squashed", actions), sigma);
  }

  /// One action for each state.
  ///
  /// @throws IllegalArgumentException for any space but a box with finite bounds
  static BoxHead fixed(Space actions) {
    return new Fixed(bounded("deterministic", actions));
  }

  private static Space.Box bounded(String kind, Space actions) {
    if (!(actions instanceof Space.Box box)) {
      throw new IllegalArgumentException(
          "a %s policy acts in a Box, got %s: take an algorithm whose policy chooses, such as vpg"
              .formatted(kind, actions));
    }
    try {
      new UnitBox(box.low(), box.high());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "a %s policy cannot act in %s: %s. Give the environment's actions such bounds, or take an algorithm whose Gaussian is not squashed, such as vpg"
              .formatted(kind, box, e.getMessage()),
          e);
    }
    return box;
  }

  /// μ: all outputs but log σ.
  private static Tensor mean(Tensor outputs, int n) {
    return outputs.columns() == n ? outputs : outputs.columns(0, n);
  }

  /// log σ of every row.
  private static Tensor logStd(BoxHead head, Tensor outputs, Optional<Parameter> logStd) {
    int n = head.box().size();
    return switch (head.sigma()) {
      case NONE, SAME -> Tensor.repeat(logStd.orElseThrow());
      case OUTPUT ->
          outputs.columns(n, 2 * n).clamp(Network.LEAST_LOG_STD, Network.LARGEST_LOG_STD);
      case FEATURES -> outputs.columns(n, 2 * n);
    };
  }

  /// Draws u ~ N(μ, diag σ(s)²) from μ, features and σᵢⱼ that an actor wrote down; fills `u`.
  private static void drawOfFeatures(
      float[][] columns, int row, int n, Rng random, float[] u, int at) {
    int width = columns[2].length / n;
    StateNoise.sample(
        columns[0], row * n, columns[1], row * width, width, columns[2], n, random, u, at);
  }

  /// Normal, and not held in its box.
  record Normal(Space.Box box, Sigma sigma) implements BoxHead {
    @Override
    public Gaussian distribution(Tensor outputs, Optional<Parameter> logStd) {
      return new Gaussian(mean(outputs, box.size()), logStd(this, outputs, logStd));
    }

    @Override
    public void sample(float[][] columns, int row, Rng random, float[] action, int at) {
      int n = box.size();
      if (sigma == Sigma.FEATURES) {
        drawOfFeatures(columns, row, n, random, action, at);
      } else {
        Gaussian.sample(columns[0], row * n, columns[1], row * n, n, random, action, at);
      }
    }

    @Override
    public void mode(float[][] columns, int row, float[] action, int at) {
      System.arraycopy(columns[0], row * box.size(), action, at, box.size());
    }
  }

  /// Normal, and squashed into its box.
  record Squashed(Space.Box box, Sigma sigma) implements BoxHead {
    @Override
    public SquashedGaussian distribution(Tensor outputs, Optional<Parameter> logStd) {
      return new SquashedGaussian(
          mean(outputs, box.size()), logStd(this, outputs, logStd), box.low(), box.high());
    }

    @Override
    public void sample(float[][] columns, int row, Rng random, float[] action, int at) {
      int n = box.size();
      if (sigma == Sigma.FEATURES) {
        drawOfFeatures(columns, row, n, random, action, at);
        SquashedGaussian.mode(action, at, box.low(), box.high(), action, at);
      } else {
        SquashedGaussian.sample(
            columns[0], row * n, columns[1], row * n, box.low(), box.high(), random, action, at);
      }
    }

    @Override
    public void mode(float[][] columns, int row, float[] action, int at) {
      SquashedGaussian.mode(columns[0], row * box.size(), box.low(), box.high(), action, at);
    }
  }

  /// One action for each state: where one is drawn, it is the mode.
  record Fixed(Space.Box box) implements BoxHead {
    @Override
    public Sigma sigma() {
      return Sigma.NONE;
    }

    @Override
    public Deterministic distribution(Tensor outputs, Optional<Parameter> logStd) {
      return new Deterministic(new UnitBox(box.low(), box.high()).stretch(outputs.tanh()));
    }

    @Override
    public void sample(float[][] columns, int row, Rng random, float[] action, int at) {
      mode(columns, row, action, at);
    }

    /// Held in the box, which rounding may pass.
    @Override
    public void mode(float[][] columns, int row, float[] action, int at) {
      allow(columns[0], row * box.size(), action, at);
    }
  }
}
