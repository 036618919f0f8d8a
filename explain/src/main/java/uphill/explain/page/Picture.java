package uphill.explain.page;

import uphill.figure.Markup;
import uphill.figure.Plot;

/// An SVG with what it shows in words: read out where it cannot be seen.
final class Picture {

  private Picture() {}

  /// Begins one; [Markup#close()] ends it.
  ///
  /// @param id of the element; those of its title and description are made of it
  static void open(
      Markup out, String id, double width, double height, String title, String description) {
    out.open(
        "svg",
        "id",
        id,
        "role",
        "img",
        "viewBox",
        "0 0 %s %s".formatted(Plot.place(width), Plot.place(height)),
        "aria-labelledby",
        id + "-title",
        "aria-describedby",
        id + "-description");
    out.element("title", title, "id", id + "-title");
    out.element("desc", description, "id", id + "-description");
  }
}
