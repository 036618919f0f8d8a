package uphill.kernel;

import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Smaller blocks than those of [WideBlocks], with the same arguments: for few rows and for the
/// columns that do not fill four vectors.
final class WideEdges {

  private static final VectorSpecies<Float> LANES = Lanes.SPECIES;
  private static final int WIDTH = Lanes.WIDTH;

  private WideEdges() {}

  /// 1 × 4 vectors.
  static void block1x4(
      int k,
      float[] a,
      int aAt,
      int aStep,
      float[] b,
      int bAt,
      int bStep,
      float[] s,
      int sAt,
      int last,
      float low,
      float[] c,
      int cAt) {

    FloatVector c00 = FloatVector.fromArray(LANES, s, sAt);
    FloatVector c01 = FloatVector.fromArray(LANES, s, sAt + WIDTH);
    FloatVector c02 = FloatVector.fromArray(LANES, s, sAt + 2 * WIDTH);
    FloatVector c03 = FloatVector.fromArray(LANES, s, sAt + last);
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(LANES, b, bAt + p * bStep);
      FloatVector b1 = FloatVector.fromArray(LANES, b, bAt + p * bStep + WIDTH);
      FloatVector b2 = FloatVector.fromArray(LANES, b, bAt + p * bStep + 2 * WIDTH);
      FloatVector b3 = FloatVector.fromArray(LANES, b, bAt + p * bStep + last);
      FloatVector f;
      f = FloatVector.broadcast(LANES, a[aAt + p * aStep]);
      c00 = f.fma(b0, c00);
      c01 = f.fma(b1, c01);
      c02 = f.fma(b2, c02);
      c03 = f.fma(b3, c03);
    }
    c00.blend(0, c00.compare(LT, low)).intoArray(c, cAt);
    c01.blend(0, c01.compare(LT, low)).intoArray(c, cAt + WIDTH);
    c02.blend(0, c02.compare(LT, low)).intoArray(c, cAt + 2 * WIDTH);
    c03.blend(0, c03.compare(LT, low)).intoArray(c, cAt + last);
  }

  /// 2 × 4 vectors.
  static void block2x4(
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
      int last,
      float low,
      float[] c,
      int cAt,
      int cRow) {
    int a1 = aAt + aRow;
    int s1 = sAt + sRow;
    FloatVector c00 = FloatVector.fromArray(LANES, s, sAt);
    FloatVector c01 = FloatVector.fromArray(LANES, s, sAt + WIDTH);
    FloatVector c02 = FloatVector.fromArray(LANES, s, sAt + 2 * WIDTH);
    FloatVector c03 = FloatVector.fromArray(LANES, s, sAt + last);
    FloatVector c10 = FloatVector.fromArray(LANES, s, s1);
    FloatVector c11 = FloatVector.fromArray(LANES, s, s1 + WIDTH);
    FloatVector c12 = FloatVector.fromArray(LANES, s, s1 + 2 * WIDTH);
    FloatVector c13 = FloatVector.fromArray(LANES, s, s1 + last);
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(LANES, b, bAt + p * bStep);
      FloatVector b1 = FloatVector.fromArray(LANES, b, bAt + p * bStep + WIDTH);
      FloatVector b2 = FloatVector.fromArray(LANES, b, bAt + p * bStep + 2 * WIDTH);
      FloatVector b3 = FloatVector.fromArray(LANES, b, bAt + p * bStep + last);
      FloatVector f;
      f = FloatVector.broadcast(LANES, a[aAt + p * aStep]);
      c00 = f.fma(b0, c00);
      c01 = f.fma(b1, c01);
      c02 = f.fma(b2, c02);
      c03 = f.fma(b3, c03);
      f = FloatVector.broadcast(LANES, a[a1 + p * aStep]);
      c10 = f.fma(b0, c10);
      c11 = f.fma(b1, c11);
      c12 = f.fma(b2, c12);
      c13 = f.fma(b3, c13);
    }
    c00.blend(0, c00.compare(LT, low)).intoArray(c, cAt);
    c01.blend(0, c01.compare(LT, low)).intoArray(c, cAt + WIDTH);
    c02.blend(0, c02.compare(LT, low)).intoArray(c, cAt + 2 * WIDTH);
    c03.blend(0, c03.compare(LT, low)).intoArray(c, cAt + last);
    int y1 = cAt + cRow;
    c10.blend(0, c10.compare(LT, low)).intoArray(c, y1);
    c11.blend(0, c11.compare(LT, low)).intoArray(c, y1 + WIDTH);
    c12.blend(0, c12.compare(LT, low)).intoArray(c, y1 + 2 * WIDTH);
    c13.blend(0, c13.compare(LT, low)).intoArray(c, y1 + last);
  }

  /// 8 × 2 vectors.
  static void block8x2(
      int rows,
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
      int last,
      float low,
      float[] c,
      int cAt,
      int cRow) {
    int row1 = Math.min(1, rows - 1);
    int row2 = Math.min(2, rows - 1);
    int row3 = Math.min(3, rows - 1);
    int row4 = Math.min(4, rows - 1);
    int row5 = Math.min(5, rows - 1);
    int row6 = Math.min(6, rows - 1);
    int row7 = Math.min(7, rows - 1);
    int a0 = aAt;
    int a1 = aAt + row1 * aRow;
    int a2 = aAt + row2 * aRow;
    int a3 = aAt + row3 * aRow;
    int a4 = aAt + row4 * aRow;
    int a5 = aAt + row5 * aRow;
    int a6 = aAt + row6 * aRow;
    int a7 = aAt + row7 * aRow;
    FloatVector c00 = FloatVector.fromArray(LANES, s, sAt);
    FloatVector c01 = FloatVector.fromArray(LANES, s, sAt + last);
    int s1 = sAt + row1 * sRow;
    FloatVector c10 = FloatVector.fromArray(LANES, s, s1);
    FloatVector c11 = FloatVector.fromArray(LANES, s, s1 + last);
    int s2 = sAt + row2 * sRow;
    FloatVector c20 = FloatVector.fromArray(LANES, s, s2);
    FloatVector c21 = FloatVector.fromArray(LANES, s, s2 + last);
    int s3 = sAt + row3 * sRow;
    FloatVector c30 = FloatVector.fromArray(LANES, s, s3);
    FloatVector c31 = FloatVector.fromArray(LANES, s, s3 + last);
    int s4 = sAt + row4 * sRow;
    FloatVector c40 = FloatVector.fromArray(LANES, s, s4);
    FloatVector c41 = FloatVector.fromArray(LANES, s, s4 + last);
    int s5 = sAt + row5 * sRow;
    FloatVector c50 = FloatVector.fromArray(LANES, s, s5);
    FloatVector c51 = FloatVector.fromArray(LANES, s, s5 + last);
    int s6 = sAt + row6 * sRow;
    FloatVector c60 = FloatVector.fromArray(LANES, s, s6);
    FloatVector c61 = FloatVector.fromArray(LANES, s, s6 + last);
    int s7 = sAt + row7 * sRow;
    FloatVector c70 = FloatVector.fromArray(LANES, s, s7);
    FloatVector c71 = FloatVector.fromArray(LANES, s, s7 + last);
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(LANES, b, bAt + p * bStep);
      FloatVector b1 = FloatVector.fromArray(LANES, b, bAt + p * bStep + last);
      FloatVector f;
      f = FloatVector.broadcast(LANES, a[a0 + p * aStep]);
      c00 = f.fma(b0, c00);
      c01 = f.fma(b1, c01);
      f = FloatVector.broadcast(LANES, a[a1 + p * aStep]);
      c10 = f.fma(b0, c10);
      c11 = f.fma(b1, c11);
      f = FloatVector.broadcast(LANES, a[a2 + p * aStep]);
      c20 = f.fma(b0, c20);
      c21 = f.fma(b1, c21);
      f = FloatVector.broadcast(LANES, a[a3 + p * aStep]);
      c30 = f.fma(b0, c30);
      c31 = f.fma(b1, c31);
      f = FloatVector.broadcast(LANES, a[a4 + p * aStep]);
      c40 = f.fma(b0, c40);
      c41 = f.fma(b1, c41);
      f = FloatVector.broadcast(LANES, a[a5 + p * aStep]);
      c50 = f.fma(b0, c50);
      c51 = f.fma(b1, c51);
      f = FloatVector.broadcast(LANES, a[a6 + p * aStep]);
      c60 = f.fma(b0, c60);
      c61 = f.fma(b1, c61);
      f = FloatVector.broadcast(LANES, a[a7 + p * aStep]);
      c70 = f.fma(b0, c70);
      c71 = f.fma(b1, c71);
    }
    c00.blend(0, c00.compare(LT, low)).intoArray(c, cAt);
    c01.blend(0, c01.compare(LT, low)).intoArray(c, cAt + last);
    int y1 = cAt + row1 * cRow;
    c10.blend(0, c10.compare(LT, low)).intoArray(c, y1);
    c11.blend(0, c11.compare(LT, low)).intoArray(c, y1 + last);
    int y2 = cAt + row2 * cRow;
    c20.blend(0, c20.compare(LT, low)).intoArray(c, y2);
    c21.blend(0, c21.compare(LT, low)).intoArray(c, y2 + last);
    int y3 = cAt + row3 * cRow;
    c30.blend(0, c30.compare(LT, low)).intoArray(c, y3);
    c31.blend(0, c31.compare(LT, low)).intoArray(c, y3 + last);
    int y4 = cAt + row4 * cRow;
    c40.blend(0, c40.compare(LT, low)).intoArray(c, y4);
    c41.blend(0, c41.compare(LT, low)).intoArray(c, y4 + last);
    int y5 = cAt + row5 * cRow;
    c50.blend(0, c50.compare(LT, low)).intoArray(c, y5);
    c51.blend(0, c51.compare(LT, low)).intoArray(c, y5 + last);
    int y6 = cAt + row6 * cRow;
    c60.blend(0, c60.compare(LT, low)).intoArray(c, y6);
    c61.blend(0, c61.compare(LT, low)).intoArray(c, y6 + last);
    int y7 = cAt + row7 * cRow;
    c70.blend(0, c70.compare(LT, low)).intoArray(c, y7);
    c71.blend(0, c71.compare(LT, low)).intoArray(c, y7 + last);
  }

  /// 8 × 1 vectors.
  static void block8x1(
      int rows,
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
      float low,
      float[] c,
      int cAt,
      int cRow) {
    int row1 = Math.min(1, rows - 1);
    int row2 = Math.min(2, rows - 1);
    int row3 = Math.min(3, rows - 1);
    int row4 = Math.min(4, rows - 1);
    int row5 = Math.min(5, rows - 1);
    int row6 = Math.min(6, rows - 1);
    int row7 = Math.min(7, rows - 1);
    int a0 = aAt;
    int a1 = aAt + row1 * aRow;
    int a2 = aAt + row2 * aRow;
    int a3 = aAt + row3 * aRow;
    int a4 = aAt + row4 * aRow;
    int a5 = aAt + row5 * aRow;
    int a6 = aAt + row6 * aRow;
    int a7 = aAt + row7 * aRow;
    FloatVector c00 = FloatVector.fromArray(LANES, s, sAt);
    int s1 = sAt + row1 * sRow;
    FloatVector c10 = FloatVector.fromArray(LANES, s, s1);
    int s2 = sAt + row2 * sRow;
    FloatVector c20 = FloatVector.fromArray(LANES, s, s2);
    int s3 = sAt + row3 * sRow;
    FloatVector c30 = FloatVector.fromArray(LANES, s, s3);
    int s4 = sAt + row4 * sRow;
    FloatVector c40 = FloatVector.fromArray(LANES, s, s4);
    int s5 = sAt + row5 * sRow;
    FloatVector c50 = FloatVector.fromArray(LANES, s, s5);
    int s6 = sAt + row6 * sRow;
    FloatVector c60 = FloatVector.fromArray(LANES, s, s6);
    int s7 = sAt + row7 * sRow;
    FloatVector c70 = FloatVector.fromArray(LANES, s, s7);
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(LANES, b, bAt + p * bStep);
      FloatVector f;
      f = FloatVector.broadcast(LANES, a[a0 + p * aStep]);
      c00 = f.fma(b0, c00);
      f = FloatVector.broadcast(LANES, a[a1 + p * aStep]);
      c10 = f.fma(b0, c10);
      f = FloatVector.broadcast(LANES, a[a2 + p * aStep]);
      c20 = f.fma(b0, c20);
      f = FloatVector.broadcast(LANES, a[a3 + p * aStep]);
      c30 = f.fma(b0, c30);
      f = FloatVector.broadcast(LANES, a[a4 + p * aStep]);
      c40 = f.fma(b0, c40);
      f = FloatVector.broadcast(LANES, a[a5 + p * aStep]);
      c50 = f.fma(b0, c50);
      f = FloatVector.broadcast(LANES, a[a6 + p * aStep]);
      c60 = f.fma(b0, c60);
      f = FloatVector.broadcast(LANES, a[a7 + p * aStep]);
      c70 = f.fma(b0, c70);
    }
    c00.blend(0, c00.compare(LT, low)).intoArray(c, cAt);
    int y1 = cAt + row1 * cRow;
    c10.blend(0, c10.compare(LT, low)).intoArray(c, y1);
    int y2 = cAt + row2 * cRow;
    c20.blend(0, c20.compare(LT, low)).intoArray(c, y2);
    int y3 = cAt + row3 * cRow;
    c30.blend(0, c30.compare(LT, low)).intoArray(c, y3);
    int y4 = cAt + row4 * cRow;
    c40.blend(0, c40.compare(LT, low)).intoArray(c, y4);
    int y5 = cAt + row5 * cRow;
    c50.blend(0, c50.compare(LT, low)).intoArray(c, y5);
    int y6 = cAt + row6 * cRow;
    c60.blend(0, c60.compare(LT, low)).intoArray(c, y6);
    int y7 = cAt + row7 * cRow;
    c70.blend(0, c70.compare(LT, low)).intoArray(c, y7);
  }
}
