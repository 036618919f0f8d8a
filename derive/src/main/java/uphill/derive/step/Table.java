package uphill.derive.step;

import java.util.List;
import java.util.Locale;

/// Numbers side by side; math in its cells stands between dollar signs. The first column is aligned
/// to the left, all others to the right.
public record Table(String caption, List<String> header, List<List<String>> rows) {

  /// Checks that rows are as long as the header.
  ///
  /// @throws IllegalArgumentException if one is not
  public Table {
    header = List.copyOf(header);
    rows = List.copyOf(rows);
    for (List<String> row : rows) {
      if (row.size() != header.size()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "table \"%s\": %d columns, but the row %s",
                caption,
                header.size(),
                row));
      }
    }
  }
}
