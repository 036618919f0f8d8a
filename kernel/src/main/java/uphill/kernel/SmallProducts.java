package uphill.kernel;

/// C = A·B for a row or two of few columns, in scalar chains: a head that acts on one observation.
///
/// Packing B for lanes would cost more than the product. Up to four columns have loops of their
/// own, because a constant stride lets C2 take the range checks out (64 × 2 terms: 113 → 63 ns).
final class SmallProducts {

  private SmallProducts() {}

  /// As [VectorProducts#multiply], with neither transposed.
  static void multiply(
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
    if (m > 2) {
      rows(m, n, k, a, aAt, b, bAt, s, sAt, sRow, sColumn, low, c, cAt);
      return;
    }
    for (int i = 0; i < m; i++) {
      int from = aAt + i * k;
      int begin = sAt + i * sRow;
      int to = cAt + i * n;
      switch (n) {
        case 1 -> columns1(k, a, from, b, bAt, s, begin, low, c, to);
        case 2 -> columns2(k, a, from, b, bAt, s, begin, sColumn, low, c, to);
        case 3 -> columns3(k, a, from, b, bAt, s, begin, sColumn, low, c, to);
        case 4 -> columns4(k, a, from, b, bAt, s, begin, sColumn, low, c, to);
        default -> columns(n, k, a, from, b, bAt, s, begin, sColumn, low, c, to);
      }
    }
  }

  /// Four rows and two columns at a time, of which the last may repeat: eight chains beside each
  /// other take as long as one.
  private static void rows(
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
    for (int i = 0; i < m; i += 4) {
      for (int j = 0; j < n; j += 2) {
        int i1 = Math.min(i + 1, m - 1);
        int i2 = Math.min(i + 2, m - 1);
        int i3 = Math.min(i + 3, m - 1);
        int j1 = Math.min(j + 1, n - 1);
        int left = sAt + j * sColumn;
        int right = sAt + j1 * sColumn;
        float c00 = s[left + i * sRow];
        float c01 = s[right + i * sRow];
        float c10 = s[left + i1 * sRow];
        float c11 = s[right + i1 * sRow];
        float c20 = s[left + i2 * sRow];
        float c21 = s[right + i2 * sRow];
        float c30 = s[left + i3 * sRow];
        float c31 = s[right + i3 * sRow];
        for (int p = 0; p < k; p++) {
          float b0 = b[bAt + p * n + j];
          float b1 = b[bAt + p * n + j1];
          float a0 = a[aAt + i * k + p];
          float a1 = a[aAt + i1 * k + p];
          float a2 = a[aAt + i2 * k + p];
          float a3 = a[aAt + i3 * k + p];
          c00 = Math.fma(a0, b0, c00);
          c01 = Math.fma(a0, b1, c01);
          c10 = Math.fma(a1, b0, c10);
          c11 = Math.fma(a1, b1, c11);
          c20 = Math.fma(a2, b0, c20);
          c21 = Math.fma(a2, b1, c21);
          c30 = Math.fma(a3, b0, c30);
          c31 = Math.fma(a3, b1, c31);
        }
        int first = cAt + j;
        int second = cAt + j1;
        c[first + i * n] = c00 < low ? 0 : c00;
        c[second + i * n] = c01 < low ? 0 : c01;
        c[first + i1 * n] = c10 < low ? 0 : c10;
        c[second + i1 * n] = c11 < low ? 0 : c11;
        c[first + i2 * n] = c20 < low ? 0 : c20;
        c[second + i2 * n] = c21 < low ? 0 : c21;
        c[first + i3 * n] = c30 < low ? 0 : c30;
        c[second + i3 * n] = c31 < low ? 0 : c31;
      }
    }
  }

  private static void columns1(
      int k,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] s,
      int sAt,
      float low,
      float[] c,
      int cAt) {
    float c0 = s[sAt];
    for (int p = 0; p < k; p++) {
      c0 = Math.fma(a[aAt + p], b[bAt + p], c0);
    }
    c[cAt] = c0 < low ? 0 : c0;
  }

  private static void columns2(
      int k,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] s,
      int sAt,
      int sColumn,
      float low,
      float[] c,
      int cAt) {
    float c0 = s[sAt];
    float c1 = s[sAt + sColumn];
    for (int p = 0; p < k; p++) {
      float factor = a[aAt + p];
      c0 = Math.fma(factor, b[bAt + 2 * p], c0);
      c1 = Math.fma(factor, b[bAt + 2 * p + 1], c1);
    }
    c[cAt] = c0 < low ? 0 : c0;
    c[cAt + 1] = c1 < low ? 0 : c1;
  }

  private static void columns3(
      int k,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] s,
      int sAt,
      int sColumn,
      float low,
      float[] c,
      int cAt) {
    float c0 = s[sAt];
    float c1 = s[sAt + sColumn];
    float c2 = s[sAt + 2 * sColumn];
    for (int p = 0; p < k; p++) {
      float factor = a[aAt + p];
      c0 = Math.fma(factor, b[bAt + 3 * p], c0);
      c1 = Math.fma(factor, b[bAt + 3 * p + 1], c1);
      c2 = Math.fma(factor, b[bAt + 3 * p + 2], c2);
    }
    c[cAt] = c0 < low ? 0 : c0;
    c[cAt + 1] = c1 < low ? 0 : c1;
    c[cAt + 2] = c2 < low ? 0 : c2;
  }

  private static void columns4(
      int k,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] s,
      int sAt,
      int sColumn,
      float low,
      float[] c,
      int cAt) {
    float c0 = s[sAt];
    float c1 = s[sAt + sColumn];
    float c2 = s[sAt + 2 * sColumn];
    float c3 = s[sAt + 3 * sColumn];
    for (int p = 0; p < k; p++) {
      float factor = a[aAt + p];
      c0 = Math.fma(factor, b[bAt + 4 * p], c0);
      c1 = Math.fma(factor, b[bAt + 4 * p + 1], c1);
      c2 = Math.fma(factor, b[bAt + 4 * p + 2], c2);
      c3 = Math.fma(factor, b[bAt + 4 * p + 3], c3);
    }
    c[cAt] = c0 < low ? 0 : c0;
    c[cAt + 1] = c1 < low ? 0 : c1;
    c[cAt + 2] = c2 < low ? 0 : c2;
    c[cAt + 3] = c3 < low ? 0 : c3;
  }

  /// Four chains at a time, of which the last may repeat.
  private static void columns(
      int n,
      int k,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] s,
      int sAt,
      int sColumn,
      float low,
      float[] c,
      int cAt) {
    for (int j = 0; j < n; j += 4) {
      int j1 = Math.min(j + 1, n - 1);
      int j2 = Math.min(j + 2, n - 1);
      int j3 = Math.min(j + 3, n - 1);
      float c0 = s[sAt + j * sColumn];
      float c1 = s[sAt + j1 * sColumn];
      float c2 = s[sAt + j2 * sColumn];
      float c3 = s[sAt + j3 * sColumn];
      for (int p = 0; p < k; p++) {
        float factor = a[aAt + p];
        int q = bAt + p * n;
        c0 = Math.fma(factor, b[q + j], c0);
        c1 = Math.fma(factor, b[q + j1], c1);
        c2 = Math.fma(factor, b[q + j2], c2);
        c3 = Math.fma(factor, b[q + j3], c3);
      }
      c[cAt + j] = c0 < low ? 0 : c0;
      c[cAt + j1] = c1 < low ? 0 : c1;
      c[cAt + j2] = c2 < low ? 0 : c2;
      c[cAt + j3] = c3 < low ? 0 : c3;
    }
  }
}
