package uphill.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// What [VectorProducts] copies, so that blocks read it with constant strides: panels of B, vectors
/// of columns that lie side by side, and slabs of A, which hold the rows of one block.
final class Packing {

  private static final VectorSpecies<Float> LANES = Lanes.SPECIES;
  private static final int WIDTH = Lanes.WIDTH;
  private static final int SLAB = SlabBlocks.SLAB;

  private Packing() {}

  /// Copies columns of B, of which vector v begins at min(v · width, last).
  static void packPanel(int n, int k, float[] b, int bAt, int vectors, int last, float[] panel) {
    int stride = vectors * WIDTH;
    for (int v = 0; v < vectors; v++) {
      int from = bAt + Math.min(v * WIDTH, last);
      int to = v * WIDTH;
      for (int p = 0; p < k; p++) {
        FloatVector.fromArray(LANES, b, from + p * n).intoArray(panel, to + p * stride);
      }
    }
  }

  /// The same of Bᵀ: four rows of B at a time become four neighbours in each row of the panel.
  static void packTransposedPanel(int k, float[] b, int bAt, int vectors, int last, float[] panel) {
    for (int v = 0; v < vectors; v++) {
      for (int lane = 0; lane < WIDTH; lane += 4) {
        int from = bAt + (Math.min(v * WIDTH, last) + lane) * k;
        int to = v * WIDTH + lane;
        if (vectors == 2) {
          interleaveIntoPairs(k, b, from, panel, to);
        } else {
          interleave(k, b, from, panel, to, vectors * WIDTH);
        }
      }
    }
  }

  private static void interleave(int k, float[] b, int from, float[] panel, int to, int stride) {
    for (int p = 0; p < k; p++) {
      panel[to + p * stride] = b[from + p];
      panel[to + p * stride + 1] = b[from + k + p];
      panel[to + p * stride + 2] = b[from + 2 * k + p];
      panel[to + p * stride + 3] = b[from + 3 * k + p];
    }
  }

  /// The same with the stride that most panels have, as a constant: no range checks in the loop.
  private static void interleaveIntoPairs(int k, float[] b, int from, float[] panel, int to) {
    for (int p = 0; p < k; p++) {
      panel[to + p * (2 * WIDTH)] = b[from + p];
      panel[to + p * (2 * WIDTH) + 1] = b[from + k + p];
      panel[to + p * (2 * WIDTH) + 2] = b[from + 2 * k + p];
      panel[to + p * (2 * WIDTH) + 3] = b[from + 3 * k + p];
    }
  }

  /// Copies a B of fewer columns than a vector has lanes. What the other lanes hold is arbitrary.
  static void packNarrowPanel(
      int n, int k, float[] b, int bAt, int bRow, int bColumn, float[] panel) {
    for (int p = 0; p < k; p++) {
      for (int j = 0; j < n; j++) {
        panel[p * WIDTH + j] = b[bAt + p * bRow + j * bColumn];
      }
    }
  }

  static int slabsLength(int m, int k) {
    int blocks =
        (m + VectorProducts.MOST_ROWS - 1) / VectorProducts.MOST_ROWS
            + 1; // one more where 7 or 8 rows become 4 and 4
    return blocks * SLAB * k;
  }

  /// Copies A, [k, m], into one slab per block of rows of C. Floats of a slab that are no rows of
  /// the block are arbitrary, and not used.
  static void packSlabs(int m, int k, float[] a, int aAt, float[] slabs, int slabsAt) {
    int slab = slabsAt;
    for (int i = 0, rows; i < m; i += rows) {
      rows = VectorProducts.rowsOfBlock(m - i);
      int from = aAt + i;
      // Whole slabs, even past the end of a row of A, as long as that is inside the array.
      int whole = Math.clamp((a.length - SLAB - from) / m + 1, 0, k);
      if (a.length - SLAB < from) {
        whole = 0;
      }
      for (int p = 0; p < whole; p++) {
        for (int v = 0; v < SLAB; v += WIDTH) {
          FloatVector.fromArray(LANES, a, from + p * m + v).intoArray(slabs, slab + p * SLAB + v);
        }
      }
      for (int p = whole; p < k; p++) {
        for (int r = 0; r < rows; r++) {
          slabs[slab + p * SLAB + r] = a[from + p * m + r];
        }
      }
      slab += SLAB * k;
    }
  }
}
