package uphill.kernel;

import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Register blocks of C = A·B where the rows of A lie as they are and B is a packed panel.
///
/// A block is `rows` × (vectors · width) elements of C that stay in registers while k runs:
///
/// ```text
/// cᵢⱼ ← sᵢⱼ + Σₚ aᵢₚ·bₚⱼ      then 0 where that is < low
/// ```
///
/// `s` is where the chains begin, row i at `sAt + i·lds`: a bias with lds = 0, zeros, or C itself.
/// Rows past `rows` repeat the last one, and the last vector of a row may begin early (`last`, from
/// the first one) and overlap the one before: both then compute, and store, equal values twice.
/// That is what makes one kernel do for every edge: a smaller block would be no faster, because
/// fewer than eight chains leave the two multiply-add units waiting (latency 4).
///
/// Every index is a constant times p plus an invariant. That lets C2 take the range checks out of
/// the loop and unroll it; with a stride in a variable the same block runs at two thirds of the
/// speed. Which shapes were tried, with figures: `docs/decisions/0003-kernel-blocking.md`.
final class RowBlocks {

  private static final VectorSpecies<Float> LANES = Lanes.SPECIES;
  private static final int WIDTH = Lanes.WIDTH;

  private RowBlocks() {}

  /// 6 × 2 vectors: 12 accumulators of the 16 registers of AVX2.
  static void block6x2(
      int rows,
      int k,
      float[] a,
      int aAt,
      int lda,
      float[] b,
      int bAt,
      float[] s,
      int sAt,
      int lds,
      int last,
      float low,
      float[] c,
      int cAt,
      int ldc) {
    int row1 = Math.min(1, rows - 1);
    int row2 = Math.min(2, rows - 1);
    int row3 = Math.min(3, rows - 1);
    int row4 = Math.min(4, rows - 1);
    int row5 = Math.min(5, rows - 1);
    int a0 = aAt;
    int a1 = aAt + row1 * lda;
    int a2 = aAt + row2 * lda;
    int a3 = aAt + row3 * lda;
    int a4 = aAt + row4 * lda;
    int a5 = aAt + row5 * lda;
    FloatVector c00 = FloatVector.fromArray(LANES, s, sAt);
    FloatVector c01 = FloatVector.fromArray(LANES, s, sAt + last);
    int s1 = sAt + row1 * lds;
    FloatVector c10 = FloatVector.fromArray(LANES, s, s1);
    FloatVector c11 = FloatVector.fromArray(LANES, s, s1 + last);
    int s2 = sAt + row2 * lds;
    FloatVector c20 = FloatVector.fromArray(LANES, s, s2);
    FloatVector c21 = FloatVector.fromArray(LANES, s, s2 + last);
    int s3 = sAt + row3 * lds;
    FloatVector c30 = FloatVector.fromArray(LANES, s, s3);
    FloatVector c31 = FloatVector.fromArray(LANES, s, s3 + last);
    int s4 = sAt + row4 * lds;
    FloatVector c40 = FloatVector.fromArray(LANES, s, s4);
    FloatVector c41 = FloatVector.fromArray(LANES, s, s4 + last);
    int s5 = sAt + row5 * lds;
    FloatVector c50 = FloatVector.fromArray(LANES, s, s5);
    FloatVector c51 = FloatVector.fromArray(LANES, s, s5 + last);
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(LANES, b, bAt + p * (2 * WIDTH));
      FloatVector b1 = FloatVector.fromArray(LANES, b, bAt + p * (2 * WIDTH) + WIDTH);
      FloatVector f;
      f = FloatVector.broadcast(LANES, a[a0 + p]);
      c00 = f.fma(b0, c00);
      c01 = f.fma(b1, c01);
      f = FloatVector.broadcast(LANES, a[a1 + p]);
      c10 = f.fma(b0, c10);
      c11 = f.fma(b1, c11);
      f = FloatVector.broadcast(LANES, a[a2 + p]);
      c20 = f.fma(b0, c20);
      c21 = f.fma(b1, c21);
      f = FloatVector.broadcast(LANES, a[a3 + p]);
      c30 = f.fma(b0, c30);
      c31 = f.fma(b1, c31);
      f = FloatVector.broadcast(LANES, a[a4 + p]);
      c40 = f.fma(b0, c40);
      c41 = f.fma(b1, c41);
      f = FloatVector.broadcast(LANES, a[a5 + p]);
      c50 = f.fma(b0, c50);
      c51 = f.fma(b1, c51);
    }
    c00.blend(0, c00.compare(LT, low)).intoArray(c, cAt);
    c01.blend(0, c01.compare(LT, low)).intoArray(c, cAt + last);
    int y1 = cAt + row1 * ldc;
    c10.blend(0, c10.compare(LT, low)).intoArray(c, y1);
    c11.blend(0, c11.compare(LT, low)).intoArray(c, y1 + last);
    int y2 = cAt + row2 * ldc;
    c20.blend(0, c20.compare(LT, low)).intoArray(c, y2);
    c21.blend(0, c21.compare(LT, low)).intoArray(c, y2 + last);
    int y3 = cAt + row3 * ldc;
    c30.blend(0, c30.compare(LT, low)).intoArray(c, y3);
    c31.blend(0, c31.compare(LT, low)).intoArray(c, y3 + last);
    int y4 = cAt + row4 * ldc;
    c40.blend(0, c40.compare(LT, low)).intoArray(c, y4);
    c41.blend(0, c41.compare(LT, low)).intoArray(c, y4 + last);
    int y5 = cAt + row5 * ldc;
    c50.blend(0, c50.compare(LT, low)).intoArray(c, y5);
    c51.blend(0, c51.compare(LT, low)).intoArray(c, y5 + last);
  }

  /// The same without edges: all six rows are there, and both vectors whole. What is constant here
  /// need not be checked and added up: a twentieth of the time of a product with k = 64.
  static void whole6x2(
      int k,
      float[] a,
      int aAt,
      int lda,
      float[] b,
      int bAt,
      float[] s,
      int sAt,
      int lds,
      float low,
      float[] c,
      int cAt,
      int ldc) {
    int a0 = aAt;
    int a1 = aAt + lda;
    int a2 = aAt + 2 * lda;
    int a3 = aAt + 3 * lda;
    int a4 = aAt + 4 * lda;
    int a5 = aAt + 5 * lda;
    FloatVector c00 = FloatVector.fromArray(LANES, s, sAt);
    FloatVector c01 = FloatVector.fromArray(LANES, s, sAt + WIDTH);
    int s1 = sAt + lds;
    FloatVector c10 = FloatVector.fromArray(LANES, s, s1);
    FloatVector c11 = FloatVector.fromArray(LANES, s, s1 + WIDTH);
    int s2 = sAt + 2 * lds;
    FloatVector c20 = FloatVector.fromArray(LANES, s, s2);
    FloatVector c21 = FloatVector.fromArray(LANES, s, s2 + WIDTH);
    int s3 = sAt + 3 * lds;
    FloatVector c30 = FloatVector.fromArray(LANES, s, s3);
    FloatVector c31 = FloatVector.fromArray(LANES, s, s3 + WIDTH);
    int s4 = sAt + 4 * lds;
    FloatVector c40 = FloatVector.fromArray(LANES, s, s4);
    FloatVector c41 = FloatVector.fromArray(LANES, s, s4 + WIDTH);
    int s5 = sAt + 5 * lds;
    FloatVector c50 = FloatVector.fromArray(LANES, s, s5);
    FloatVector c51 = FloatVector.fromArray(LANES, s, s5 + WIDTH);
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(LANES, b, bAt + p * (2 * WIDTH));
      FloatVector b1 = FloatVector.fromArray(LANES, b, bAt + p * (2 * WIDTH) + WIDTH);
      FloatVector f;
      f = FloatVector.broadcast(LANES, a[a0 + p]);
      c00 = f.fma(b0, c00);
      c01 = f.fma(b1, c01);
      f = FloatVector.broadcast(LANES, a[a1 + p]);
      c10 = f.fma(b0, c10);
      c11 = f.fma(b1, c11);
      f = FloatVector.broadcast(LANES, a[a2 + p]);
      c20 = f.fma(b0, c20);
      c21 = f.fma(b1, c21);
      f = FloatVector.broadcast(LANES, a[a3 + p]);
      c30 = f.fma(b0, c30);
      c31 = f.fma(b1, c31);
      f = FloatVector.broadcast(LANES, a[a4 + p]);
      c40 = f.fma(b0, c40);
      c41 = f.fma(b1, c41);
      f = FloatVector.broadcast(LANES, a[a5 + p]);
      c50 = f.fma(b0, c50);
      c51 = f.fma(b1, c51);
    }
    c00.blend(0, c00.compare(LT, low)).intoArray(c, cAt);
    c01.blend(0, c01.compare(LT, low)).intoArray(c, cAt + WIDTH);
    int y1 = cAt + ldc;
    c10.blend(0, c10.compare(LT, low)).intoArray(c, y1);
    c11.blend(0, c11.compare(LT, low)).intoArray(c, y1 + WIDTH);
    int y2 = cAt + 2 * ldc;
    c20.blend(0, c20.compare(LT, low)).intoArray(c, y2);
    c21.blend(0, c21.compare(LT, low)).intoArray(c, y2 + WIDTH);
    int y3 = cAt + 3 * ldc;
    c30.blend(0, c30.compare(LT, low)).intoArray(c, y3);
    c31.blend(0, c31.compare(LT, low)).intoArray(c, y3 + WIDTH);
    int y4 = cAt + 4 * ldc;
    c40.blend(0, c40.compare(LT, low)).intoArray(c, y4);
    c41.blend(0, c41.compare(LT, low)).intoArray(c, y4 + WIDTH);
    int y5 = cAt + 5 * ldc;
    c50.blend(0, c50.compare(LT, low)).intoArray(c, y5);
    c51.blend(0, c51.compare(LT, low)).intoArray(c, y5 + WIDTH);
  }

  /// 4 × 2 vectors, for the last rows: 8 accumulators just hide the latency.
  static void block4x2(
      int rows,
      int k,
      float[] a,
      int aAt,
      int lda,
      float[] b,
      int bAt,
      float[] s,
      int sAt,
      int lds,
      int last,
      float low,
      float[] c,
      int cAt,
      int ldc) {
    int row1 = Math.min(1, rows - 1);
    int row2 = Math.min(2, rows - 1);
    int row3 = Math.min(3, rows - 1);
    int a0 = aAt;
    int a1 = aAt + row1 * lda;
    int a2 = aAt + row2 * lda;
    int a3 = aAt + row3 * lda;
    FloatVector c00 = FloatVector.fromArray(LANES, s, sAt);
    FloatVector c01 = FloatVector.fromArray(LANES, s, sAt + last);
    int s1 = sAt + row1 * lds;
    FloatVector c10 = FloatVector.fromArray(LANES, s, s1);
    FloatVector c11 = FloatVector.fromArray(LANES, s, s1 + last);
    int s2 = sAt + row2 * lds;
    FloatVector c20 = FloatVector.fromArray(LANES, s, s2);
    FloatVector c21 = FloatVector.fromArray(LANES, s, s2 + last);
    int s3 = sAt + row3 * lds;
    FloatVector c30 = FloatVector.fromArray(LANES, s, s3);
    FloatVector c31 = FloatVector.fromArray(LANES, s, s3 + last);
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(LANES, b, bAt + p * (2 * WIDTH));
      FloatVector b1 = FloatVector.fromArray(LANES, b, bAt + p * (2 * WIDTH) + WIDTH);
      FloatVector f;
      f = FloatVector.broadcast(LANES, a[a0 + p]);
      c00 = f.fma(b0, c00);
      c01 = f.fma(b1, c01);
      f = FloatVector.broadcast(LANES, a[a1 + p]);
      c10 = f.fma(b0, c10);
      c11 = f.fma(b1, c11);
      f = FloatVector.broadcast(LANES, a[a2 + p]);
      c20 = f.fma(b0, c20);
      c21 = f.fma(b1, c21);
      f = FloatVector.broadcast(LANES, a[a3 + p]);
      c30 = f.fma(b0, c30);
      c31 = f.fma(b1, c31);
    }
    c00.blend(0, c00.compare(LT, low)).intoArray(c, cAt);
    c01.blend(0, c01.compare(LT, low)).intoArray(c, cAt + last);
    int y1 = cAt + row1 * ldc;
    c10.blend(0, c10.compare(LT, low)).intoArray(c, y1);
    c11.blend(0, c11.compare(LT, low)).intoArray(c, y1 + last);
    int y2 = cAt + row2 * ldc;
    c20.blend(0, c20.compare(LT, low)).intoArray(c, y2);
    c21.blend(0, c21.compare(LT, low)).intoArray(c, y2 + last);
    int y3 = cAt + row3 * ldc;
    c30.blend(0, c30.compare(LT, low)).intoArray(c, y3);
    c31.blend(0, c31.compare(LT, low)).intoArray(c, y3 + last);
  }

  /// 8 × 1 vectors, for an odd vector of columns and for outputs narrower than one.
  static void block8x1(
      int rows,
      int k,
      float[] a,
      int aAt,
      int lda,
      float[] b,
      int bAt,
      float[] s,
      int sAt,
      int lds,
      float low,
      float[] c,
      int cAt,
      int ldc) {
    int row1 = Math.min(1, rows - 1);
    int row2 = Math.min(2, rows - 1);
    int row3 = Math.min(3, rows - 1);
    int row4 = Math.min(4, rows - 1);
    int row5 = Math.min(5, rows - 1);
    int row6 = Math.min(6, rows - 1);
    int row7 = Math.min(7, rows - 1);
    int a0 = aAt;
    int a1 = aAt + row1 * lda;
    int a2 = aAt + row2 * lda;
    int a3 = aAt + row3 * lda;
    int a4 = aAt + row4 * lda;
    int a5 = aAt + row5 * lda;
    int a6 = aAt + row6 * lda;
    int a7 = aAt + row7 * lda;
    FloatVector c00 = FloatVector.fromArray(LANES, s, sAt);
    int s1 = sAt + row1 * lds;
    FloatVector c10 = FloatVector.fromArray(LANES, s, s1);
    int s2 = sAt + row2 * lds;
    FloatVector c20 = FloatVector.fromArray(LANES, s, s2);
    int s3 = sAt + row3 * lds;
    FloatVector c30 = FloatVector.fromArray(LANES, s, s3);
    int s4 = sAt + row4 * lds;
    FloatVector c40 = FloatVector.fromArray(LANES, s, s4);
    int s5 = sAt + row5 * lds;
    FloatVector c50 = FloatVector.fromArray(LANES, s, s5);
    int s6 = sAt + row6 * lds;
    FloatVector c60 = FloatVector.fromArray(LANES, s, s6);
    int s7 = sAt + row7 * lds;
    FloatVector c70 = FloatVector.fromArray(LANES, s, s7);
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(LANES, b, bAt + p * WIDTH);
      FloatVector f;
      f = FloatVector.broadcast(LANES, a[a0 + p]);
      c00 = f.fma(b0, c00);
      f = FloatVector.broadcast(LANES, a[a1 + p]);
      c10 = f.fma(b0, c10);
      f = FloatVector.broadcast(LANES, a[a2 + p]);
      c20 = f.fma(b0, c20);
      f = FloatVector.broadcast(LANES, a[a3 + p]);
      c30 = f.fma(b0, c30);
      f = FloatVector.broadcast(LANES, a[a4 + p]);
      c40 = f.fma(b0, c40);
      f = FloatVector.broadcast(LANES, a[a5 + p]);
      c50 = f.fma(b0, c50);
      f = FloatVector.broadcast(LANES, a[a6 + p]);
      c60 = f.fma(b0, c60);
      f = FloatVector.broadcast(LANES, a[a7 + p]);
      c70 = f.fma(b0, c70);
    }
    c00.blend(0, c00.compare(LT, low)).intoArray(c, cAt);
    int y1 = cAt + row1 * ldc;
    c10.blend(0, c10.compare(LT, low)).intoArray(c, y1);
    int y2 = cAt + row2 * ldc;
    c20.blend(0, c20.compare(LT, low)).intoArray(c, y2);
    int y3 = cAt + row3 * ldc;
    c30.blend(0, c30.compare(LT, low)).intoArray(c, y3);
    int y4 = cAt + row4 * ldc;
    c40.blend(0, c40.compare(LT, low)).intoArray(c, y4);
    int y5 = cAt + row5 * ldc;
    c50.blend(0, c50.compare(LT, low)).intoArray(c, y5);
    int y6 = cAt + row6 * ldc;
    c60.blend(0, c60.compare(LT, low)).intoArray(c, y6);
    int y7 = cAt + row7 * ldc;
    c70.blend(0, c70.compare(LT, low)).intoArray(c, y7);
  }
}
