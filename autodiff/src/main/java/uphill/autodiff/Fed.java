package uphill.autodiff;

import java.util.Locale;
import java.util.Map;

/// The columns that a program's inputs are fed: read where they are, not copied.
final class Fed {

  private final Node[] inputs;
  private final String[] names;

  // By the index of the input's node.
  private final float[][] column;
  private final int[] at;

  Fed(Map<String, Node> inputs, int nodes) {
    this.inputs = inputs.values().toArray(Node[]::new);
    names = inputs.keySet().toArray(String[]::new);
    column = new float[nodes][0];
    at = new int[nodes];
  }

  void feed(String input, float[] column, int at) {
    int index = inputs[Names.index("input", input, names)].index;
    this.column[index] = column;
    this.at[index] = at;
  }

  void checkHolds(int rows) {
    for (int i = 0; i < inputs.length; i++) {
      int index = inputs[i].index;
      int held = column[index].length - at[index];
      if (held < (long) rows * inputs[i].columns) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "input %s holds %d numbers, %d rows of %d need more",
                names[i],
                held,
                rows,
                inputs[i].columns));
      }
    }
  }

  /// Turns the block to rows [first, first + rows).
  void turn(Block block, int first, int rows) {
    block.rows = rows;
    for (Node input : inputs) {
      int index = input.index;
      block.value[index] = column[index];
      block.at[index] = at[index] + first * input.columns;
    }
  }
}
