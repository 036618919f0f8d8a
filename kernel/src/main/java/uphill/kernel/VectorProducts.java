package uphill.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Matrix products on SIMD lanes, which run along the columns of C.
///
/// B is packed, a panel of columns at a time, so that the blocks read it with a constant stride;
/// under a panel all rows of C are done block by block. Aᵀ is packed too, once. For few rows
/// nothing is packed. An output narrower than one vector is computed in a tile as wide as a vector.
final class VectorProducts {

  private static final VectorSpecies<Float> LANES = Lanes.SPECIES;
  private static final int WIDTH = Lanes.WIDTH;
  private static final int SLAB = SlabBlocks.SLAB;

  /// Whether there are 32 registers, as AVX-512 has, for blocks of 24 accumulators.
  private static final boolean MANY_REGISTERS = WIDTH >= 16;

  private static final int MOST_VECTORS = MANY_REGISTERS ? 4 : 2;
  private static final int MOST_ROWS = 6;
  private static final int NARROW_ROWS = 8;

  /// Packing B pays from more rows than these on.
  private static final int DIRECT_ROWS = 8;

  /// And lanes that stay empty, from more rows than these.
  private static final int SCALAR_ROWS = 2;

  private static final float[] ZEROS = new float[8 * WIDTH];

  private VectorProducts() {}

  /// Fills C with A·B, where either may be stored transposed, and with 0 where that is below `low`.
  /// The chain of cᵢⱼ begins at `s[sAt + i·sRow + j·sColumn]`, where sColumn is 0 only for zeros.
  static void multiply(
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      boolean aTransposed,
      float[] b,
      int bAt,
      boolean bTransposed,
      float[] s,
      int sAt,
      int sRow,
      int sColumn,
      float low,
      float[] c,
      int cAt) {
    if (n < WIDTH && aTransposed && !bTransposed && m >= WIDTH) {
      narrowTransposed(m, n, k, a, aAt, b, bAt, s, sAt, sRow, sColumn, low, c, cAt);
    } else if (n < WIDTH && m <= SCALAR_ROWS && !aTransposed && !bTransposed) {
      small(m, n, k, a, aAt, b, bAt, s, sAt, sRow, sColumn, low, c, cAt);
    } else if (n < WIDTH) {
      narrow(m, n, k, a, aAt, aTransposed, b, bAt, bTransposed, s, sAt, sRow, sColumn, low, c, cAt);
    } else if (m <= DIRECT_ROWS && !aTransposed && !bTransposed) {
      direct(m, n, k, a, aAt, b, bAt, s, sAt, sRow, sColumn, low, c, cAt);
    } else {
      blocked(
          m, n, k, a, aAt, aTransposed, b, bAt, bTransposed, s, sAt, sRow, sColumn, low, c, cAt);
    }
  }

  /// The chains of a product that begins at zero.
  static float[] zeros() {
    return ZEROS;
  }

  private static void blocked(
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      boolean aTransposed,
      float[] b,
      int bAt,
      boolean bTransposed,
      float[] s,
      int sAt,
      int sRow,
      int sColumn,
      float low,
      float[] c,
      int cAt) {
    int slabsAt = MOST_VECTORS * WIDTH * k;
    float[] scratch = Scratch.atLeast(slabsAt + (aTransposed ? slabsLength(m, k) : 0));
    if (aTransposed) {
      packSlabs(m, k, a, aAt, scratch, slabsAt);
    }
    for (int j = 0, vectors; j < n; j += vectors * WIDTH) {
      vectors = vectorsOfPanel(n - j);
      int last = Math.min((vectors - 1) * WIDTH, n - WIDTH - j);
      if (bTransposed) {
        packTransposedPanel(k, b, bAt + j * k, vectors, last, scratch);
      } else {
        packPanel(n, k, b, bAt + j, vectors, last, scratch);
      }
      int from = sAt + j * sColumn;
      if (aTransposed) {
        slabsTimesPanel(m, n, k, scratch, slabsAt, vectors, s, from, sRow, last, low, c, cAt + j);
      } else {
        rowsTimesPanel(m, n, k, a, aAt, scratch, vectors, s, from, sRow, last, low, c, cAt + j);
      }
    }
  }

