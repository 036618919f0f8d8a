package uphill.kernel;

/// Matrix products on the 32 vector registers of AVX-512: the work of [VectorProducts] there.
///
/// C is cut into panels of four vectors of columns, and panels into blocks of rows. B is read where
/// it lies if it is one panel wide; of a wider one each panel is packed, because rows a multiple of
/// 1 kB apart would drive each other out of the first cache. A long sum is cut: its chains rest in
/// C meanwhile, so a panel stays in the cache while all rows pass over it.
final class WideProducts {

  private static final int WIDTH = Lanes.WIDTH;
  private static final int PANEL = 4;

  /// Terms of a sum that are done at a time: so much of a panel fits the first cache.
  private static final int TERMS = 128;

  /// Packing B pays from more rows than these on.
  private static final int PACKED_ROWS = 24;

  /// And lanes that stay empty, from more rows than these.
  private static final int SCALAR_ROWS = 2;

  /// And from more sums than these.
  private static final int SCALAR_SUMS = 16;

  private static final int NARROW_ROWS = 8;

  private WideProducts() {}

  /// As [VectorProducts#multiply].
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
    int aRow = aTransposed ? 1 : k;
    int aStep = aTransposed ? m : 1;
    if (m == 1 && n % (PANEL * WIDTH) == 0) {
      row(n, k, a, aAt, aStep, b, bAt, s, sAt, sColumn, low, c, cAt);
    } else if (n >= WIDTH) {
      float[] scratch = packs(m, n) ? Scratch.atLeast(PANEL * WIDTH * TERMS) : b;
      panels(m, n, k, a, aAt, aRow, aStep, b, bAt, s, sAt, sRow, sColumn, low, c, cAt, scratch, 0);
    } else if (!aTransposed && sRow == 0 && WideHeads.does(m, n, k)) {
      WideHeads.multiply(m, n, k, a, aAt, b, bAt, s, sAt, sColumn, low, c, cAt);
    } else if (!aTransposed && (m <= SCALAR_ROWS || m * n <= SCALAR_SUMS)) {
      SmallProducts.multiply(m, n, k, a, aAt, b, bAt, s, sAt, sRow, sColumn, low, c, cAt);
    } else if (m >= WIDTH) {
      narrowTransposed(m, n, k, a, aAt, aTransposed, b, bAt, s, sAt, sRow, sColumn, low, c, cAt);
    } else {
      narrow(m, n, k, a, aAt, aRow, aStep, b, bAt, s, sAt, sRow, sColumn, low, c, cAt);
    }
  }

  /// One observation and whole panels, for which the way through [#panels] would cost a tenth.
  private static void row(
      int n,
      int k,
      float[] a,
      int aAt,
      int aStep,
      float[] b,
      int bAt,
      float[] s,
      int sAt,
      int sColumn,
      float low,
      float[] c,
      int cAt) {
    int last = (PANEL - 1) * WIDTH;
    for (int j = 0; j < n; j += PANEL * WIDTH) {
      int begin = sAt + j * sColumn;
      WideEdges.block1x4(k, a, aAt, aStep, b, bAt + j, n, s, begin, last, low, c, cAt + j);
    }
  }

  private static boolean packs(int m, int n) {
    return n > PANEL * WIDTH && m > PACKED_ROWS;
  }

  private static void panels(
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      float[] s,
      int sAt,
      int sRow,
      int sColumn,
      float low,
      float[] c,
      int cAt,
      float[] scratch,
      int scratchAt) {
    boolean packs = packs(m, n);
    for (int j = 0, vectors; j < n; j += vectors * WIDTH) {
      vectors = vectorsOfPanel(n - j);
      int last = Math.min((vectors - 1) * WIDTH, n - WIDTH - j);
      int p = 0;
      do {
        int terms = Math.min(k - p, packs ? TERMS : k);
        boolean first = p == 0;
        float[] from = first ? s : c;
        int fromAt = first ? sAt + j * sColumn : cAt + j;
        int fromRow = first ? sRow : n;
        float least = p + terms == k ? low : Float.NEGATIVE_INFINITY;
        int to = cAt + j;
        if (packs) {
          pack(n, terms, b, bAt + p * n + j, vectors, last, scratch, scratchAt);
          rows(
              m,
              terms,
              a,
              aAt + p * aStep,
              aRow,
              aStep,
              scratch,
              scratchAt,
              vectors * WIDTH,
              from,
              fromAt,
              fromRow,
              vectors,
              last,
              least,
              c,
              to,
              n);
        } else {
          rows(
              m,
              terms,
              a,
              aAt + p * aStep,
              aRow,
              aStep,
              b,
              bAt + p * n + j,
              n,
              from,
              fromAt,
              fromRow,
              vectors,
              last,
              least,
              c,
              to,
              n);
        }
        p += terms;
      } while (p < k);
    }
  }

  private static void rows(
      int m,
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      int bStep,
      float[] s,
      int sAt,
      int sRow,
      int vectors,
      int last,
      float low,
      float[] c,
      int cAt,
      int cRow) {
    for (int i = 0, rows; i < m; i += rows) {
      int left = m - i;
      int from = aAt + i * aRow;
      int begin = sAt + i * sRow;
      int to = cAt + i * cRow;
      if (vectors < PANEL) {
        rows = Math.min(left, NARROW_ROWS);
        if (vectors == 2) {
          WideEdges.block8x2(
              rows, k, a, from, aRow, aStep, b, bAt, bStep, s, begin, sRow, last, low, c, to, cRow);
        } else {
          WideEdges.block8x1(
              rows, k, a, from, aRow, aStep, b, bAt, bStep, s, begin, sRow, low, c, to, cRow);
        }
      } else if (left == 2) {
        rows = 2;
        WideEdges.block2x4(
            k, a, from, aRow, aStep, b, bAt, bStep, s, begin, sRow, last, low, c, to, cRow);
      } else if (left == 1) {
        rows = 1;
        WideEdges.block1x4(k, a, from, aStep, b, bAt, bStep, s, begin, last, low, c, to);
      } else if (left <= 4 || left == 7 || left == 8) {
        rows = Math.min(left, 4);
        WideBlocks.block4x4(
            rows, k, a, from, aRow, aStep, b, bAt, bStep, s, begin, sRow, last, low, c, to, cRow);
      } else {
        rows = Math.min(left, 6);
        WideBlocks.block6x4(
            rows, k, a, from, aRow, aStep, b, bAt, bStep, s, begin, sRow, last, low, c, to, cRow);
      }
    }
  }

  /// Vectors of the next panel, where so many columns are left. Small panels come first: then the
  /// last one, whose last vector may overlap its neighbour, holds that neighbour too, and has read
  /// both before it stores either.
  private static int vectorsOfPanel(int columns) {
    int left = (columns + WIDTH - 1) / WIDTH;
    if (left % 2 == 1) {
      return 1;
    }
    return left % 4 == 0 ? 4 : 2;
  }

  private static void pack(
      int n, int k, float[] b, int bAt, int vectors, int last, float[] panel, int panelAt) {
    for (int p = 0; p < k; p++) {
      System.arraycopy(b, bAt + p * n, panel, panelAt + p * vectors * WIDTH, last + WIDTH);
    }
  }

  /// Few rows, of fewer columns than a vector has lanes: B is packed to full lanes, of which the
  /// last hold anything, and rows of C lie in a tile meanwhile.
  private static void narrow(
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
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
    float[] scratch = Scratch.atLeast(tileAt + NARROW_ROWS * WIDTH);
    for (int p = 0; p < k; p++) {
      for (int j = 0; j < n; j++) {
        scratch[p * WIDTH + j] = b[bAt + p * n + j];
      }
    }
    for (int i = 0, rows; i < m; i += rows) {
      rows = Math.min(m - i, NARROW_ROWS);
      for (int r = 0; r < rows; r++) {
        for (int j = 0; j < n; j++) {
          scratch[tileAt + r * WIDTH + j] = s[sAt + (i + r) * sRow + j * sColumn];
        }
      }
      WideEdges.block8x1(
          rows,
          k,
          a,
          aAt + i * aRow,
          aRow,
          aStep,
          scratch,
          0,
          WIDTH,
          scratch,
          tileAt,
          WIDTH,
          low,
          scratch,
          tileAt,
          WIDTH);
      for (int r = 0; r < rows; r++) {
        for (int j = 0; j < n; j++) {
          c[cAt + (i + r) * n + j] = scratch[tileAt + r * WIDTH + j];
        }
      }
    }
  }

  /// A narrow C as the transpose of Cᵀ = Bᵀ·Aᵀ: the same sums of the same products, with lanes that
  /// run along the rows of C. A head is so, and the weight gradient of a head.
  private static void narrowTransposed(
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
    int columnsAt = n * m;
    float[] scratch = Scratch.atLeast(columnsAt + (aTransposed ? 0 : k * m));
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < m; i++) {
        scratch[j * m + i] = s[sAt + i * sRow + j * sColumn];
      }
    }
    float[] columns = aTransposed ? a : scratch;
    int at = aTransposed ? aAt : columnsAt;
    if (!aTransposed) {
      WideTranspose.transpose(m, k, a, aAt, scratch, columnsAt);
    }
    panels(n, m, k, b, bAt, 1, n, columns, at, scratch, 0, m, 1, low, scratch, 0, scratch, 0);
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < m; i++) {
        c[cAt + i * n + j] = scratch[j * m + i];
      }
    }
  }
}
