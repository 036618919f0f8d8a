package uphill.explain.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import uphill.explain.Explanation;
import uphill.figure.Markup;
import uphill.figure.Plot;
import uphill.kernel.Digits;

/// The score kernel K(i, j) = ⟨gᵢ, gⱼ⟩ among the samples that were pushed most, as a heat map and
/// as a table.
///
/// A level of colour is twice the one before it, so that the small numbers are seen beside the
/// large ones of the diagonal.
final class KernelPicture {

  private static final int LEVELS = 5;
  private static final double SIDE = Plot.WIDTH;
  private static final double LEFT = 0;
  private static final double TOP = 28;
  private static final double SCALE = TOP + SIDE + 20; // where the scale of colours begins

  private final Explanation explanation;
  private final SampleWords words;
  private final int[] rows;
  private final double[][] kernel;
  private final double largest;
  private final double cell;

  KernelPicture(Explanation explanation, SampleWords words, int... rows) {
    this.explanation = explanation;
    this.words = words;
    this.rows = rows;
    kernel = new double[rows.length][rows.length];
    double max = 0;
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows.length; j++) {
        kernel[i][j] = explanation.ledger().before().kernel(rows[i], rows[j]);
        max = Math.max(max, Math.abs(kernel[i][j]));
      }
    }
    largest = max;
    cell = SIDE / rows.length;
  }

  void draw(Markup out) {
    out.open("figure", "class", "wide");
    Picture.open(out, "kernel", Plot.WIDTH, SCALE + 36, "The score kernel as a heat map", told());
    Plot.label(out, "name", LEFT, 17, "pushing sample j →   pushed sample i ↓");
    for (int level = -LEVELS; level <= LEVELS; level++) {
      out.empty("path", "class", "cell " + kind(level), "d", cells(level));
    }
    partings(out);
    scale(out);
    out.empty(
        "rect",
        "id",
        "kernel-cursor",
        "class",
        "cursor",
        "visibility",
        "hidden",
        "x",
        Plot.place(LEFT),
        "y",
        Plot.place(TOP),
        "width",
        Plot.place(cell),
        "height",
        Plot.place(cell));
    out.close();
    controls(out);
    out.close();
    table(out);
  }

  /// How many doublings a number lies above 1/32 of the largest, with its sign.
  private int level(double value) {
    if (largest == 0) {
      return 0;
    }
    int level = 0;
    for (double bound = largest / (1 << LEVELS);
        level < LEVELS && Math.abs(value) >= bound;
        bound *= 2) {
      level++;
    }
    return value < 0 ? -level : level;
  }

  private static String kind(int level) {
    return level == 0 ? "z" : (level < 0 ? "n" : "p") + Math.abs(level);
  }

  /// All cells of a level as one path: runs of neighbours are one box.
  private String cells(int level) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows.length; j++) {
        int from = j;
        while (j < rows.length && level(kernel[i][j]) == level) {
          j++;
        }
        if (j > from) {
          path.append(
              "M%s %sh%sv%sh-%sz"
                  .formatted(
                      Plot.place(LEFT + from * cell),
                      Plot.place(TOP + i * cell),
                      Plot.place((j - from) * cell),
                      Plot.place(cell),
                      Plot.place((j - from) * cell)));
        }
      }
    }
    return path.toString();
  }

  /// Lines between trajectories, and thicker ones between what was pushed up and down.
  private void partings(Markup out) {
    int[] trajectory = explanation.ledger().explained().trajectory();
    double[] push = explanation.ledger().actual();
    for (int k = 1; k < rows.length; k++) {
      boolean turn = push[rows[k]] > 0 != push[rows[k - 1]] > 0;
      if (turn || trajectory[rows[k]] != trajectory[rows[k - 1]]) {
        String kind = turn ? "cut turn" : "cut";
        double at = k * cell;
        Plot.line(out, kind, LEFT + at, TOP, LEFT + at, TOP + SIDE);
        Plot.line(out, kind, LEFT, TOP + at, LEFT + SIDE, TOP + at);
      }
    }
  }

  private void scale(Markup out) {
    int count = 2 * LEVELS + 1;
    double width = SIDE / count;
    for (int level = -LEVELS; level <= LEVELS; level++) {
      double from = LEFT + (level + LEVELS) * width;
      out.empty(
          "path",
          "class",
          "cell " + kind(level),
          "d",
          "M%s %sh%sv12h-%sz"
              .formatted(
                  Plot.place(from), Plot.place(SCALE), Plot.place(width), Plot.place(width)));
    }
    // Every other boundary is named: there is no room for all.
    for (int level = LEVELS; level > 0; level -= 2) {
      double bound = level == LEVELS ? largest : largest / (1 << (LEVELS - level));
      String side = level == LEVELS ? " end" : " middle";
      Plot.label(
          out,
          "tick" + side,
          LEFT + SIDE - (LEVELS - level) * width,
          SCALE + 29,
          Digits.signed(bound));
      Plot.label(
          out,
          "tick" + (level == LEVELS ? "" : " middle"),
          LEFT + (LEVELS - level) * width,
          SCALE + 29,
          Digits.signed(-bound));
    }
  }

  private String told() {
    int pairs = 0;
    int positive = 0;
    double own = 0;
    double others = 0;
    for (int i = 0; i < rows.length; i++) {
      own += kernel[i][i] / rows.length;
      for (int j = 0; j < rows.length; j++) {
        if (i != j) {
          pairs++;
          positive += kernel[i][j] > 0 ? 1 : 0;
          others += Math.abs(kernel[i][j]);
        }
      }
    }
    return String.format(
        Locale.ROOT,
        "%d samples by %d. On the diagonal, K(i, i) = ‖g‖² is %s on average. Off it, the size of"
            + " K(i, j) is %s on average, and %s of the pairs are positive: they push each other"
            + " the same way. The largest size is %s.",
        rows.length,
        rows.length,
        Digits.three(own),
        Digits.three(pairs == 0 ? 0 : others / pairs),
        Digits.percent(pairs == 0 ? 0 : (double) positive / pairs),
        Digits.three(largest));
  }

  /// What the picture says, and two sliders with which a pair is chosen. They are hidden until the
  /// script that moves them runs.
  private void controls(Markup out) {
    out.open("figcaption").element("p", told(), "class", "found").close();
    out.open("div", "class", "controls", "id", "kernel-controls", "hidden", "hidden");
    for (String side : List.of("i", "j")) {
      String id = "kernel-" + side;
      out.element("label", side.equals("i") ? "Pushed sample i" : "Pushing sample j", "for", id);
      out.empty(
          "input",
          "type",
          "range",
          "autocomplete",
          "off",
          "id",
          id,
          "min",
          "0",
          "max",
          Integer.toString(rows.length - 1),
          "value",
          "0");
    }
    out.element(
        "output", "", "id", "kernel-told", "for", "kernel-i kernel-j", "aria-live", "polite");
    out.close();
  }

  private void table(Markup out) {
    out.open("details").element("summary", "The kernel as a table");
    out.open(
        "div",
        "class",
        "scroll",
        "tabindex",
        "0",
        "role",
        "region",
        "aria-label",
        "The kernel as a table, which scrolls");
    out.open("table", "id", "kernel-table", "class", "matrix");
    out.element("caption", "K(i, j): pushed sample i in rows, pushing sample j in columns");
    out.open("thead").open("tr").element("th", "sample", "scope", "col");
    for (int row : rows) {
      out.element("th", Integer.toString(row), "scope", "col");
    }
    out.close().close().open("tbody");
    for (int i = 0; i < rows.length; i++) {
      out.open("tr").element("th", Integer.toString(rows[i]), "scope", "row");
      for (double value : kernel[i]) {
        out.element("td", Digits.signed(value));
      }
      out.close();
    }
    out.close().close().close().close();
  }

  /// What the script needs to point at a cell and to name its samples.
  Map<String, Object> data() {
    int[] trajectory = explanation.ledger().explained().trajectory();
    List<Object> names = new ArrayList<>();
    for (int row : rows) {
      names.add(
          String.format(
              Locale.ROOT,
              "sample %d of trajectory %d (%s: %s)",
              row,
              trajectory[row],
              words.state(row),
              words.action(row)));
    }
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("left", LEFT);
    data.put("top", TOP);
    data.put("side", SIDE);
    data.put("width", Plot.WIDTH);
    data.put("names", names);
    return data;
  }
}
