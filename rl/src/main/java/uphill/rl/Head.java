package uphill.rl;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import uphill.autodiff.Parameter;
import uphill.autodiff.Tensor;
import uphill.env.Space;
import uphill.kernel.Rng;
import uphill.nn.Bernoulli;
import uphill.nn.Categorical;
import uphill.nn.Deterministic;
import uphill.nn.Distribution;
import uphill.nn.Gaussian;
import uphill.nn.MultiCategorical;
import uphill.nn.SquashedGaussian;
import uphill.nn.UnitBox;

/// A family of policies: what the outputs of a network mean, and how an action comes of them.
///
/// ```text
/// Choice    Discrete       π = softmax z
/// Choices   MultiDiscrete  π = Πⱼ softmax of the j-th slice of z
/// Switches  MultiBinary    π = Πⱼ Bernoulli(1/(1 + e^(−zⱼ)))
/// Normal    Box            π = N(μ, diag σ²)
/// Squashed  Box            a = low + (tanh u + 1)·½(high − low),  u ~ N(μ, diag σ²)
/// Fixed     Box            a = low + (tanh μ + 1)·½(high − low)
/// ```
///
/// log σ is a parameter of its own, the same in every state, or the second half of the outputs,
/// held in [−20, 2].
sealed interface Head {

  /// Outputs that the network has.
  int outputs();

  /// How many log σ are parameters of their own.
  int logStds();

  /// Whether log σ is the second half of the outputs.
  boolean logStdOfState();

  /// π. Shape: outputs [rows, outputs].
  ///
  /// @param logStd those parameters; empty where there are none
  Distribution distribution(Tensor outputs, Optional<Parameter> logStd);

  /// What an actor writes down for each row, to draw actions from.
  List<Tensor> drawnFrom(Tensor outputs, Optional<Parameter> logStd);

  /// Draws an action; fills `action` from `at` on.
  ///
  /// @param columns what [#drawnFrom] gave
  void sample(float[][] columns, int row, Rng random, float[] action, int at);

  /// The action where nothing is drawn; fills `action` from `at` on.
  ///
  /// @param columns what [#drawnFrom] gave
  void mode(float[][] columns, int row, float[] action, int at);

  /// What an environment is given for an action: the nearest one that its space has. Fills `given`.
  void allow(float[] action, int at, float[] given, int givenAt);

  /// The family that is drawn from in this space.
  ///
  /// @param logStdOfState whether log σ is an output of the network
  /// @throws IllegalArgumentException if it has more values than a network can have outputs
  static Head of(Space actions, boolean logStdOfState) {
    return switch (actions) {
      case Space.Discrete discrete -> new Choice(discrete);
      case Space.MultiDiscrete several -> Choices.of(several);
      case Space.MultiBinary switches -> new Switches(switches.n());
      case Space.Box box -> new Normal(box, logStdOfState);
    };
  }

  /// Gaussians that are squashed into a box.
  ///
  /// @throws IllegalArgumentException for any other space, or bounds that are not finite
  static Head squashed(Space actions, boolean logStdOfState) {
    return new Squashed(bounded("squashed", actions), logStdOfState);
  }

