package uphill.push;

import java.util.Optional;
import uphill.autodiff.Parameter;
import uphill.autodiff.Parameters;
import uphill.autodiff.Tensor;
import uphill.kernel.Rng;
import uphill.nn.Bernoulli;
import uphill.nn.Categorical;
import uphill.nn.Distribution;
import uphill.nn.Gaussian;
import uphill.nn.Mlp;
import uphill.nn.MultiCategorical;
import uphill.nn.SquashedGaussian;

/// Every kind of policy that steps are explained of, on a network's outputs.
enum Kind {
  CATEGORICAL,
  MULTI_CATEGORICAL,
  BERNOULLI,
  GAUSSIAN,
  GAUSSIAN_OF_STATE,
  SQUASHED,
  SQUASHED_OF_STATE;

  /// Some of what a network makes of random numbers lies within these, and some does not.
  private static final LogStd.OfState BOUNDS = new LogStd.OfState(-0.5f, 0.25f);

  private static final float LOW = -2;
  private static final float HIGH = 1;

  /// The distribution, with a `log_std` added to the parameters where that is one.
  Distribution on(Tensor outputs, Parameters parameters) {
    int n = outputs.columns();
    return switch (this) {
      case CATEGORICAL -> Categorical.ofLogits(outputs);
      case MULTI_CATEGORICAL -> MultiCategorical.ofLogits(outputs, 2, n - 2);
      case BERNOULLI -> new Bernoulli(outputs);
      case GAUSSIAN -> new Gaussian(outputs, added(parameters, n));
      case GAUSSIAN_OF_STATE -> new Gaussian(outputs.columns(0, n / 2), logStd(outputs));
      case SQUASHED -> squashed(outputs, added(parameters, n));
      case SQUASHED_OF_STATE -> squashed(outputs.columns(0, n / 2), logStd(outputs));
    };
  }

  private static Tensor added(Parameters parameters, int n) {
    return Tensor.repeat(parameters.add("log_std", 1, n));
  }

  private static Tensor logStd(Tensor outputs) {
    int n = outputs.columns();
    return outputs.columns(n / 2, n).clamp(BOUNDS.low(), BOUNDS.high());
  }

  private static Distribution squashed(Tensor mean, Tensor logStd) {
    float[] low = new float[mean.columns()];
    float[] high = new float[mean.columns()];
    for (int j = 0; j < low.length; j++) {
      low[j] = LOW - j;
      high[j] = HIGH + j;
    }
    return new SquashedGaussian(mean, logStd, low, high);
  }

  /// Its model, of a network whose distribution has been made.
  ScoreModel model(Parameters parameters, Mlp network, Distribution policy) {
    return ScoreModel.of(parameters, network, policy, logStd(parameters));
  }

  /// Its model, of any network, whose distribution has been made.
  ScoreModel model(Parameters parameters, Net.Made made, int inputs, Distribution policy) {
    Optional<LogStd> logStd = logStd(parameters);
    return made.dense()
        .map(mlp -> ScoreModel.of(parameters, mlp, policy, logStd))
        .orElseGet(() -> ScoreModel.of(parameters, inputs, made.network(), policy, logStd));
  }

  private Optional<LogStd> logStd(Parameters parameters) {
    Optional<LogStd> place =
        parameters.entries().stream()
            .filter(parameter -> parameter.name().equals("log_std"))
            .<LogStd>map(row -> new LogStd.Everywhere(row.at()))
            .findFirst();
    boolean gaussian = compareTo(GAUSSIAN) >= 0;
    return gaussian ? place.or(() -> Optional.of(BOUNDS)) : place;
  }

  /// Outputs of a small network for it.
  int outputs() {
    return switch (this) {
      case CATEGORICAL, GAUSSIAN, SQUASHED -> 2;
      case BERNOULLI -> 3;
      case GAUSSIAN_OF_STATE, SQUASHED_OF_STATE -> 4;
      case MULTI_CATEGORICAL -> 5;
    };
  }

  /// A model of this kind on a network, whose log σ, if it is a parameter, is added.
  ScoreModel model(Parameters parameters, Mlp network) {
    Parameter last = network.layers().getLast().bias();
    Distribution policy = on(Tensor.input("outputs", last.columns()), parameters);
    return model(parameters, network, policy);
  }

  /// Fills the action that begins at `at`.
  void draw(ScoreHead head, Rng random, float[] action, int at) {
    for (int j = 0; j < head.actionSize(); j++) {
      action[at + j] =
          switch (this) {
            case CATEGORICAL -> random.choice(head.outputs());
            case MULTI_CATEGORICAL -> random.choice(j == 0 ? 2 : head.outputs() - 2);
            case BERNOULLI -> random.choice(2);
            case GAUSSIAN, GAUSSIAN_OF_STATE -> (float) random.standardNormal();
            case SQUASHED, SQUASHED_OF_STATE ->
                (float) Math.clamp(random.standardNormal(), LOW - j, HIGH + j);
          };
    }
  }
}
