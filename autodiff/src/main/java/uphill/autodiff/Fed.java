package uphill.autodiff;

import java.util.Arrays;
import java.util.Locale;

/// What a program is given from outside: a column for every input, read where it is, not copied;
/// and numbers.
final class Fed {

  private final Node[] inputs;
  private final String[] names;
  private final Node[] numbers;
  private final String[] numberNames;

  /// By the index of the input's node, as `at`.
  private final float[][] column;
  private final int[] at;

  /// By the index of the number's node; NaN until it is given.
  private final float[] number;

  Fed(Plan plan) {
    inputs = plan.inputs.values().toArray(Node[]::new);
    names = plan.inputs.keySet().toArray(String[]::new);
    numbers = plan.numbers.values().toArray(Node[]::new);
    numberNames = plan.numbers.keySet().toArray(String[]::new);
    column = new float[plan.nodes.length][0];
    at = new int[plan.nodes.length];
    number = new float[plan.nodes.length];
    Arrays.fill(number, Float.NaN);
  }

  void feed(String input, float[] column, int at) {
    int index = inputs[Names.index("input", input, names)].index;
    this.column[index] = column;
    this.at[index] = at;
  }

  void give(String name, double value) {
    int index = numbers[Names.index("given number", name, numberNames)].index;
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException("%s must be a number, got NaN".formatted(name));
    }
    number[index] = (float) value;
  }

  void check(int rows) {
    for (int i = 0; i < numbers.length; i++) {
      if (Float.isNaN(number[numbers[i].index])) {
        throw new IllegalStateException(
            "give(\"%s\", …) was not called".formatted(numberNames[i]));
      }
    }
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
    for (Node each : numbers) {
      Arrays.fill(block.value[each.index], 0, rows, number[each.index]);
    }
  }
}
