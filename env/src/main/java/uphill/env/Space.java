package uphill.env;

/// The set that observations or actions are drawn from.
public sealed interface Space {

  /// Floats in one element.
  int size();

  /// The numbers 0 … n−1, held in one float.
  record Discrete(int n) implements Space {
    @Override
    public int size() {
      return 1;
    }
  }

  /// A box of ℝⁿ; a bound may be infinite.
  record Box(float[] low, float[] high) implements Space {
    @Override
    public int size() {
      return low.length;
    }
  }
}