  private static void rowsTimesPanel(
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      float[] panel,
      int vectors,
      float[] s,
      int sAt,
      int sRow,
      int last,
      float low,
      float[] c,
      int cAt) {
    for (int i = 0, rows; i < m; i += rows) {
      rows = vectors == 1 ? Math.min(m - i, NARROW_ROWS) : rowsOfBlock(m - i);
      int from = aAt + i * k;
      int begin = sAt + i * sRow;
      int to = cAt + i * n;
      if (vectors == 1) {
        RowBlocks.block8x1(rows, k, a, from, k, panel, 0, s, begin, sRow, low, c, to, n);
      } else if (vectors == 4) {
        RowBlocks.block6x4(rows, k, a, from, k, panel, 0, s, begin, sRow, last, low, c, to, n);
      } else if (rows == 6 && last == WIDTH) {
        RowBlocks.whole6x2(k, a, from, k, panel, 0, s, begin, sRow, low, c, to, n);
      } else if (rows <= 4) {
        RowBlocks.block4x2(rows, k, a, from, k, panel, 0, s, begin, sRow, last, low, c, to, n);
      } else {
        RowBlocks.block6x2(rows, k, a, from, k, panel, 0, s, begin, sRow, last, low, c, to, n);
      }
    }
  }

  private static void slabsTimesPanel(
      int m,
      int n,
      int k,
      float[] scratch,
      int slabsAt,
      int vectors,
      float[] s,
      int sAt,
      int sRow,
      int last,
      float low,
      float[] c,
      int cAt) {
    int slab = slabsAt;
    for (int i = 0, rows; i < m; i += rows) {
      rows = rowsOfBlock(m - i);
      int begin = sAt + i * sRow;
      int to = cAt + i * n;
      if (vectors == 1) {
        SlabBlocks.block8x1(rows, k, scratch, slab, scratch, 0, s, begin, sRow, low, c, to, n);
      } else if (vectors == 4) {
        SlabBlocks.block6x4(
            rows, k, scratch, slab, scratch, 0, s, begin, sRow, last, low, c, to, n);
      } else if (rows <= 4) {
        SlabBlocks.block4x2(
            rows, k, scratch, slab, scratch, 0, s, begin, sRow, last, low, c, to, n);
      } else {
        SlabBlocks.block6x2(
            rows, k, scratch, slab, scratch, 0, s, begin, sRow, last, low, c, to, n);
      }
      slab += SLAB * k;
    }
  }

  private static void narrow(
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      boolean aTransposed,
      float[] b,
      int bAt,
      boolean bTransposed,
      float[] s,
      int sAt,
      int sRow,
      int sColumn,
      float low,
      float[] c,
      int cAt) {
    int tileAt = WIDTH * k;
    int slabsAt = tileAt + NARROW_ROWS * WIDTH;
    float[] scratch = Scratch.atLeast(slabsAt + (aTransposed ? slabsLength(m, k) : 0));
    if (aTransposed) {
      packSlabs(m, k, a, aAt, scratch, slabsAt);
    }
    packNarrowPanel(n, k, b, bAt, bTransposed ? 1 : n, bTransposed ? k : 1, scratch);
    int slab = slabsAt;
    for (int i = 0, rows; i < m; i += rows) {
      rows = aTransposed ? rowsOfBlock(m - i) : Math.min(m - i, NARROW_ROWS);
      for (int r = 0; r < rows; r++) {
        for (int j = 0; j < n; j++) {
          scratch[tileAt + r * WIDTH + j] = s[sAt + (i + r) * sRow + j * sColumn];
        }
      }
      if (aTransposed) {
        SlabBlocks.block8x1(
            rows, k, scratch, slab, scratch, 0, scratch, tileAt, WIDTH, low, scratch, tileAt,
            WIDTH);
      } else {
        RowBlocks.block8x1(
            rows,
            k,
            a,
            aAt + i * k,
            k,
            scratch,
            0,
            scratch,
            tileAt,
            WIDTH,
            low,
            scratch,
            tileAt,
            WIDTH);
      }
      for (int r = 0; r < rows; r++) {
        for (int j = 0; j < n; j++) {
          c[cAt + (i + r) * n + j] = scratch[tileAt + r * WIDTH + j];
        }
      }
      slab += SLAB * k;
    }
  }

