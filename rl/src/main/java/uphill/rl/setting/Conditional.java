package uphill.rl.setting;

/// A record of settings of which some have no effect where others, or the world, are as they are.
public interface Conditional {

  /// Says where they have one: [Conditions#only], a line for each.
  default void conditions(Conditions conditions) {}
}
