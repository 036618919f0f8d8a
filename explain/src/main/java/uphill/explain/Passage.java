package uphill.explain;

import java.util.List;

/// Sentences of an explanation, and the numbers that they are about as a table: those of the
/// terminal and of the page.
///
/// @param sentences said above the table
/// @param columns the names of the table's columns; empty if there is none
/// @param lines a cell for each column
public record Passage(List<String> sentences, List<String> columns, List<List<String>> lines) {

  /// Copies the lists.
  public Passage {
    sentences = List.copyOf(sentences);
    columns = List.copyOf(columns);
    lines = lines.stream().map(List::copyOf).toList();
  }

  /// Sentences alone.
  static Passage of(String... sentences) {
    return new Passage(List.of(sentences), List.of(), List.of());
  }
}
