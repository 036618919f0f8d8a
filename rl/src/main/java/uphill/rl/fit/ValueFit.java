package uphill.rl.fit;

import uphill.rl.setting.Conditional;
import uphill.rl.setting.Conditions;
import uphill.rl.setting.Setting;
import uphill.rl.setting.Settings;

/// How a critic is fitted to a round: see [ValueRegression].

public record ValueFit(
    @Setting(
            value = "α of the critic's Adam",
            source = "Kingma and Ba 2015",
            search = "1e-4..1e-2 log",
            min = 0)
        double valueLearningRate,
    @Setting(
            value = "passes over the batch when the critic is fitted",
            source = "Spinning Up's train_v_iters",
            search = "5|10|20|40|80",
            min = 0)
        int valueEpochs,
    @Setting(
            value = "rows of a minibatch of the critic's; 0: the whole batch",
            source = "Uphill",
            min = 0)
        int valueMinibatch,
    @Setting(
            value =
                "R̂, what the critic is fitted to: reward_to_go, what was earned until the data"
                    + " stop and V from there; or lambda_return, Â + V(s)",
            source = "reward_to_go: Spinning Up; lambda_return: OpenAI Baselines",
            before = "reward_to_go")
        Target valueTarget)
    implements Conditional {

  /// What a critic is fitted to.
  public enum Target {
    /// R̂ of [uphill.rl.data.RewardToGo].
    REWARD_TO_GO,
    /// Â of [uphill.rl.data.Gae] plus V(s).
    LAMBDA_RETURN
  }

  /// One that is fitted to the reward-to-go.
  public ValueFit(double valueLearningRate, int valueEpochs, int valueMinibatch) {
    this(valueLearningRate, valueEpochs, valueMinibatch, Target.REWARD_TO_GO);
  }

  /// Checks the components against their bounds.
  ///
  /// @throws IllegalArgumentException for one that is out of its bounds
  public ValueFit {
    Settings.check(ValueFit.class, "valueLearningRate", valueLearningRate);
    Settings.check(ValueFit.class, "valueEpochs", valueEpochs);
    Settings.check(ValueFit.class, "valueMinibatch", valueMinibatch);
  }

  @Override
  public void conditions(Conditions conditions) {
    conditions.only("valueLearningRate", valueEpochs > 0, "value_epochs above 0");
    conditions.only("valueMinibatch", valueEpochs > 0, "value_epochs above 0");
    conditions.only("valueTarget", valueEpochs > 0, "value_epochs above 0");
  }

  /// Spinning Up's: 80 steps over the whole batch.
  public static ValueFit spinningUp() {
    return new ValueFit(
        /* valueLearningRate= */ 1e-3, /* valueEpochs= */ 80, /* valueMinibatch= */ 0);
  }
}
