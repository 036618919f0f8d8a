package uphill.rl;

import java.util.Locale;
import uphill.nn.Activation;
import uphill.nn.Initialization;

/// The hyperparameters of [Vpg]. The components are the schema: of `--set`, of a run's
/// `config.json`, of `uphill algorithms`.
public record VpgConfig(
    @Setting(
            value = "Ψ, what multiplies ∇log π: return, reward_to_go, baseline or gae",
            source = "Schulman et al. 2016, section 2")
        Weights weights,
    @Setting(value = "γ, the discount", source = "Sutton et al. 2000", min = 0, max = 1)
        double gamma,
    @Setting(
            value = "λ of generalized advantage estimation",
            source = "Schulman et al. 2016, eq. 16",
            min = 0,
            max = 1)
        double lambda,
    @Setting(
            value = "standardize Ψ over the batch to mean 0 and deviation 1",
            source = "Spinning Up")
        boolean standardize,
    @Setting(
            value = "divide the sum over the batch by its rows or its trajectories",
            source = "rows: Spinning Up; trajectories: the expression itself")
        Vpg.Divisor divisor,
    @Setting(value = "α of the policy's Adam", source = "Kingma and Ba 2015", min = 0)
        double learningRate,
    @Setting(value = "α of the critic's Adam", source = "Kingma and Ba 2015", min = 0)
        double valueLearningRate,
    @Setting(
            value = "passes over the batch when the critic is fitted",
            source = "Spinning Up's train_v_iters",
            min = 0)
        int valueEpochs,
    @Setting(
            value = "rows of a minibatch of the critic's; 0: the whole batch",
            source = "Uphill",
            min = 0)
        int valueMinibatch,
    @Setting(
            value = "c_h, the weight of the entropy in the loss",
            source = "Williams and Peng 1991",
            min = 0)
        double entropyWeight,
    @Setting(value = "‖∇L‖ is scaled down to it; 0: never", source = "Pascanu et al. 2013", min = 0)
        double maxGradientNorm,
    @Setting(value = "let the learning rates fall linearly to 0 over the run", source = "CleanRL")
        boolean anneal,
    @Setting(
            value = "N, environments stepped side by side",
            source = "Mnih et al. 2016",
            min = 1,
            max = 4096)
        int envs,
    @Setting(
            value = "steps of all environments together before each update",
            source = "Spinning Up's steps_per_epoch",
            min = 1,
            max = MOST_BATCH)
        int batchSteps,
    @Setting(
            value = "fill batches with whole episodes (of one environment)",
            source = "Spinning Up's first script")
        boolean wholeEpisodes,
    @Setting(
            value = "units of each hidden layer, of policy and critic; none: no hidden layer",
            source = "Spinning Up",
            min = 1,
            max = 16_384)
        int[] hidden,
    @Setting(value = "between layers: tanh or relu", source = "Spinning Up") Activation activation,
    @Setting(
            value = "of the networks: orthogonal or uniform",
            source = "orthogonal: Saxe et al. 2014; uniform: PyTorch's Linear")
        Initialization initialization,
    @Setting(
            value = "log σ of a Gaussian policy at the start",
            source = "Spinning Up",
            min = -20,
            max = 2)
        double logStd) {

  private static final int MOST_BATCH = 10_000_000;
  private static final int MOST_LAYERS = 100;
  private static final int MOST_WEIGHTS = 1_000_000_000; // 4 GB, and several times that to learn

  /// Checks the components against their bounds, and against each other.
  ///
  /// @throws IllegalArgumentException for one that is out of its bounds, or that does not go with
  ///   another
  public VpgConfig {
    Settings.check(VpgConfig.class, "gamma", gamma);
    Settings.check(VpgConfig.class, "lambda", lambda);
    Settings.check(VpgConfig.class, "learningRate", learningRate);
    Settings.check(VpgConfig.class, "valueLearningRate", valueLearningRate);
    Settings.check(VpgConfig.class, "valueEpochs", valueEpochs);
    Settings.check(VpgConfig.class, "valueMinibatch", valueMinibatch);
    Settings.check(VpgConfig.class, "entropyWeight", entropyWeight);
    Settings.check(VpgConfig.class, "maxGradientNorm", maxGradientNorm);
    Settings.check(VpgConfig.class, "envs", envs);
    Settings.check(VpgConfig.class, "batchSteps", batchSteps);
    Settings.check(VpgConfig.class, "logStd", logStd);
    checkHidden(hidden);
    if (weights.needsWholeEpisodes() && !wholeEpisodes) {
      throw new IllegalArgumentException(
          "weights %s need whole episodes: set whole_episodes=true"
              .formatted(Settings.word(weights)));
    }
    if (wholeEpisodes && envs != 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "whole episodes are sampled from one environment, got envs=%d: set envs=1",
              envs));
    }
    if (batchSteps % envs != 0) {
      int above = Math.ceilDiv(batchSteps, envs) * envs;
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "batch_steps=%d is not a multiple of envs=%d: set batch_steps=%d, or envs to a number"
                  + " that divides it",
              batchSteps,
              envs,
              above <= MOST_BATCH ? above : above - envs));
    }
    hidden = hidden.clone();
  }

  private static void checkHidden(int[] hidden) {
    if (hidden.length > MOST_LAYERS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "hidden must have at most %d layers, got %d",
              MOST_LAYERS,
              hidden.length));
    }
    long weights = 0;
    for (int l = 0; l < hidden.length; l++) {
      Settings.check(VpgConfig.class, "hidden", hidden[l]);
      weights += l == 0 ? 0 : (long) hidden[l - 1] * hidden[l];
    }
    if (weights > MOST_WEIGHTS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "hidden must have at most %d weights between its layers, got %d",
              MOST_WEIGHTS,
              weights));
    }
  }

  /// Spinning Up's first script (`pg_math/1_simple_pg.py`): the plain expression, no critic;
  /// updates of at least 5000 steps in whole episodes.
  public static VpgConfig simple() {
    return new VpgConfig(
        /* weights= */ Weights.RETURN,
        /* gamma= */ 1,
        /* lambda= */ 1,
        /* standardize= */ false,
        /* divisor= */ Vpg.Divisor.ROWS,
        /* learningRate= */ 1e-2,
        /* valueLearningRate= */ 1e-3,
        /* valueEpochs= */ 80,
        /* valueMinibatch= */ 0,
        /* entropyWeight= */ 0,
        /* maxGradientNorm= */ 0,
        /* anneal= */ false,
        /* envs= */ 1,
        /* batchSteps= */ 5000,
        /* wholeEpisodes= */ true,
        /* hidden= */ new int[] {32},
        /* activation= */ Activation.TANH,
        /* initialization= */ Initialization.UNIFORM,
        /* logStd= */ -0.5);
  }

  /// The defaults of Spinning Up's VPG. Unlike there, an episode that the batch cuts goes on in the
  /// next one.
  public static VpgConfig spinningUp() {
    return new VpgConfig(
        /* weights= */ Weights.GAE,
        /* gamma= */ 0.99,
        /* lambda= */ 0.97,
        /* standardize= */ true,
        /* divisor= */ Vpg.Divisor.ROWS,
        /* learningRate= */ 3e-4,
        /* valueLearningRate= */ 1e-3,
        /* valueEpochs= */ 80,
        /* valueMinibatch= */ 0,
        /* entropyWeight= */ 0,
        /* maxGradientNorm= */ 0,
        /* anneal= */ false,
        /* envs= */ 1,
        /* batchSteps= */ 4000,
        /* wholeEpisodes= */ false,
        /* hidden= */ new int[] {64, 64},
        /* activation= */ Activation.TANH,
        /* initialization= */ Initialization.UNIFORM,
        /* logStd= */ -0.5);
  }

  /// For classic control: small batches from many environments, so that the policy takes many
  /// steps; a critic fitted in minibatches; learning rates that fall to zero.
  public static VpgConfig classicControl() {
    return new VpgConfig(
        /* weights= */ Weights.GAE,
        /* gamma= */ 0.99,
        /* lambda= */ 0.95,
        /* standardize= */ false,
        /* divisor= */ Vpg.Divisor.ROWS,
        /* learningRate= */ 1e-2,
        /* valueLearningRate= */ 3e-3,
        /* valueEpochs= */ 4,
        /* valueMinibatch= */ 256,
        /* entropyWeight= */ 0,
        /* maxGradientNorm= */ 0.5,
        /* anneal= */ true,
        /* envs= */ 16,
        /* batchSteps= */ 2048,
        /* wholeEpisodes= */ false,
        /* hidden= */ new int[] {64, 64},
        /* activation= */ Activation.TANH,
        /* initialization= */ Initialization.ORTHOGONAL,
        /* logStd= */ 0);
  }
}
