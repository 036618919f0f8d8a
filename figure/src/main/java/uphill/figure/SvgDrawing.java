package uphill.figure;

import uphill.figure.Drawing.Shape;

/// Writes a drawing as SVG text: no script, no style sheet, no font, nothing from elsewhere.
final class SvgDrawing {

  private final StringBuilder out = new StringBuilder();

  private SvgDrawing() {}

  static String of(Drawing drawing, String title, String description) {
    var svg = new SvgDrawing();
    String width = Xml.number(drawing.width());
    String height = Xml.number(drawing.height());
    svg.out
        .append("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"")
        .append(" width=\"%s\" height=\"%s\"".formatted(width, height))
        .append(" viewBox=\"0 0 %s %s\"".formatted(width, height))
        .append(" font-family=\"Helvetica Neue, Arial, DejaVu Sans, sans-serif\">\n")
        .append("<title>%s</title>\n".formatted(Xml.escaped(title)))
        .append("<desc>%s</desc>\n".formatted(Xml.escaped(description)));
    drawing.shapes().forEach(svg::add);
    return svg.out.append("</svg>\n").toString();
  }

  private void add(Shape shape) {
    switch (shape) {
      case Shape.Area area -> {
        out.append("<path d=\"");
        points(area.x(), area.y());
        out.append("Z\" fill=\"%s\"".formatted(colour(area.rgb())));
        attribute("fill-opacity", area.opacity(), 1);
        out.append("/>\n");
      }
      case Shape.Stroke stroke -> {
        out.append("<path d=\"");
        points(stroke.x(), stroke.y());
        out.append("\" fill=\"none\" stroke-linejoin=\"round\"");
        stroke(stroke.rgb(), stroke.width(), stroke.opacity());
        if (stroke.dashed()) {
          out.append(" stroke-dasharray=\"6 4\"");
        }
        out.append("/>\n");
      }
      case Shape.Spots spots -> {
        out.append("<path d=\"");
        for (int i = 0; i < spots.x().length; i++) {
          out.append('M')
              .append(Xml.number(spots.x()[i]))
              .append(' ')
              .append(Xml.number(spots.y()[i]));
          out.append("h0"); // no length, so all there is are the round ends
        }
        out.append("\" fill=\"none\" stroke-linecap=\"round\"");
        stroke(spots.rgb(), 2 * spots.radius(), spots.opacity());
        out.append("/>\n");
      }
      case Shape.Text text -> {
        String x = Xml.number(text.x());
        String y = Xml.number(text.y());
        out.append("<text x=\"%s\" y=\"%s\"".formatted(x, y));
        attribute("font-size", text.size(), Double.NaN);
        if (text.bold()) {
          out.append(" font-weight=\"bold\"");
        }
        switch (text.anchor()) {
          case START -> {}
          case MIDDLE -> out.append(" text-anchor=\"middle\"");
          case END -> out.append(" text-anchor=\"end\"");
        }
        if (text.upwards()) {
          out.append(" transform=\"rotate(-90 %s %s)\"".formatted(x, y));
        }
        out.append(" fill=\"%s\">".formatted(colour(text.rgb())));
        out.append(Xml.escaped(text.text())).append("</text>\n");
      }
    }
  }

  private void points(double[] x, double[] y) {
    for (int i = 0; i < x.length; i++) {
      out.append(i == 0 ? 'M' : 'L').append(Xml.number(x[i])).append(' ').append(Xml.number(y[i]));
    }
  }

  private void stroke(int rgb, double width, double opacity) {
    out.append(" stroke=\"%s\"".formatted(colour(rgb)));
    attribute("stroke-width", width, 1);
    attribute("stroke-opacity", opacity, 1);
  }

  /// Adds an attribute, unless it has the value it would have anyway.
  private void attribute(String name, double value, double otherwise) {
    if (value != otherwise) {
      out.append(" %s=\"%s\"".formatted(name, Xml.number(value)));
    }
  }

  private static String colour(int rgb) {
    String hex = Integer.toHexString(rgb);
    return "#" + "0".repeat(6 - hex.length()) + hex;
  }
}
