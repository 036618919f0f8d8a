package uphill.rl;

import uphill.autodiff.Parameters;

/// Parameters to begin with that come from elsewhere, another run's say, instead of those that are
/// drawn.
@FunctionalInterface
public interface FirstValues {

  /// Fills a set of parameters if there are values for all of it: of the same names and shapes, and
  /// no others. Says whether it did.
  ///
  /// @param name of the set, as [Setup#parameters(String)] has it
  boolean fill(String name, Parameters parameters);

  /// There are none: all are drawn.
  static FirstValues none() {
    return (_, _) -> false;
  }
}
