package uphill.env;

import java.util.List;

/// Brings environments to [Environments]: found by [java.util.ServiceLoader], so that a module or a
/// jar adds its own by naming an implementation.
public interface EnvProvider {

  /// The environments it brings.
  List<EnvSpec> environments();

  /// What a list of these worlds adds, a sentence each: the library that they run on, or what to do
  /// where there is none.
  default List<String> remarks() {
    return List.of();
  }

  /// Makes the bare world of one of them with arguments. One that takes none is made as registered.
  ///
  /// @throws IllegalArgumentException for a value that an argument cannot have
  default Env create(EnvSpec spec, Arguments arguments) {
    return spec.create().get();
  }
}
