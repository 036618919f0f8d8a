package uphill.env;

import java.util.List;

/// Brings environments to [Environments]: found by [java.util.ServiceLoader], so that a module or a
/// jar adds its own by naming an implementation.
public interface EnvProvider {

  /// The environments it brings.
  List<EnvSpec> environments();
}