  /// One action for each state.
  ///
  /// @throws IllegalArgumentException for any space but a box with finite bounds
  static Head fixed(Space actions) {
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

  /// One of n values.
  record Choice(Space.Discrete space) implements Head {
    @Override
    public int outputs() {
      return space.n();
    }

    @Override
    public int logStds() {
      return 0;
    }

    @Override
    public boolean logStdOfState() {
      return false;
    }

    @Override
    public Categorical distribution(Tensor outputs, Optional<Parameter> logStd) {
      return Categorical.ofLogits(outputs);
    }

    @Override
    public List<Tensor> drawnFrom(Tensor outputs, Optional<Parameter> logStd) {
      return withProbs(distribution(outputs, logStd).logProbs());
    }

    @Override
    public void sample(float[][] columns, int row, Rng random, float[] action, int at) {
      action[at] = Categorical.sample(columns[1], row * space.n(), space.n(), random);
    }

    @Override
    public void mode(float[][] columns, int row, float[] action, int at) {
      action[at] = Categorical.mode(columns[0], row * space.n(), space.n());
    }

    @Override
    public void allow(float[] action, int at, float[] given, int givenAt) {
      given[givenAt] = action[at] + space.start();
    }
  }

  /// log π, π.
  private static List<Tensor> withProbs(Tensor logProbs) {
    return List.of(logProbs, logProbs.exp());
  }

  /// Several values at once.
  ///
  /// @param outputs as many as all components have values
  record Choices(Space.MultiDiscrete space, int outputs) implements Head {

    static Choices of(Space.MultiDiscrete space) {
      long values = IntStream.of(space.n()).asLongStream().sum();
      if (values > Space.WHOLE_FLOATS) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s has %d values, too many for a policy, which has an output for each; act in a"
                    + " Box instead",
                space,
                values));
      }
      return new Choices(space, (int) values);
    }

    @Override
    public int logStds() {
      return 0;
    }

    @Override
    public boolean logStdOfState() {
      return false;
    }

    @Override
    public MultiCategorical distribution(Tensor outputs, Optional<Parameter> logStd) {
      return MultiCategorical.ofLogits(outputs, space.n());
    }

    @Override
    public List<Tensor> drawnFrom(Tensor outputs, Optional<Parameter> logStd) {
      return withProbs(distribution(outputs, logStd).logProbs());
    }

    @Override
    public void sample(float[][] columns, int row, Rng random, float[] action, int at) {
      MultiCategorical.sample(columns[1], row * outputs, space.n(), random, action, at);
    }

    @Override
    public void mode(float[][] columns, int row, float[] action, int at) {
      MultiCategorical.mode(columns[0], row * outputs, space.n(), action, at);
    }

    @Override
    public void allow(float[] action, int at, float[] given, int givenAt) {
      System.arraycopy(action, at, given, givenAt, space.size());
    }
  }

  /// On or off, n times.
  record Switches(int n) implements Head {
    @Override
    public int outputs() {
      return n;
    }

    @Override
    public int logStds() {
      return 0;
    }

    @Override
    public boolean logStdOfState() {
      return false;
    }

    @Override
    public Bernoulli distribution(Tensor outputs, Optional<Parameter> logStd) {
      return new Bernoulli(outputs);
    }

    @Override
    public List<Tensor> drawnFrom(Tensor outputs, Optional<Parameter> logStd) {
      return List.of(outputs);
    }

    @Override
    public void sample(float[][] columns, int row, Rng random, float[] action, int at) {
      Bernoulli.sample(columns[0], row * n, n, random, action, at);
    }

    @Override
    public void mode(float[][] columns, int row, float[] action, int at) {
      Bernoulli.mode(columns[0], row * n, n, action, at);
    }

    @Override
    public void allow(float[] action, int at, float[] given, int givenAt) {
      System.arraycopy(action, at, given, givenAt, n);
    }
  }

  /// The nearest action of a box.
  private static void clamp(Space.Box box, float[] action, int at, float[] given, int givenAt) {
    for (int j = 0; j < box.size(); j++) {
      given[givenAt + j] = Math.clamp(action[at + j], box.low()[j], box.high()[j]);
    }
  }

  /// μ, or what all outputs are but log σ.
  private static Tensor mean(Tensor outputs, Space.Box box) {
    return outputs.columns() == box.size() ? outputs : outputs.columns(0, box.size());
  }

  private static Tensor logStd(Tensor outputs, Space.Box box, Optional<Parameter> logStd) {
    int n = box.size();
    return logStd
        .map(Tensor::repeat)
        .orElseGet(
            () ->
                outputs
                    .columns(n, 2 * n)
                    .clamp(Network.LEAST_LOG_STD, Network.LARGEST_LOG_STD));
  }

  /// Normal, and not held in its box.
  record Normal(Space.Box box, boolean logStdOfState) implements Head {
    @Override
    public int outputs() {
      return logStdOfState ? 2 * box.size() : box.size();
    }

    @Override
    public int logStds() {
      return logStdOfState ? 0 : box.size();
    }

    @Override
    public Gaussian distribution(Tensor outputs, Optional<Parameter> logStd) {
      return new Gaussian(mean(outputs, box), logStd(outputs, box, logStd));
    }

    @Override
    public List<Tensor> drawnFrom(Tensor outputs, Optional<Parameter> logStd) {
      Gaussian pi = distribution(outputs, logStd);
      return List.of(pi.mean(), pi.logStd());
    }

    @Override
    public void sample(float[][] columns, int row, Rng random, float[] action, int at) {
      int n = box.size();
      Gaussian.sample(columns[0], row * n, columns[1], row * n, n, random, action, at);
    }

    @Override
    public void mode(float[][] columns, int row, float[] action, int at) {
      System.arraycopy(columns[0], row * box.size(), action, at, box.size());
    }

    @Override
    public void allow(float[] action, int at, float[] given, int givenAt) {
      clamp(box, action, at, given, givenAt);
    }
  }

  /// Normal, and squashed into its box.
  record Squashed(Space.Box box, boolean logStdOfState) implements Head {
    @Override
    public int outputs() {
      return logStdOfState ? 2 * box.size() : box.size();
    }

    @Override
    public int logStds() {
      return logStdOfState ? 0 : box.size();
    }

    @Override
    public SquashedGaussian distribution(Tensor outputs, Optional<Parameter> logStd) {
      return new SquashedGaussian(
          mean(outputs, box), logStd(outputs, box, logStd), box.low(), box.high());
    }

    @Override
    public List<Tensor> drawnFrom(Tensor outputs, Optional<Parameter> logStd) {
      SquashedGaussian pi = distribution(outputs, logStd);
      return List.of(pi.mean(), pi.logStd());
    }

    @Override
    public void sample(float[][] columns, int row, Rng random, float[] action, int at) {
      int n = box.size();
      SquashedGaussian.sample(
          columns[0], row * n, columns[1], row * n, box.low(), box.high(), random, action, at);
    }

    @Override
    public void mode(float[][] columns, int row, float[] action, int at) {
      SquashedGaussian.mode(columns[0], row * box.size(), box.low(), box.high(), action, at);
    }

    @Override
    public void allow(float[] action, int at, float[] given, int givenAt) {
      clamp(box, action, at, given, givenAt);
    }
  }

  /// One action for each state: where one is drawn, it is the mode.
  record Fixed(Space.Box box) implements Head {
    @Override
    public int outputs() {
      return box.size();
    }

    @Override
    public int logStds() {
      return 0;
    }

    @Override
    public boolean logStdOfState() {
      return false;
    }

    @Override
    public Deterministic distribution(Tensor outputs, Optional<Parameter> logStd) {
      return new Deterministic(new UnitBox(box.low(), box.high()).stretch(outputs.tanh()));
    }

    @Override
    public List<Tensor> drawnFrom(Tensor outputs, Optional<Parameter> logStd) {
      return List.of(distribution(outputs, logStd).action());
    }

    @Override
    public void sample(float[][] columns, int row, Rng random, float[] action, int at) {
      mode(columns, row, action, at);
    }

    /// Held in the box, which rounding may pass.
    @Override
    public void mode(float[][] columns, int row, float[] action, int at) {
      clamp(box, columns[0], row * box.size(), action, at);
    }

    @Override
    public void allow(float[] action, int at, float[] given, int givenAt) {
      clamp(box, action, at, given, givenAt);
    }
  }
}
