package uphill.lab.config;

/// How long a training will take, roughly.
///
/// @param firstUpdate seconds until its first update is made, its first parameters included
/// @param all seconds until it is at its end
public record Expectation(double firstUpdate, double all) {

  /// What is left of it after a share of its updates, in [0, 1].
  public Expectation after(double share) {
    return new Expectation(firstUpdate, firstUpdate + (1 - share) * (all - firstUpdate));
  }
}
