package uphill.kernel;

/// Matrix products of [ScalarKernels]: C ← C + A·B, every element one chain of fused multiply-adds
/// in increasing p.
///
/// C2 turns a loop into vector instructions by itself only if all its arrays are indexed by the
/// loop variable alone. So rows of B, and four rows of C, are copied into arrays of their own: 36
/// GFLOP/s instead of 1 (Zen 5, 128 × 64 × 64), and no module is needed. Elements (i, p) of A lie
/// at `aAt + i·aRow + p·aStep`, so that A·B and Aᵀ·B are one.
final class ScalarProducts {

  private static final int ROWS = 4;

  /// Terms of a sum that are done at a time: rows of B that are copied together.
  private static final int TERMS = 64;

  /// Fewer columns than these do not pay for copying.
  private static final int NARROW = 8;

  private static final ThreadLocal<ScalarProducts> OF_THREAD =
      ThreadLocal.withInitial(ScalarProducts::new);

  private float[][] bRow = new float[TERMS][0];
  private float[][] cRow = new float[ROWS][0];

  private ScalarProducts() {}

  /// Adds A·B to C. Shapes: A [m, k], B [k, n], C [m, n].
  static void add(
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      float[] c,
      int cAt) {
    if (n < NARROW) {
      narrow(m, n, k, a, aAt, aRow, aStep, b, bAt, c, cAt);
      return;
    }
    ScalarProducts rows = OF_THREAD.get();
    rows.makeRoom(n);
    for (int p = 0; p < k; p += TERMS) {
      rows.addWide(
          m, n, Math.min(TERMS, k - p), a, aAt + p * aStep, aRow, aStep, b, bAt + p * n, c, cAt);
    }
  }

  private void makeRoom(int n) {
    if (cRow[0].length < n) {
      bRow = new float[TERMS][n];
      cRow = new float[ROWS][n];
    }
  }

  private void addWide(
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      float[] c,
      int cAt) {
    for (int p = 0; p < k; p++) {
      System.arraycopy(b, bAt + p * n, bRow[p], 0, n);
    }
    for (int i = 0; i < m; i += ROWS) {
      // Rows past the last repeat it: computed, and not copied back.
      int rows = Math.min(ROWS, m - i);
      int a0 = aAt + i * aRow;
      int a1 = a0 + Math.min(1, rows - 1) * aRow;
      int a2 = a0 + Math.min(2, rows - 1) * aRow;
      int a3 = a0 + Math.min(3, rows - 1) * aRow;
      for (int r = 0; r < rows; r++) {
        System.arraycopy(c, cAt + (i + r) * n, cRow[r], 0, n);
      }
      int p = 0;
      for (; p + 1 < k; p += 2) {
        int q = p * aStep;
        int s = q + aStep;
        addTerms(
            n,
            a[a0 + q],
            a[a0 + s],
            a[a1 + q],
            a[a1 + s],
            a[a2 + q],
            a[a2 + s],
            a[a3 + q],
            a[a3 + s],
            bRow[p],
            bRow[p + 1],
            cRow[0],
            cRow[1],
            cRow[2],
            cRow[3]);
      }
      if (p < k) {
        int q = p * aStep;
        addTerm(
            n, a[a0 + q], a[a1 + q], a[a2 + q], a[a3 + q], bRow[p], cRow[0], cRow[1], cRow[2],
            cRow[3]);
      }
      for (int r = 0; r < rows; r++) {
        System.arraycopy(cRow[r], 0, c, cAt + (i + r) * n, n);
      }
    }
  }

  private static void addTerms(
      int n,
      float f00,
      float f01,
      float f10,
      float f11,
      float f20,
      float f21,
      float f30,
      float f31,
      float[] b0,
      float[] b1,
      float[] c0,
      float[] c1,
      float[] c2,
      float[] c3) {
    for (int j = 0; j < n; j++) {
      float x0 = b0[j];
      float x1 = b1[j];
      c0[j] = Math.fma(f01, x1, Math.fma(f00, x0, c0[j]));
      c1[j] = Math.fma(f11, x1, Math.fma(f10, x0, c1[j]));
      c2[j] = Math.fma(f21, x1, Math.fma(f20, x0, c2[j]));
      c3[j] = Math.fma(f31, x1, Math.fma(f30, x0, c3[j]));
    }
  }

  private static void addTerm(
      int n,
      float f0,
      float f1,
      float f2,
      float f3,
      float[] b,
      float[] c0,
      float[] c1,
      float[] c2,
      float[] c3) {
    for (int j = 0; j < n; j++) {
      float x = b[j];
      c0[j] = Math.fma(f0, x, c0[j]);
      c1[j] = Math.fma(f1, x, c1[j]);
      c2[j] = Math.fma(f2, x, c2[j]);
      c3[j] = Math.fma(f3, x, c3[j]);
    }
  }

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
      float[] c,
      int cAt) {
    for (int i = 0; i < m; i += ROWS) {
      int rows = Math.min(ROWS, m - i);
      int a0 = aAt + i * aRow;
      int row1 = Math.min(1, rows - 1);
      int row2 = Math.min(2, rows - 1);
      int row3 = Math.min(3, rows - 1);
      int a1 = a0 + row1 * aRow;
      int a2 = a0 + row2 * aRow;
      int a3 = a0 + row3 * aRow;
      for (int j = 0; j < n; j++) {
        int at = cAt + i * n + j;
        float c0 = c[at];
        float c1 = c[at + row1 * n];
        float c2 = c[at + row2 * n];
        float c3 = c[at + row3 * n];
        for (int p = 0; p < k; p++) {
          float x = b[bAt + p * n + j];
          int q = p * aStep;
          c0 = Math.fma(a[a0 + q], x, c0);
          c1 = Math.fma(a[a1 + q], x, c1);
          c2 = Math.fma(a[a2 + q], x, c2);
          c3 = Math.fma(a[a3 + q], x, c3);
        }
        c[at] = c0;
        c[at + row1 * n] = c1;
        c[at + row2 * n] = c2;
        c[at + row3 * n] = c3;
      }
    }
  }
}
