package uphill.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import uphill.figure.Drawing.Shape;
import uphill.figure.Figure.Ink;
import uphill.figure.Figure.Mark;
import uphill.figure.Figure.Reference;
import uphill.figure.Figure.Series;
import uphill.figure.FigureLayout.Frame;

class FigureTest {

  private static final double[] X = {0, 100_000, 200_000};
  private static final double[] Y = {10, 300, 500};
  private static final Mark LINE = new Mark.Line(X, Y);

  @Test
  void svgIsWellFormedAndSaysWhatItShows() throws Exception {
    Document svg = parse(figure("PPO on CartPole-v1", List.of(series(LINE))).svg());

    Element root = svg.getDocumentElement();
    assertThat(root.getTagName()).isEqualTo("svg");
    assertThat(root.getAttribute("viewBox")).isEqualTo("0 0 720 440");
    assertThat(root.getAttribute("role")).isEqualTo("img");
    assertThat(text(svg, "title")).isEqualTo("PPO on CartPole-v1");
    assertThat(text(svg, "desc")).isEqualTo("what it shows");
  }

  @Test
  void svgNeedsNothingFromElsewhere() {
    String svg = figure("a", List.of(series(LINE))).svg();

    assertThat(svg.replace("http://www.w3.org/2000/svg", ""))
        .doesNotContain("http", "href", "url(", "@import", "<style", "<script");
  }

  @Test
  void textIsEscapedAndComesBackAsItWas() throws Exception {
    String hostile = "a<b> & \"c\" 'd' </title><script>";

    Document svg = parse(figure(hostile, List.of(series(LINE))).svg());

    assertThat(text(svg, "title")).isEqualTo(hostile);
    assertThat(svg.getElementsByTagName("script").getLength()).isZero();
  }

  @Test
  void whatXmlCannotHoldIsReplaced() throws Exception {
    Document svg = parse(figure("a\u0000b\u001Bc\uD800d\uFFFEe 😀", List.of(series(LINE))).svg());

    assertThat(text(svg, "title")).isEqualTo("a�b�c�d�e 😀");
  }

