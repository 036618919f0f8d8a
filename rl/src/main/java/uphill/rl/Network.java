package uphill.rl;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import uphill.kernel.Shown;
import uphill.nn.Activation;
import uphill.nn.Initialization;
import uphill.rl.setting.Conditional;
import uphill.rl.setting.Conditions;
import uphill.rl.setting.Setting;
import uphill.rl.setting.Settings;

/// The networks of policy and critic, between their inputs and outputs.
public record Network(
    @Setting(
            value = "units of each hidden layer, of policy and critic; none: no hidden layer",
            source = "Spinning Up",
            min = 1,
            max = MOST_UNITS)
        int[] hidden,
    @Setting(value = "between layers: tanh or relu", source = "Spinning Up") Activation activation,
    @Setting(
            value = "of the networks: orthogonal or uniform",
            source = "orthogonal: Saxe et al. 2014; uniform: PyTorch's Linear")
        Initialization initialization,
    @Setting(
            value = "log σ of a Gaussian policy at the start",
            source = "Spinning Up",
            min = LEAST_LOG_STD,
            max = LARGEST_LOG_STD)
        double logStd,
    @Setting(
            value =
                "units of each hidden layer of the critic; 0: as the policy's; none: no hidden"
                    + " layer",
            source = "Stable-Baselines3's net_arch",
            before = "0",
            min = 0,
            max = MOST_UNITS)
        int[] criticHidden,
    @Setting(
            value = "normalize the sums of each hidden layer over its units",
            source = "Ba et al. 2016",
            before = "false")
        boolean layerNorm,
    @Setting(
            value = "what a policy's orthogonal output layer is scaled by at first",
            source = "Andrychowicz et al. 2021",
            before = "0.01",
            min = 0)
        double outputGain,
    @Setting(
            value = "log σ of a Gaussian policy is an output of its network, held in [-20, 2]",
            source = "Haarnoja et al. 2018",
            before = "false")
        boolean logStdOfState,
    @Setting(
            value =
                "the noise of a Gaussian policy is a random matrix times what its output layer"
                    + " reads, and log_std is of the matrix: generalized state-dependent"
                    + " exploration, use_sde elsewhere",
            source = "Raffin et al. 2021",
            before = "false")
        boolean stateNoise,
    @Setting(
            value =
                "between observations and output layers: dense, as the settings above say, or a"
                    + " class of one's own that implements uphill.rl.Body",
            source = "Uphill",
            before = Network.DENSE)
        String network)
    implements Conditional {

  /// The network that is built in: dense layers.
  public static final String DENSE = "dense";

  /// What log σ is held in where it is an output of a network: e⁻²⁰ … e².
  public static final double LEAST_LOG_STD = -20;

  public static final double LARGEST_LOG_STD = 2;

  /// Units of a layer, at most.
  static final int MOST_UNITS = 16_384;

  private static final int MOST_LAYERS = 100;
  private static final int MOST_WEIGHTS = 1_000_000_000; // 4 GB, and several times that to learn
  private static final int[] AS_POLICY = {0};
  private static final Pattern CLASS = Pattern.compile("[\\p{L}\\p{N}_$.]{1,500}");

  /// Checks the components against their bounds.
  ///
  /// @throws IllegalArgumentException for one that is out of its bounds
  public Network {
    Settings.check(Network.class, "logStd", logStd);
    Settings.check(Network.class, "outputGain", outputGain);
    checkHidden("hidden", hidden);
    hidden = hidden.clone();
    if (!isAsPolicy(criticHidden)) {
      checkHidden("criticHidden", criticHidden);
    }
    criticHidden = criticHidden.clone();
    if (logStdOfState && stateNoise) {
      throw new IllegalArgumentException(
          "the noise is of log_std_of_state, an output of the network, or of state_noise, what the"
              + " output layer reads: set one of them to false");
    }
    if (!CLASS.matcher(network).matches()) {
      throw new IllegalArgumentException(
          "network must be %s or the name of a class, got \"%s\""
              .formatted(DENSE, Shown.text(network)));
    }
  }

  /// Dense networks of equal sizes, whose policy begins with actions that are almost alike.
  public Network(
      int[] hidden, Activation activation, Initialization initialization, double logStd) {
    this(
        hidden,
        activation,
        initialization,
        logStd,
        /* criticHidden= */ AS_POLICY,
        /* layerNorm= */ false,
        /* outputGain= */ 0.01,
        /* logStdOfState= */ false,
        /* stateNoise= */ false,
        DENSE);
  }

  /// Such networks, orthogonal at first, with log σ = 0.
  public static Network of(Activation activation, int... hidden) {
    return new Network(hidden, activation, Initialization.ORTHOGONAL, /* logStd= */ 0);
  }

  /// The same with a setting changed, by its name and value as they are written.
  ///
  /// @throws IllegalArgumentException as [Settings#with]
  public Network with(String name, Object value) {
    return Settings.with(this, Map.of(name, value.toString()));
  }

  @Override
  public void conditions(Conditions conditions) {
    String dense = "network=" + DENSE;
    for (String layers : List.of("hidden", "activation", "criticHidden", "layerNorm")) {
      conditions.only(layers, isDense(), dense);
    }
    boolean layers = hidden.length + hiddenOfCritic().length > 0;
    conditions.only("activation", layers, "hidden layers");
    conditions.only("layerNorm", layers, "hidden layers");
    conditions.only(
        "outputGain", initialization == Initialization.ORTHOGONAL, "initialization=orthogonal");
    conditions.onlyAtFirst("outputGain");
    conditions.onlyAtFirst("logStd");
    conditions.onlyInBox("logStd");
    conditions.onlyInBox("logStdOfState");
    conditions.onlyInBox("stateNoise");
  }

  private static boolean isAsPolicy(int[] criticHidden) {
    return criticHidden.length == 1 && criticHidden[0] == 0;
  }

  private static void checkHidden(String component, int[] hidden) {
    String name = Settings.snakeCase(component);
    if (hidden.length > MOST_LAYERS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s must have at most %d layers, got %d",
              name,
              MOST_LAYERS,
              hidden.length));
    }
    long weights = 0;
    for (int l = 0; l < hidden.length; l++) {
      Settings.check(Network.class, component, hidden[l]);
      if (hidden[l] == 0) {
        throw new IllegalArgumentException(
            "%s is 0 alone, or at least 1 for each layer, got %s"
                .formatted(name, Arrays.toString(hidden)));
      }
      weights += l == 0 ? 0 : (long) hidden[l - 1] * hidden[l];
    }
    if (weights > MOST_WEIGHTS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s must have at most %d weights between its layers, got %d",
              name,
              MOST_WEIGHTS,
              weights));
    }
  }

  /// Where the σ of a Gaussian policy comes from.
  Sigma sigma() {
    return stateNoise ? Sigma.FEATURES : logStdOfState ? Sigma.OUTPUT : Sigma.SAME;
  }

  /// Units of each hidden layer of the critic.
  int[] hiddenOfCritic() {
    return isAsPolicy(criticHidden) ? hidden : criticHidden;
  }

  /// Whether the critic has sizes of its own.
  boolean hasOwnCritic() {
    return !isAsPolicy(criticHidden);
  }

  /// Whether they are of dense layers.
  boolean isDense() {
    return network.equals(DENSE);
  }
}
