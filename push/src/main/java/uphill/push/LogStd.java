package uphill.push;

/// Where a Gaussian policy's log σ comes from.
public sealed interface LogStd {

  /// A row of parameters, the same in every state.
  ///
  /// @param at where it lies in θ
  record Everywhere(int at) implements LogStd {}

  /// The second half of the network's outputs, held in [low, high]. Nothing reaches an output that
  /// is outside.
  record OfState(float low, float high) implements LogStd {

    /// One that is not held: its bounds are those of all numbers.
    public static OfState free() {
      return new OfState(-Float.MAX_VALUE, Float.MAX_VALUE);
    }

    /// Checks the bounds.
    ///
    /// @throws IllegalArgumentException if they are not in order
    public OfState {
      if (!(low <= high)) {
        throw new IllegalArgumentException(
            "log σ is held between bounds in order, got [%s, %s]".formatted(low, high));
      }
    }
  }
}
