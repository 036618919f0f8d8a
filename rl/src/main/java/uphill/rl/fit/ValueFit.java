package uphill.rl.fit;

import uphill.rl.setting.Setting;
import uphill.rl.setting.Settings;

/// How a critic is fitted to a round: see [ValueRegression].

public record ValueFit(
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
        int valueMinibatch) {

  /// Checks the components against their bounds.
  ///
  /// @throws IllegalArgumentException for one that is out of its bounds
  public ValueFit {
    Settings.check(ValueFit.class, "valueLearningRate", valueLearningRate);
    Settings.check(ValueFit.class, "valueEpochs", valueEpochs);
    Settings.check(ValueFit.class, "valueMinibatch", valueMinibatch);
  }

  /// Spinning Up's: 80 steps over the whole batch.
  public static ValueFit spinningUp() {
    return new ValueFit(
        /* valueLearningRate= */ 1e-3, /* valueEpochs= */ 80, /* valueMinibatch= */ 0);
  }
}
