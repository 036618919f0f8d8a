package uphill.figure;

import java.util.List;
import java.util.Locale;

/// A picture of lines over two axes, as what it shows; [#svg] and [#png] draw it.
///
/// The vertical axis covers everything shown, from tick to tick. The horizontal one begins at zero,
/// or at the smallest x if that is negative, and ends at the largest x or just past it. The
/// description is for those who cannot see the picture. Footer lines are for what made it: seeds,
/// the command.
public record Figure(
    String title,
    String description,
    String xLabel,
    String yLabel,
    List<Series> series,
    List<Reference> references,
    List<String> footer,
    int width, // pixels at scale 1
    int height) {

  public static final int WIDTH = 720;
  public static final int HEIGHT = 440;

  /// Colours that also the colour-blind can tell apart, Okabe and Ito (2008), without their yellow,
  /// which vanishes on white; in the order in which to use them.
  public enum Ink {
    BLUE(0x0072B2),
    VERMILLION(0xD55E00),
    GREEN(0x009E73),
    PURPLE(0xCC79A7),
    ORANGE(0xE69F00),
    SKY_BLUE(0x56B4E9),
    BLACK(0x000000);

    private final int rgb;

    Ink(int rgb) {
      this.rgb = rgb;
    }

    public int rgb() {
      return rgb;
    }
  }

  /// What is drawn in one colour. NaN in a y leaves a gap.
  public sealed interface Mark {

    /// Light dots.
    record Dots(double[] x, double[] y) implements Mark {
      public Dots {
        checkColumns(x, y);
      }
    }

    record Line(double[] x, double[] y) implements Mark {
      public Line {
        checkColumns(x, y);
      }
    }

    /// A thin light line, one of many.
    record ThinLine(double[] x, double[] y) implements Mark {
      public ThinLine {
        checkColumns(x, y);
      }
    }

    /// The area between `low` and `high`, see-through.
    record Band(double[] x, double[] low, double[] high) implements Mark {
      public Band {
        checkColumns(x, low);
        checkColumns(x, high);
      }
    }
  }

  /// Marks of one meaning, with one entry in the legend, or none if the label is empty.
  public record Series(String label, Ink ink, boolean dashed, List<Mark> marks) {
    public Series {
      marks = List.copyOf(marks);
    }
  }

  /// A level to compare with, such as "solved: 475": a dashed line across the picture.
  public record Reference(double y, String label) {
    public Reference {
      if (!Double.isFinite(y)) {
        throw new IllegalArgumentException("reference \"%s\" is at %s".formatted(label, y));
      }
    }
  }

  public Figure {
    series = List.copyOf(series);
    references = List.copyOf(references);
    footer = List.copyOf(footer);
  }

  /// The picture as a self-contained SVG document. The same figure gives the same text everywhere.
  public String svg() {
    return SvgDrawing.of(FigureLayout.of(this).drawing(), title, description);
  }

  /// The picture as a PNG of `scale` times its width and height. Text is set in the sans-serif font
  /// of the machine, so bytes differ between machines.
  public byte[] png(int scale) {
    return PngDrawing.of(FigureLayout.of(this).drawing(), scale);
  }

  private static void checkColumns(double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%d x and %d y do not fit", x.length, y.length));
    }
    for (int i = 0; i < x.length; i++) {
      if (!Double.isFinite(x[i]) || Double.isInfinite(y[i])) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "point %d is at (%s, %s), which is nowhere", i, x[i], y[i]));
      }
    }
  }
}
