package uphill.kernel;

import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Register blocks of C = A·B with both as they lie, for so few rows that packing B would not pay:
/// one observation at a time. Otherwise as [RowBlocks], but that every vector of a row may begin
/// early: vector v begins at min(v · width, `last`).
final class DirectBlocks {

  private static final VectorSpecies<Float> LANES = Lanes.SPECIES;
  private static final int WIDTH = Lanes.WIDTH;

  private DirectBlocks() {}

  /// 4 × 2 vectors.
  static void block4x2(
      int rows,
      int k,
      float[] a,
      int aAt,
      int lda,
      float[] b,
      int bAt,
      int ldb,
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
    int j1 = Math.min(WIDTH, last);
    FloatVector c00 = FloatVector.fromArray(LANES, s, sAt);
    FloatVector c01 = FloatVector.fromArray(LANES, s, sAt + j1);
    int s1 = sAt + row1 * lds;
    FloatVector c10 = FloatVector.fromArray(LANES, s, s1);
    FloatVector c11 = FloatVector.fromArray(LANES, s, s1 + j1);
    int s2 = sAt + row2 * lds;
    FloatVector c20 = FloatVector.fromArray(LANES, s, s2);
    FloatVector c21 = FloatVector.fromArray(LANES, s, s2 + j1);
    int s3 = sAt + row3 * lds;
    FloatVector c30 = FloatVector.fromArray(LANES, s, s3);
    FloatVector c31 = FloatVector.fromArray(LANES, s, s3 + j1);
    for (int p = 0; p < k; p++) {
      int q = bAt + p * ldb;
      FloatVector b0 = FloatVector.fromArray(LANES, b, q);
      FloatVector b1 = FloatVector.fromArray(LANES, b, q + j1);
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
    c01.blend(0, c01.compare(LT, low)).intoArray(c, cAt + j1);
    int y1 = cAt + row1 * ldc;
    c10.blend(0, c10.compare(LT, low)).intoArray(c, y1);
    c11.blend(0, c11.compare(LT, low)).intoArray(c, y1 + j1);
    int y2 = cAt + row2 * ldc;
    c20.blend(0, c20.compare(LT, low)).intoArray(c, y2);
    c21.blend(0, c21.compare(LT, low)).intoArray(c, y2 + j1);
    int y3 = cAt + row3 * ldc;
    c30.blend(0, c30.compare(LT, low)).intoArray(c, y3);
    c31.blend(0, c31.compare(LT, low)).intoArray(c, y3 + j1);
  }

  /// 2 × 4 vectors.
  static void block2x4(
      int rows,
      int k,
      float[] a,
      int aAt,
      int lda,
      float[] b,
      int bAt,
      int ldb,
      float[] s,
      int sAt,
      int lds,
      int last,
      float low,
      float[] c,
      int cAt,
      int ldc) {
    int row1 = Math.min(1, rows - 1);
    int a0 = aAt;
    int a1 = aAt + row1 * lda;
    int j1 = Math.min(WIDTH, last);
    int j2 = Math.min(2 * WIDTH, last);
    int j3 = Math.min(3 * WIDTH, last);
    FloatVector c00 = FloatVector.fromArray(LANES, s, sAt);
    FloatVector c01 = FloatVector.fromArray(LANES, s, sAt + j1);
    FloatVector c02 = FloatVector.fromArray(LANES, s, sAt + j2);
    FloatVector c03 = FloatVector.fromArray(LANES, s, sAt + j3);
    int s1 = sAt + row1 * lds;
    FloatVector c10 = FloatVector.fromArray(LANES, s, s1);
    FloatVector c11 = FloatVector.fromArray(LANES, s, s1 + j1);
    FloatVector c12 = FloatVector.fromArray(LANES, s, s1 + j2);
    FloatVector c13 = FloatVector.fromArray(LANES, s, s1 + j3);
    for (int p = 0; p < k; p++) {
      int q = bAt + p * ldb;
      FloatVector b0 = FloatVector.fromArray(LANES, b, q);
      FloatVector b1 = FloatVector.fromArray(LANES, b, q + j1);
      FloatVector b2 = FloatVector.fromArray(LANES, b, q + j2);
      FloatVector b3 = FloatVector.fromArray(LANES, b, q + j3);
      FloatVector f;
      f = FloatVector.broadcast(LANES, a[a0 + p]);
      c00 = f.fma(b0, c00);
      c01 = f.fma(b1, c01);
      c02 = f.fma(b2, c02);
      c03 = f.fma(b3, c03);
      f = FloatVector.broadcast(LANES, a[a1 + p]);
      c10 = f.fma(b0, c10);
      c11 = f.fma(b1, c11);
      c12 = f.fma(b2, c12);
      c13 = f.fma(b3, c13);
    }
    c00.blend(0, c00.compare(LT, low)).intoArray(c, cAt);
    c01.blend(0, c01.compare(LT, low)).intoArray(c, cAt + j1);
    c02.blend(0, c02.compare(LT, low)).intoArray(c, cAt + j2);
    c03.blend(0, c03.compare(LT, low)).intoArray(c, cAt + j3);
    int y1 = cAt + row1 * ldc;
    c10.blend(0, c10.compare(LT, low)).intoArray(c, y1);
    c11.blend(0, c11.compare(LT, low)).intoArray(c, y1 + j1);
    c12.blend(0, c12.compare(LT, low)).intoArray(c, y1 + j2);
    c13.blend(0, c13.compare(LT, low)).intoArray(c, y1 + j3);
  }

  /// 1 × 8 vectors.
  static void block1x8(
      int k,
      float[] a,
      int aAt,
      int lda,
      float[] b,
      int bAt,
      int ldb,
      float[] s,
      int sAt,
      int lds,
      int last,
      float low,
      float[] c,
      int cAt,
      int ldc) {
    int j1 = Math.min(WIDTH, last);
    int j2 = Math.min(2 * WIDTH, last);
    int j3 = Math.min(3 * WIDTH, last);
    int j4 = Math.min(4 * WIDTH, last);
    int j5 = Math.min(5 * WIDTH, last);
    int j6 = Math.min(6 * WIDTH, last);
    int j7 = Math.min(7 * WIDTH, last);
    FloatVector c00 = FloatVector.fromArray(LANES, s, sAt);
    FloatVector c01 = FloatVector.fromArray(LANES, s, sAt + j1);
    FloatVector c02 = FloatVector.fromArray(LANES, s, sAt + j2);
    FloatVector c03 = FloatVector.fromArray(LANES, s, sAt + j3);
    FloatVector c04 = FloatVector.fromArray(LANES, s, sAt + j4);
    FloatVector c05 = FloatVector.fromArray(LANES, s, sAt + j5);
    FloatVector c06 = FloatVector.fromArray(LANES, s, sAt + j6);
    FloatVector c07 = FloatVector.fromArray(LANES, s, sAt + j7);
    for (int p = 0; p < k; p++) {
      int q = bAt + p * ldb;
      FloatVector b0 = FloatVector.fromArray(LANES, b, q);
      FloatVector b1 = FloatVector.fromArray(LANES, b, q + j1);
      FloatVector b2 = FloatVector.fromArray(LANES, b, q + j2);
      FloatVector b3 = FloatVector.fromArray(LANES, b, q + j3);
      FloatVector b4 = FloatVector.fromArray(LANES, b, q + j4);
      FloatVector b5 = FloatVector.fromArray(LANES, b, q + j5);
      FloatVector b6 = FloatVector.fromArray(LANES, b, q + j6);
      FloatVector b7 = FloatVector.fromArray(LANES, b, q + j7);
      FloatVector f = FloatVector.broadcast(LANES, a[aAt + p]);
      c00 = f.fma(b0, c00);
      c01 = f.fma(b1, c01);
      c02 = f.fma(b2, c02);
      c03 = f.fma(b3, c03);
      c04 = f.fma(b4, c04);
      c05 = f.fma(b5, c05);
      c06 = f.fma(b6, c06);
      c07 = f.fma(b7, c07);
    }
    c00.blend(0, c00.compare(LT, low)).intoArray(c, cAt);
    c01.blend(0, c01.compare(LT, low)).intoArray(c, cAt + j1);
    c02.blend(0, c02.compare(LT, low)).intoArray(c, cAt + j2);
    c03.blend(0, c03.compare(LT, low)).intoArray(c, cAt + j3);
    c04.blend(0, c04.compare(LT, low)).intoArray(c, cAt + j4);
    c05.blend(0, c05.compare(LT, low)).intoArray(c, cAt + j5);
    c06.blend(0, c06.compare(LT, low)).intoArray(c, cAt + j6);
    c07.blend(0, c07.compare(LT, low)).intoArray(c, cAt + j7);
  }
}
