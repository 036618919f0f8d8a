package uphill.push;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import uphill.push.Ledger.Part;

/// The parts of every action's push, added up step by step: as a gradient pushed, and after
/// clipping.
final class Parts {

  private final int rows;
  private final SequencedMap<Part, double[]> parts;
  private final SequencedMap<Part, double[]> clipped;

  /// All 0.
  ///
  /// @param rows actions
  Parts(int rows) {
    this.rows = rows;
    parts = zeros(rows);
    clipped = zeros(rows);
  }

  private static SequencedMap<Part, double[]> zeros(int rows) {
    SequencedMap<Part, double[]> columns = new LinkedHashMap<>();
    for (Part part : Part.values()) {
      columns.put(part, new double[rows]);
    }
    return columns;
  }

  /// Adds those of a step.
  ///
  /// @param left of the optimizer's moments when it began, see [StepPush#addTo]
  /// @param s what its gradient was scaled by
  /// @param apart of which actions is told who pushed them, where not of all
  void add(StepPush push, double[] left, double s, int... apart) {
    SequencedMap<Part, double[]> own = zeros(rows);
    push.addTo(own, left, apart);
    own.forEach(
        (part, column) -> {
          Vectors.add(1, column, of(part));
          Vectors.add(factor(part, s), column, clipped(part));
        });
  }

  private static double factor(Part part, double s) {
    return switch (part) {
      case OWN, OWN_TRAJECTORY, SHARED, ENTROPY, VALUE -> s;
      case CLIPPING -> 0;
      case MOMENTUM, MOMENTUM_WITHIN, SOLVER, ROUNDING -> 1;
    };
  }

  /// One part of every action's predicted push.
  double[] of(Part part) {
    return column(parts, part);
  }

  /// The same after clipping.
  double[] clipped(Part part) {
    return column(clipped, part);
  }

  private static double[] column(SequencedMap<Part, double[]> columns, Part part) {
    double[] column = columns.get(part);
    if (column == null) {
      throw new IllegalStateException("no part " + part);
    }
    return column;
  }
}
