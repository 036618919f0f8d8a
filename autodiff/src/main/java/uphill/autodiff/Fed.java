package uphill.autodiff;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a program is given from outside: a column for every input, and numbers. Columns are read
/// where they are; only rows that are chosen one by one are copied, block by block.
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

  /// Row k of a run is row `order[from + k]` of the columns; or row k, unless `chosen`.
  private int[] order = {};

  private int from;
  private boolean chosen;

  Fed(Tracer tracer) {
    inputs = tracer.inputs().values().toArray(Node[]::new);
    names = tracer.inputs().keySet().toArray(String[]::new);
    numbers = tracer.numbers().values().toArray(Node[]::new);
    numberNames = tracer.numbers().keySet().toArray(String[]::new);
    column = new float[tracer.size()][0];
    at = new int[tracer.size()];
    number = new float[tracer.size()];
    Arrays.fill(number, Float.NaN);
  }

  List<String> inputs() {
    return List.of(names);
  }

  void feed(String input, float[] column, int at) {
    int index = inputs[Names.index("input", input, names)].index;
    this.column[index] = column;
    this.at[index] = at;
  }

  void feed(Map<String, float[]> columns) {
    for (String name : names) {
      if (!columns.containsKey(name)) {
        throw new IllegalArgumentException(
            "input %s is missing; got %s".formatted(name, columns.keySet()));
      }
    }
    for (String name : names) {
      feed(name, Names.known("column", name, columns), 0);
    }
  }

  /// Reads the columns and numbers that another reads, as far as their names are among these.
  void like(Fed other) {
    for (String name : names) {
      int index = other.inputs[Names.index("input", name, other.names)].index;
      feed(name, other.column[index], other.at[index]);
    }
    for (int i = 0; i < numbers.length; i++) {
      int index =
          other.numbers[Names.index("given number", numberNames[i], other.numberNames)].index;
      number[numbers[i].index] = other.number[index];
    }
  }

  /// From now on, all rows are read, from 0 on.
  void readAll() {
    chosen = false;
  }

  /// From now on, rows `order[from]`, `order[from + 1]`, … are read.
  void read(int[] order, int from, int count) {
    if (from < 0 || count < 1 || count > order.length - from) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a run needs at least one row, and within an order of %d: got %d rows from %d on",
              order.length,
              count,
              from));
    }
    this.order = order;
    this.from = from;
    chosen = true;
  }

  boolean gathers() {
    return chosen;
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
        throw new IllegalStateException("give(\"%s\", …) was not called".formatted(numberNames[i]));
      }
    }
    for (int i = 0; i < inputs.length; i++) {
      int index = inputs[i].index;
      if (column[index].length == 0) {
        throw new IllegalArgumentException(
            "input %s has no column: feed(\"%s\", …) was not called".formatted(names[i], names[i]));
      }
      int held = column[index].length - at[index];
      if (chosen) {
        checkOrder(rows, names[i], held / inputs[i].columns);
      } else if (held < (long) rows * inputs[i].columns) {
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

  private void checkOrder(int rows, String name, int held) {
    for (int k = from; k < from + rows; k++) {
      if (order[k] < 0 || order[k] >= held) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "order[%d] asks for row %d, input %s holds %d rows",
                k,
                order[k],
                name,
                held));
      }
    }
  }

  /// Turns the block to rows [first, first + rows) of the run.
  void turn(Block block, int first, int rows) {
    block.rows = rows;
    for (Node input : inputs) {
      int index = input.index;
      if (chosen) {
        block.value[index] = block.gathered(input);
        block.at[index] = 0;
        gather(input, from + first, rows, block.value[index]);
      } else {
        block.value[index] = column[index];
        block.at[index] = at[index] + first * input.columns;
      }
    }
    for (Node each : numbers) {
      Arrays.fill(block.value[each.index], 0, rows, number[each.index]);
    }
  }

  private void gather(Node input, int k, int rows, float[] to) {
    float[] all = column[input.index];
    int begin = at[input.index];
    int columns = input.columns;
    if (columns == 1) {
      for (int i = 0; i < rows; i++) {
        to[i] = all[begin + order[k + i]];
      }
    } else {
      for (int i = 0; i < rows; i++) {
        System.arraycopy(all, begin + order[k + i] * columns, to, i * columns, columns);
      }
    }
  }
}
