package uphill.explain.page;

import java.util.List;
import uphill.explain.Passage;
import uphill.figure.Markup;

/// Sentences, and the table below them.
final class PassageTable {

  private PassageTable() {}

  static void write(Markup out, Passage passage, String caption) {
    passage.sentences().forEach(sentence -> out.element("p", sentence));
    if (passage.columns().isEmpty()) {
      return;
    }
    out.open("table", "role", "table", "class", "stacked");
    out.element("caption", caption);
    out.open("thead", "role", "rowgroup").open("tr", "role", "row");
    for (String name : passage.columns()) {
      out.element("th", name, "scope", "col", "role", "columnheader");
    }
    out.close().close().open("tbody", "role", "rowgroup");
    for (List<String> line : passage.lines()) {
      out.open("tr", "role", "row");
      out.element("th", line.getFirst(), "scope", "row", "role", "rowheader");
      for (String cell : line.subList(1, line.size())) {
        out.element("td", cell, "role", "cell");
      }
      out.close();
    }
    out.close().close();
  }
}
