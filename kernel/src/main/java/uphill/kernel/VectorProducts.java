package uphill.kernel;

/// Matrix products on SIMD lanes, which run along the columns of C.
///
/// B is packed, a panel of columns at a time, so that the blocks read it with a constant stride;
/// under a panel all rows of C are done block by block. Aᵀ is packed too, once. For few rows
/// nothing is packed. An output narrower than one vector is computed in a tile as wide as a vector.
final class VectorProducts {

  private static final int WIDTH = Lanes.WIDTH;
  private static final int SLAB = SlabBlocks.SLAB;

  /// Whether there are 32 registers, as AVX-512 has: then [WideProducts] does the work.
  static final boolean MANY_REGISTERS = WIDTH >= 16;

  static final int MOST_ROWS = 6;
  private static final int NARROW_ROWS = 8;

  /// Packing B pays from more rows than these on.
  private static final int DIRECT_ROWS = 8;

  /// And lanes that stay empty, from more rows than these.
  private static final int SCALAR_ROWS = 2;

  private static final float[] ZEROS = new float[8 * WIDTH];

  private VectorProducts() {}

  /// Fills C with A·B, where A may be stored transposed, and with 0 where that is below `low`. The
  /// chain of cᵢⱼ begins at `s[sAt + i·sRow + j·sColumn]`, where sColumn is 0 only for zeros.
  static void multiply(
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      boolean aTransposed,
      float[] b,
      int bAt,
      float[] s,
      int sAt,
      int sRow,
      int sColumn,
      float low,
      float[] c,
      int cAt) {
    if (MANY_REGISTERS) {
      WideProducts.multiply(
          m, n, k, a, aAt, aTransposed, b, bAt, s, sAt, sRow, sColumn, low, c, cAt);
    } else if (n < WIDTH && aTransposed && m >= WIDTH) {
      narrowTransposed(m, n, k, a, aAt, b, bAt, s, sAt, sRow, sColumn, low, c, cAt);
    } else if (n < WIDTH && m <= SCALAR_ROWS && !aTransposed) {
      SmallProducts.multiply(m, n, k, a, aAt, b, bAt, s, sAt, sRow, sColumn, low, c, cAt);
    } else if (n < WIDTH) {
      narrow(m, n, k, a, aAt, aTransposed, b, bAt, s, sAt, sRow, sColumn, low, c, cAt);
    } else if (m <= DIRECT_ROWS && !aTransposed) {
      direct(m, n, k, a, aAt, b, bAt, s, sAt, sRow, sColumn, low, c, cAt);
    } else {
      blocked(m, n, k, a, aAt, aTransposed, b, bAt, s, sAt, sRow, sColumn, low, c, cAt);
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
      float[] s,
      int sAt,
      int sRow,
      int sColumn,
      float low,
      float[] c,
      int cAt) {
    int slabsAt = 2 * WIDTH * k;
    float[] scratch = Scratch.atLeast(slabsAt + (aTransposed ? Packing.slabsLength(m, k) : 0));
    if (aTransposed) {
      Packing.packSlabs(m, k, a, aAt, scratch, slabsAt);
    }
    for (int j = 0, vectors; j < n; j += vectors * WIDTH) {
      vectors = vectorsOfPanel(n - j);
      int last = Math.min((vectors - 1) * WIDTH, n - WIDTH - j);
      Packing.packPanel(n, k, b, bAt + j, vectors, last, scratch);
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
      float[] s,
      int sAt,
      int sRow,
      int sColumn,
      float low,
      float[] c,
      int cAt) {
    int tileAt = WIDTH * k;
    int slabsAt = tileAt + NARROW_ROWS * WIDTH;
    float[] scratch = Scratch.atLeast(slabsAt + (aTransposed ? Packing.slabsLength(m, k) : 0));
    if (aTransposed) {
      Packing.packSlabs(m, k, a, aAt, scratch, slabsAt);
    }
    Packing.packNarrowPanel(n, k, b, bAt, scratch);
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
    return vectors(columns) % 2 == 1 ? 1 : 2;
  }

  /// Rows of the next block, where so many are left: 7 and 8 are better two blocks of 4.
  static int rowsOfBlock(int left) {
    return left == 7 || left == 8 ? 4 : Math.min(left, MOST_ROWS);
  }
}
