package uphill.kernel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The layers of the ziggurats that [Rng] draws normals and exponentials from, Marsaglia and Tsang
/// 2000: 256 strips of equal area v under f, the lowest with the tail beyond R.
///
/// ```text
/// x₂₅₅ = R        xᵢ = f⁻¹( v / xᵢ₊₁ + f(xᵢ₊₁) )        i = 254 … 1
/// width i  = xᵢ / 2ᵐ          height i = f(xᵢ)          bound i = 2ᵐ · xᵢ₋₁ / xᵢ
/// normal:       f(x) = exp(−x²/2), m = 52;      exponential: f(x) = exp(−x), m = 53
/// ```
///
/// The numbers are numpy's to the last bit. They are read from a resource, because deriving them
/// takes exp and log in more digits than a double has; `ZigguratTest` derives them.
final class Ziggurat {

  static final int LAYERS = 256;
  static final double NORMAL_R = 3.654152885361009;
  static final double EXPONENTIAL_R = 7.69711747013105;

  /// A mantissa below this one needs no second look.
  static final long[] NORMAL_BOUND = new long[LAYERS];

  static final double[] NORMAL_WIDTH = new double[LAYERS];
  static final double[] NORMAL_HEIGHT = new double[LAYERS];

  static final long[] EXPONENTIAL_BOUND = new long[LAYERS];
  static final double[] EXPONENTIAL_WIDTH = new double[LAYERS];
  static final double[] EXPONENTIAL_HEIGHT = new double[LAYERS];

  static {
    read();
  }

  private Ziggurat() {}

  private static void read() {
    InputStream resource = Ziggurat.class.getResourceAsStream("ziggurat.txt");
    if (resource == null) {
      throw new IllegalStateException("uphill.kernel: the resource ziggurat.txt is missing");
    }
    try (var lines =
        new BufferedReader(new InputStreamReader(resource, StandardCharsets.US_ASCII))) {
      int layer = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          NORMAL_BOUND[layer] = bits(line, 0);
          NORMAL_WIDTH[layer] = Double.longBitsToDouble(bits(line, 1));
          NORMAL_HEIGHT[layer] = Double.longBitsToDouble(bits(line, 2));
          EXPONENTIAL_BOUND[layer] = bits(line, 3);
          EXPONENTIAL_WIDTH[layer] = Double.longBitsToDouble(bits(line, 4));
          EXPONENTIAL_HEIGHT[layer] = Double.longBitsToDouble(bits(line, 5));
          layer++;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Column `column` of a row: 16 hex digits and a space each.
  private static long bits(String line, int column) {
    return Long.parseUnsignedLong(line, 17 * column, 17 * column + 16, 16);
  }
}
