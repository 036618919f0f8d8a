package uphill.env;

import java.util.List;

/// Brings wrappers that any environment's name may ask for: found by [java.util.ServiceLoader], as
/// [EnvProvider]s are.
public interface WrapperProvider {

  /// The wrappers that it brings.
  List<WrapperSpec> wrappers();
}
