package uphill.env.scene;

import java.util.Locale;

/// A colour of sRGB, 0 … 255 a channel, and how much of what lies behind it hides, 0 … 1.
public record Colour(int red, int green, int blue, double opacity) {

  public static final Colour BLACK = of(0, 0, 0);
  public static final Colour WHITE = of(255, 255, 255);

  /// Checks the ranges.
  public Colour {
    if (Math.min(red, Math.min(green, blue)) < 0 || Math.max(red, Math.max(green, blue)) > 255) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "a colour has channels in 0 … 255, got %d, %d, %d", red, green, blue));
    }
    if (!(opacity >= 0 && opacity <= 1)) {
      throw new IllegalArgumentException("an opacity is in [0, 1], got " + opacity);
    }
  }

  /// One that hides what lies behind it.
  public static Colour of(int red, int green, int blue) {
    return new Colour(red, green, blue, 1);
  }

  /// The same colour, which lets something through.
  public Colour withOpacity(double opacity) {
    return new Colour(red, green, blue, opacity);
  }
}