  /// Cᵀ = Bᵀ·A of a narrow C = Aᵀ·B: the weight gradient of a head. Its lanes run along the rows of
  /// C, and it is the same sums of the same products.
  private static void narrowTransposed(
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] s,
      int sAt,
      int sRow,
      int sColumn,
      float low,
      float[] c,
      int cAt) {
    int resultAt = n * k;
    float[] scratch = Scratch.atLeast(resultAt + n * m);
    for (int p = 0; p < k; p++) {
      for (int j = 0; j < n; j++) {
        scratch[j * k + p] = b[bAt + p * n + j];
      }
    }
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        scratch[resultAt + j * m + i] = s[sAt + i * sRow + j * sColumn];
      }
    }
    direct(n, m, k, scratch, 0, a, aAt, scratch, resultAt, m, 1, low, scratch, resultAt);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        c[cAt + i * n + j] = scratch[resultAt + j * m + i];
      }
    }
  }

  /// A head that acts on one observation: four chains at a time, of which the last may repeat.
  private static void small(
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] s,
      int sAt,
      int sRow,
      int sColumn,
      float low,
      float[] c,
      int cAt) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j += 4) {
        int j1 = Math.min(j + 1, n - 1);
        int j2 = Math.min(j + 2, n - 1);
        int j3 = Math.min(j + 3, n - 1);
        int begin = sAt + i * sRow;
        float c0 = s[begin + j * sColumn];
        float c1 = s[begin + j1 * sColumn];
        float c2 = s[begin + j2 * sColumn];
        float c3 = s[begin + j3 * sColumn];
        for (int p = 0; p < k; p++) {
          float factor = a[aAt + i * k + p];
          int q = bAt + p * n;
          c0 = Math.fma(factor, b[q + j], c0);
          c1 = Math.fma(factor, b[q + j1], c1);
          c2 = Math.fma(factor, b[q + j2], c2);
          c3 = Math.fma(factor, b[q + j3], c3);
        }
        int to = cAt + i * n;
        c[to + j] = c0 < low ? 0 : c0;
        c[to + j1] = c1 < low ? 0 : c1;
        c[to + j2] = c2 < low ? 0 : c2;
        c[to + j3] = c3 < low ? 0 : c3;
      }
    }
  }

  private static void direct(
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] s,
      int sAt,
      int sRow,
      int sColumn,
      float low,
      float[] c,
      int cAt) {
    for (int i = 0, rows; i < m; i += rows) {
      rows = Math.min(m - i, 4);
      int most = rows == 1 ? 8 : rows == 2 ? 4 : 2;
      int from = aAt + i * k;
      for (int j = 0, vectors; j < n; j += vectors * WIDTH) {
        // Incomplete panels come first: then the last one, whose last vector may overlap its
        // neighbour, holds that neighbour too, and has read both before it stores either.
        int left = vectors(n - j) % most;
        vectors = left == 0 ? most : left;
        int last = Math.min((vectors - 1) * WIDTH, n - WIDTH - j);
        int begin = sAt + i * sRow + j * sColumn;
        int to = cAt + i * n + j;
        if (rows == 1) {
          DirectBlocks.block1x8(k, a, from, k, b, bAt + j, n, s, begin, sRow, last, low, c, to, n);
        } else if (rows == 2) {
          DirectBlocks.block2x4(
              rows, k, a, from, k, b, bAt + j, n, s, begin, sRow, last, low, c, to, n);
        } else {
          DirectBlocks.block4x2(
              rows, k, a, from, k, b, bAt + j, n, s, begin, sRow, last, low, c, to, n);
        }
      }
    }
  }

  /// Vectors that cover so many columns.
  private static int vectors(int columns) {
    return (columns + WIDTH - 1) / WIDTH;
  }

  /// Vectors of the next panel, where so many columns are left. Small panels come first: then the
  /// last one, whose last vector may overlap its neighbour, holds that neighbour too, and has read
  /// both before it stores either.
  private static int vectorsOfPanel(int columns) {
    int left = vectors(columns);
    if (left % 2 == 1) {
      return 1;
    }
    return MANY_REGISTERS && left % 4 == 0 ? 4 : 2;
  }

  /// Rows of the next block, where so many are left: 7 and 8 are better two blocks of 4.
  private static int rowsOfBlock(int left) {
    return left == 7 || left == 8 ? 4 : Math.min(left, MOST_ROWS);
  }

  /// Copies columns of B, of which vector v begins at min(v · width, last).
  private static void packPanel(
      int n, int k, float[] b, int bAt, int vectors, int last, float[] panel) {
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
  private static void packTransposedPanel(
      int k, float[] b, int bAt, int vectors, int last, float[] panel) {
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
  private static void packNarrowPanel(
      int n, int k, float[] b, int bAt, int bRow, int bColumn, float[] panel) {
    for (int p = 0; p < k; p++) {
      for (int j = 0; j < n; j++) {
        panel[p * WIDTH + j] = b[bAt + p * bRow + j * bColumn];
      }
    }
  }

  private static int slabsLength(int m, int k) {
    int blocks = (m + MOST_ROWS - 1) / MOST_ROWS + 1; // one more where 7 or 8 rows become 4 and 4
    return blocks * SLAB * k;
  }

  /// Copies A, [k, m], into one slab per block of rows of C. Floats of a slab that are no rows of
  /// the block are arbitrary, and not used.
  private static void packSlabs(int m, int k, float[] a, int aAt, float[] slabs, int slabsAt) {
    int slab = slabsAt;
    for (int i = 0, rows; i < m; i += rows) {
      rows = rowsOfBlock(m - i);
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
