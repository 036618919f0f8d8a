package uphill.autodiff;

import java.util.Arrays;
import java.util.Locale;

/// A row-wise result of a [Program], and the columns that its values and tangents go to; empty:
/// nowhere.
final class Output {

  private final String name;
  private final Node node;
  private float[] values = {};
  private int valuesAt;
  private float[] tangents = {};

  Output(String name, Node node) {
    this.name = name;
    this.node = node;
  }

  void valuesInto(float[] column, int at) {
    values = column;
    valuesAt = at;
  }

  void tangentsInto(float[] column) {
    tangents = column;
  }

  void checkRoom(Mode mode, int rows) {
    checkRoom(values, valuesAt, rows);
    if (mode == Mode.TANGENTS) {
      checkRoom(tangents, /* at= */ 0, rows);
    }
  }

  private void checkRoom(float[] column, int at, int rows) {
    if (column.length > 0 && column.length - at < (long) rows * node.columns) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "output %s goes to %d numbers, %d rows of %d need more",
              name,
              column.length - at,
              rows,
              node.columns));
    }
  }

  /// Writes the block's rows, the first of which is the `first` of the run.
  void write(Mode mode, int first, Block block) {
    int n = block.size(node);
    int at = first * node.columns;
    if (values.length > 0) {
      System.arraycopy(block.value(node), block.at(node), values, valuesAt + at, n);
    }
    if (mode == Mode.TANGENTS && tangents.length > 0) {
      if (node.learns) {
        System.arraycopy(block.tangent(node), 0, tangents, at, n);
      } else {
        Arrays.fill(tangents, at, at + n, 0);
      }
    }
  }
}
