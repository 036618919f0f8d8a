package uphill.rl;

import uphill.rl.data.Sampling;
import uphill.rl.setting.Conditional;
import uphill.rl.setting.Setting;

/// The hyperparameters of an algorithm: a record whose components are each a [Setting], or a record
/// of them. A config makes its agent, and says which settings have no effect beside others.

public interface AgentConfig extends Conditional {

  /// The agent, at its beginning.
  ///
  /// @throws IllegalArgumentException for spaces that it cannot learn in; the message says what
  ///   would do
  Agent create(Setup setup);

  /// Its policy alone, for those who only act. [#create(Setup)] makes it the same way.
  Policy policy(Setup setup);

  /// How experience is gathered.
  Sampling sampling();

  /// γ, with which a return is discounted; 1 if it is not.
  default double gamma() {
    return 1;
  }

  /// What an environment step costs, in forward passes of the policy's network: one to act, and a
  /// backward pass counts two. For forecasts, and for how often a training looks at itself.
  default double passes() {
    return 4;
  }

  /// How a run depends on how long it will be, which keeps it from being made longer: a clause that
  /// names the setting, as `with anneal=true its learning rate falls until its end`. Empty if it
  /// does not.
  default String dependsOnLength() {
    return "";
  }
}