  @Test
  void theSameFigureGivesTheSameBytesInEveryLocale() {
    Figure figure = full();
    String svg = figure.svg();
    byte[] png = figure.png(1);

    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(figure.svg()).isEqualTo(svg);
      assertThat(figure.png(1)).isEqualTo(png);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void pngHasTheSizeTimesTheScale() throws IOException {
    Figure figure = figure("a", List.of(series(LINE)));

    assertThat(image(figure, 1).getWidth()).isEqualTo(720);
    assertThat(image(figure, 1).getHeight()).isEqualTo(440);
    assertThat(image(figure, 3).getWidth()).isEqualTo(2160);
    assertThat(image(figure, 3).getHeight()).isEqualTo(1320);
  }

  @Test
  void pngShowsTheLineInItsColourWhereItIsAndWhiteWhereNothingIs() throws IOException {
    Figure figure = figure("a", List.of(series(LINE)));
    Frame frame = FigureLayout.of(figure).frame();
    BufferedImage image = image(figure, 2);

    assertThat(pixel(image, frame.x(50_000), frame.y(155))).isEqualTo(Ink.BLUE.rgb());
    assertThat(pixel(image, frame.x(150_000), frame.y(400))).isEqualTo(Ink.BLUE.rgb());
    assertThat(pixel(image, frame.x(130_000), frame.y(150))).isEqualTo(0xFFFFFF);
    assertThat(pixel(image, 2, 2)).isEqualTo(0xFFFFFF);
  }

  @Test
  void aBandIsLighterThanItsLineAndOnlyBetweenItsEdges() throws IOException {
    Mark band = new Mark.Band(X, new double[] {0, 0, 0}, new double[] {250, 250, 250});
    Figure figure =
        figure("a", List.of(series(band, new Mark.Line(X, new double[] {500, 500, 500}))));
    Frame frame = FigureLayout.of(figure).frame();
    BufferedImage image = image(figure, 2);

    int inside = pixel(image, frame.x(130_000), frame.y(130));
    assertThat(inside).isNotEqualTo(0xFFFFFF);
    assertThat(inside >> 16 & 0xFF).isGreaterThan(Ink.BLUE.rgb() >> 16 & 0xFF);
    assertThat(pixel(image, frame.x(130_000), frame.y(330))).isEqualTo(0xFFFFFF);
  }

  @Test
  void aMissingValueLeavesAGap() throws IOException {
    double[] x = {0, 1, 2, 3, 4};
    Mark line = new Mark.Line(x, new double[] {5, 5, Double.NaN, 5, 5});
    Figure figure = figure("a", List.of(series(line)));
    Frame frame = FigureLayout.of(figure).frame();
    BufferedImage image = image(figure, 2);

    assertThat(pixel(image, frame.x(0.3), frame.y(5))).isEqualTo(Ink.BLUE.rgb());
    assertThat(pixel(image, frame.x(1.7), frame.y(5))).isNotEqualTo(Ink.BLUE.rgb());
    assertThat(figure.svg()).doesNotContain("NaN");
  }

  @Test
  void everythingShownIsInsideTheFrame() {
    Frame frame = FigureLayout.of(full()).frame();

    for (double y : new double[] {-40, 22, 500, 612}) {
      assertThat(frame.y(y)).isBetween(frame.top(), frame.bottom());
    }
    assertThat(frame.x(0)).isEqualTo(frame.left());
    assertThat(frame.x(200_000)).isLessThanOrEqualTo(frame.right());
  }

  @Test
  void anAxisThatAlmostReachesATickEndsThere() {
    Mark line = new Mark.Line(new double[] {0, 499_983}, new double[] {0, 1});

    assertThat(FigureLayout.of(figure("a", List.of(series(line)))).frame().xMax())
        .isEqualTo(500_000);
  }

  @ParameterizedTest
  @MethodSource("crowdedFigures")
  void noTextTouchesAnotherOrTheDataOrLeavesThePicture(Figure figure) {
    FigureLayout layout = FigureLayout.of(figure);
    List<Box> boxes = boxes(layout.drawing());
    Frame frame = layout.frame();
    Box data = new Box("frame", frame.left(), frame.top(), frame.right(), frame.bottom());
    Box picture = new Box("picture", 0, 0, figure.width(), figure.height());

    for (int i = 0; i < boxes.size(); i++) {
      Box box = boxes.get(i);
      assertThat(picture.holds(box)).as("%s in %s", box, picture).isTrue();
      assertThat(box.overlaps(data)).as("%s over %s", box, data).isFalse();
      for (Box other : boxes.subList(0, i)) {
        assertThat(box.overlaps(other)).as("%s over %s", box, other).isFalse();
      }
    }
  }

  static List<Figure> crowdedFigures() {
    List<Figure> figures = new ArrayList<>();
    figures.add(full());
    List<Series> many =
        IntStream.range(0, 14)
            .mapToObj(k -> new Series("algorithm number " + k, Ink.BLUE, k > 6, List.of(LINE)))
            .toList();
    String words = "a title of many words ".repeat(6);
    List<Reference> near =
        List.of(
            new Reference(500, "at the top: 500"),
            new Reference(499, "nearly: 499"),
            new Reference(498, "a label that is too long for one line: 498"),
            new Reference(1, "low: 1"),
            new Reference(0, "at the bottom: 0"));
    figures.add(figure(words, many, near, List.of(words, "/no/white/space".repeat(20)), 720, 560));
    figures.add(figure("small", many.subList(0, 2), near.subList(0, 1), List.of(), 320, 240));
    for (double scale : new double[] {1e-7, 0.01, 1, 1e3, 1e8, 1e18}) {
      double[] x = {0, 7.3 * scale};
      double[] y = {-3.1 * scale, 9.9 * scale};
      figures.add(figure("scale", List.of(series(new Mark.Line(x, y)))));
    }
    return figures;
  }

  @Test
  void dotsOnOneAnotherAreDrawnOnce() {
    double[] x = new double[100_000];
    double[] y = new double[100_000];
    for (int i = 0; i < x.length; i++) {
      x[i] = i;
      y[i] = 500;
    }

    assertThat(figure("a", List.of(series(new Mark.Dots(x, y)))).svg()).hasSizeLessThan(40_000);
  }

  @Test
  void aFlatLineAndAPointAloneCanBeShown() {
    Mark point = new Mark.Line(new double[] {5}, new double[] {475});

    Figure figure = figure("a", List.of(series(point)));

    assertThat(figure.svg()).contains("stroke-linecap=\"round\"").doesNotContain("NaN");
  }

  @Test
  void mistakesAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> figure("a", List.of()).svg())
        .withMessage("there is nothing to show: no point has a value");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Mark.Line(new double[2], new double[3]))
        .withMessage("2 x and 3 y do not fit");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Mark.Line(new double[1], new double[] {Double.POSITIVE_INFINITY}))
        .withMessage("point 0 is at (0.0, Infinity), which is nowhere");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Reference(Double.NaN, "solved"))
        .withMessage("reference \"solved\" is at NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> figure("a", List.of(series(LINE)), List.of(), List.of(), 100, 100).svg())
        .withMessageStartingWith("100 × 100 pixels leave no room for the axes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> figure("a", List.of(series(LINE))).png(0))
        .withMessage("scale must be at least 1, got 0");
  }

  private static Figure full() {
    Mark band = new Mark.Band(X, new double[] {-40, 200, 400}, new double[] {60, 400, 612});
    return figure(
        "Everything",
        List.of(
            series(band, LINE),
            new Series("episodes", Ink.ORANGE, false, List.of(new Mark.Dots(X, Y))),
            new Series("runs", Ink.GREEN, true, List.of(new Mark.ThinLine(X, Y)))),
        List.of(new Reference(475, "solved: 475"), new Reference(22, "random policy: 22")),
        List.of("seeds 1–5"),
        720,
        440);
  }

  private static Series series(Mark... marks) {
    return new Series("a series", Ink.BLUE, false, List.of(marks));
  }

  private static Figure figure(String title, List<Series> series) {
    return figure(title, series, List.of(), List.of(), 720, 440);
  }

  private static Figure figure(
      String title,
      List<Series> series,
      List<Reference> references,
      List<String> footer,
      int width,
      int height) {
    return new Figure(
        title, "what it shows", "steps", "return", series, references, footer, width, height);
  }

  private static Document parse(String svg) throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
  }

  private static String text(Document svg, String tag) {
    return svg.getElementsByTagName(tag).item(0).getTextContent();
  }

  private static BufferedImage image(Figure figure, int scale) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(figure.png(scale)));
  }

  private static int pixel(BufferedImage image, double x, double y) {
    int scale = image.getWidth() / 720;
    return image.getRGB((int) (x * scale), (int) (y * scale)) & 0xFFFFFF;
  }

  /// The room of a text.
  private record Box(String text, double left, double top, double right, double bottom) {

    boolean overlaps(Box other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }

    boolean holds(Box other) {
      return left <= other.left
          && other.right <= right
          && top <= other.top
          && other.bottom <= bottom;
    }
  }

  private static List<Box> boxes(Drawing drawing) {
    List<Box> boxes = new ArrayList<>();
    for (Shape shape : drawing.shapes()) {
      if (shape instanceof Shape.Text text) {
        double width = TextWidth.of(text.text(), text.size(), text.bold());
        double before =
            switch (text.anchor()) {
              case START -> 0;
              case MIDDLE -> width / 2;
              case END -> width;
            };
        double up = 0.75 * text.size();
        double down = 0.22 * text.size();
        double x = text.x();
        double y = text.y();
        boxes.add(
            text.upwards()
                ? new Box(text.text(), x - up, y - width + before, x + down, y + before)
                : new Box(text.text(), x - before, y - up, x - before + width, y + down));
      }
    }
    return boxes;
  }
}
