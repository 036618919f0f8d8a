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

  /// Copies a B of fewer columns than a vector has lanes. What the other lanes hold is arbitrary.
  static void packNarrowPanel(int n, int k, float[] b, int bAt, float[] panel) {
    for (int p = 0; p < k; p++) {
      for (int j = 0; j < n; j++) {
        panel[p * WIDTH + j] = b[bAt + p * n + j];
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
