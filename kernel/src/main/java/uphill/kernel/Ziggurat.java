package uphill.kernel;

/// The ziggurats that [Rng] draws normals and exponentials from, Marsaglia and Tsang 2000,
/// [doi:10.18637/jss.v005.i08](https://doi.org/10.18637/jss.v005.i08): 256 strips of equal area v
/// under f, the lowest with the tail beyond R.
///
/// ```text
/// x₂₅₅ = R        xᵢ = f⁻¹( v / xᵢ₊₁ + f(xᵢ₊₁) )        i = 254 … 1        x₀ = v / f(R)
/// width i  = xᵢ / 2ᵐ          height i = f(xᵢ)          bound i = 2ᵐ · xᵢ₋₁ / xᵢ
/// normal:       f(x) = exp(−x²/2), m = 52;      exponential: f(x) = exp(−x), m = 53
/// ```
///
/// A mantissa below its layer's bound needs no second look. The bound of layer 0 is 2ᵐ·R / x₀, that
/// of layer 1 is 0, height 0 is 1. The numbers are numpy's to the last bit: deriving them takes exp
/// and log correctly rounded, so [ZigguratLayers] lists them.
final class Ziggurat {

  static final int LAYERS = 256;
  static final double NORMAL_R = 3.654152885361009;
  static final double EXPONENTIAL_R = 7.69711747013105;

  static final double[] NORMAL_WIDTH = ZigguratLayers.NORMAL_WIDTH;
  static final double[] NORMAL_HEIGHT = ZigguratLayers.NORMAL_HEIGHT;
  static final long[] NORMAL_BOUND = normalBounds();

  static final double[] EXPONENTIAL_WIDTH = ZigguratLayers.EXPONENTIAL_WIDTH;
  static final double[] EXPONENTIAL_HEIGHT = ZigguratLayers.EXPONENTIAL_HEIGHT;
  static final long[] EXPONENTIAL_BOUND = ZigguratLayers.EXPONENTIAL_BOUND;

  private Ziggurat() {}

  private static long[] normalBounds() {
    long[] bounds = new long[LAYERS];
    bounds[0] = (long) Math.rint(NORMAL_R / NORMAL_WIDTH[0]);
    for (int i = 2; i < LAYERS; i++) {
      bounds[i] = (long) Math.rint(NORMAL_WIDTH[i - 1] / NORMAL_WIDTH[i] * 0x1p52);
    }
    return bounds;
  }
}
