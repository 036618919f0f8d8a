package uphill.rl.fit;

import uphill.rl.setting.Conditional;
import uphill.rl.setting.Conditions;
import uphill.rl.setting.Setting;
import uphill.rl.setting.Settings;

/// Where a critic's parameters are, and which loss they go down: see [ActorCriticFit].
public record CriticFit(
    @Setting(
            value =
                "where V is: shared, an output of the policy's network; joint, a network of its own"
                    + " in the policy's loss; apart, one with a loss of its own, fitted after the"
                    + " policy's steps",
            source = "joint: CleanRL; apart: Spinning Up")
        Place critic,
    @Setting(
            value = "c_v, the weight of ½·(V − R̂)² in the loss",
            source = "Mnih et al. 2016",
            search = "0.2..1",
            min = 0)
        double valueWeight,
    @Setting(
            value =
                "V is held within ± it of what it was, and the larger error counts; 0: it is not",
            source = "OpenAI Baselines' ppo2",
            min = 0)
        double valueClip,
    ValueFit valueFit)
    implements Conditional {

  /// Where a critic is.
  public enum Place {
    /// V is an output of the policy's network.
    SHARED,
    /// V has a network of its own, in the same loss and optimizer.
    JOINT,
    /// V has a network, a loss and an optimizer of its own.
    APART
  }

  /// Checks the components against their bounds.
  ///
  /// @throws IllegalArgumentException for one that is out of its bounds
  public CriticFit {
    Settings.check(CriticFit.class, "valueWeight", valueWeight);
    Settings.check(CriticFit.class, "valueClip", valueClip);
  }

  @Override
  public void conditions(Conditions conditions) {
    boolean apart = critic == Place.APART;
    conditions.only("valueWeight", !apart, "critic=shared or joint");
    conditions.only("valueClip", !apart, "critic=shared or joint");
    conditions.only("valueFit", apart, "critic=apart");
  }

  /// One in the policy's loss.
  public static CriticFit joint(double valueWeight) {
    return new CriticFit(Place.JOINT, valueWeight, /* valueClip= */ 0, ValueFit.spinningUp());
  }

  /// One with a loss of its own, as Spinning Up has it.
  public static CriticFit apart() {
    return new CriticFit(
        Place.APART, /* valueWeight= */ 1, /* valueClip= */ 0, ValueFit.spinningUp());
  }
}
