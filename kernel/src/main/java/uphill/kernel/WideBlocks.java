package uphill.kernel;

import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Register blocks of C = A·B for processors with 32 registers, as AVX-512 has: A and B are read
/// where they lie, element (i, p) of A at `aAt + i·aRow + p·aStep` and row p of B at `bAt +
/// p·bStep`. So one block does for A·B and Aᵀ·B, and nothing is packed.
///
/// ```text
/// cᵢⱼ ← sᵢⱼ + Σₚ aᵢₚ·bₚⱼ      then 0 where that is < low
/// ```
///
/// Edges as in [RowBlocks]: rows past `rows` repeat the last one, and the last vector of a row
/// begins at `last`, where it may overlap the one before. The range checks that strides in
/// variables bring wait in other units than 16 and more multiply-adds for each p: they cost
/// nothing. Which shapes were tried, with figures:
/// `docs/decisions/0005-kernels-for-32-registers.md`.
final class WideBlocks {

  private static final VectorSpecies<Float> LANES = Lanes.SPECIES;
  private static final int WIDTH = Lanes.WIDTH;

  private WideBlocks() {}

  /// 6 × 4 vectors: 24 accumulators.
  static void block6x4(
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
    int a0 = aAt;
    int a1 = aAt + row1 * aRow;
    int a2 = aAt + row2 * aRow;
    int a3 = aAt + row3 * aRow;
    int a4 = aAt + row4 * aRow;
    int a5 = aAt + row5 * aRow;
    FloatVector c00 = FloatVector.fromArray(LANES, s, sAt);
    FloatVector c01 = FloatVector.fromArray(LANES, s, sAt + WIDTH);
    FloatVector c02 = FloatVector.fromArray(LANES, s, sAt + 2 * WIDTH);
    FloatVector c03 = FloatVector.fromArray(LANES, s, sAt + last);
    int s1 = sAt + row1 * sRow;
    FloatVector c10 = FloatVector.fromArray(LANES, s, s1);
    FloatVector c11 = FloatVector.fromArray(LANES, s, s1 + WIDTH);
    FloatVector c12 = FloatVector.fromArray(LANES, s, s1 + 2 * WIDTH);
    FloatVector c13 = FloatVector.fromArray(LANES, s, s1 + last);
    int s2 = sAt + row2 * sRow;
    FloatVector c20 = FloatVector.fromArray(LANES, s, s2);
    FloatVector c21 = FloatVector.fromArray(LANES, s, s2 + WIDTH);
    FloatVector c22 = FloatVector.fromArray(LANES, s, s2 + 2 * WIDTH);
    FloatVector c23 = FloatVector.fromArray(LANES, s, s2 + last);
    int s3 = sAt + row3 * sRow;
    FloatVector c30 = FloatVector.fromArray(LANES, s, s3);
    FloatVector c31 = FloatVector.fromArray(LANES, s, s3 + WIDTH);
    FloatVector c32 = FloatVector.fromArray(LANES, s, s3 + 2 * WIDTH);
    FloatVector c33 = FloatVector.fromArray(LANES, s, s3 + last);
    int s4 = sAt + row4 * sRow;
    FloatVector c40 = FloatVector.fromArray(LANES, s, s4);
    FloatVector c41 = FloatVector.fromArray(LANES, s, s4 + WIDTH);
    FloatVector c42 = FloatVector.fromArray(LANES, s, s4 + 2 * WIDTH);
    FloatVector c43 = FloatVector.fromArray(LANES, s, s4 + last);
    int s5 = sAt + row5 * sRow;
    FloatVector c50 = FloatVector.fromArray(LANES, s, s5);
    FloatVector c51 = FloatVector.fromArray(LANES, s, s5 + WIDTH);
    FloatVector c52 = FloatVector.fromArray(LANES, s, s5 + 2 * WIDTH);
    FloatVector c53 = FloatVector.fromArray(LANES, s, s5 + last);
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(LANES, b, bAt + p * bStep);
      FloatVector b1 = FloatVector.fromArray(LANES, b, bAt + p * bStep + WIDTH);
      FloatVector b2 = FloatVector.fromArray(LANES, b, bAt + p * bStep + 2 * WIDTH);
      FloatVector b3 = FloatVector.fromArray(LANES, b, bAt + p * bStep + last);
      FloatVector f;
      f = FloatVector.broadcast(LANES, a[a0 + p * aStep]);
      c00 = f.fma(b0, c00);
      c01 = f.fma(b1, c01);
      c02 = f.fma(b2, c02);
      c03 = f.fma(b3, c03);
      f = FloatVector.broadcast(LANES, a[a1 + p * aStep]);
      c10 = f.fma(b0, c10);
      c11 = f.fma(b1, c11);
      c12 = f.fma(b2, c12);
      c13 = f.fma(b3, c13);
      f = FloatVector.broadcast(LANES, a[a2 + p * aStep]);
      c20 = f.fma(b0, c20);
      c21 = f.fma(b1, c21);
      c22 = f.fma(b2, c22);
      c23 = f.fma(b3, c23);
      f = FloatVector.broadcast(LANES, a[a3 + p * aStep]);
      c30 = f.fma(b0, c30);
      c31 = f.fma(b1, c31);
      c32 = f.fma(b2, c32);
      c33 = f.fma(b3, c33);
      f = FloatVector.broadcast(LANES, a[a4 + p * aStep]);
      c40 = f.fma(b0, c40);
      c41 = f.fma(b1, c41);
      c42 = f.fma(b2, c42);
      c43 = f.fma(b3, c43);
      f = FloatVector.broadcast(LANES, a[a5 + p * aStep]);
      c50 = f.fma(b0, c50);
      c51 = f.fma(b1, c51);
      c52 = f.fma(b2, c52);
      c53 = f.fma(b3, c53);
    }
    c00.blend(0, c00.compare(LT, low)).intoArray(c, cAt);
    c01.blend(0, c01.compare(LT, low)).intoArray(c, cAt + WIDTH);
    c02.blend(0, c02.compare(LT, low)).intoArray(c, cAt + 2 * WIDTH);
    c03.blend(0, c03.compare(LT, low)).intoArray(c, cAt + last);
    int y1 = cAt + row1 * cRow;
    c10.blend(0, c10.compare(LT, low)).intoArray(c, y1);
    c11.blend(0, c11.compare(LT, low)).intoArray(c, y1 + WIDTH);
    c12.blend(0, c12.compare(LT, low)).intoArray(c, y1 + 2 * WIDTH);
    c13.blend(0, c13.compare(LT, low)).intoArray(c, y1 + last);
    int y2 = cAt + row2 * cRow;
    c20.blend(0, c20.compare(LT, low)).intoArray(c, y2);
    c21.blend(0, c21.compare(LT, low)).intoArray(c, y2 + WIDTH);
    c22.blend(0, c22.compare(LT, low)).intoArray(c, y2 + 2 * WIDTH);
    c23.blend(0, c23.compare(LT, low)).intoArray(c, y2 + last);
    int y3 = cAt + row3 * cRow;
    c30.blend(0, c30.compare(LT, low)).intoArray(c, y3);
    c31.blend(0, c31.compare(LT, low)).intoArray(c, y3 + WIDTH);
    c32.blend(0, c32.compare(LT, low)).intoArray(c, y3 + 2 * WIDTH);
    c33.blend(0, c33.compare(LT, low)).intoArray(c, y3 + last);
    int y4 = cAt + row4 * cRow;
    c40.blend(0, c40.compare(LT, low)).intoArray(c, y4);
    c41.blend(0, c41.compare(LT, low)).intoArray(c, y4 + WIDTH);
    c42.blend(0, c42.compare(LT, low)).intoArray(c, y4 + 2 * WIDTH);
    c43.blend(0, c43.compare(LT, low)).intoArray(c, y4 + last);
    int y5 = cAt + row5 * cRow;
    c50.blend(0, c50.compare(LT, low)).intoArray(c, y5);
    c51.blend(0, c51.compare(LT, low)).intoArray(c, y5 + WIDTH);
    c52.blend(0, c52.compare(LT, low)).intoArray(c, y5 + 2 * WIDTH);
    c53.blend(0, c53.compare(LT, low)).intoArray(c, y5 + last);
  }

  /// 4 × 4 vectors, for the last rows.
  static void block4x4(
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
    int a0 = aAt;
    int a1 = aAt + row1 * aRow;
    int a2 = aAt + row2 * aRow;
    int a3 = aAt + row3 * aRow;
    FloatVector c00 = FloatVector.fromArray(LANES, s, sAt);
    FloatVector c01 = FloatVector.fromArray(LANES, s, sAt + WIDTH);
    FloatVector c02 = FloatVector.fromArray(LANES, s, sAt + 2 * WIDTH);
    FloatVector c03 = FloatVector.fromArray(LANES, s, sAt + last);
    int s1 = sAt + row1 * sRow;
    FloatVector c10 = FloatVector.fromArray(LANES, s, s1);
    FloatVector c11 = FloatVector.fromArray(LANES, s, s1 + WIDTH);
    FloatVector c12 = FloatVector.fromArray(LANES, s, s1 + 2 * WIDTH);
    FloatVector c13 = FloatVector.fromArray(LANES, s, s1 + last);
    int s2 = sAt + row2 * sRow;
    FloatVector c20 = FloatVector.fromArray(LANES, s, s2);
    FloatVector c21 = FloatVector.fromArray(LANES, s, s2 + WIDTH);
    FloatVector c22 = FloatVector.fromArray(LANES, s, s2 + 2 * WIDTH);
    FloatVector c23 = FloatVector.fromArray(LANES, s, s2 + last);
    int s3 = sAt + row3 * sRow;
    FloatVector c30 = FloatVector.fromArray(LANES, s, s3);
    FloatVector c31 = FloatVector.fromArray(LANES, s, s3 + WIDTH);
    FloatVector c32 = FloatVector.fromArray(LANES, s, s3 + 2 * WIDTH);
    FloatVector c33 = FloatVector.fromArray(LANES, s, s3 + last);
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(LANES, b, bAt + p * bStep);
      FloatVector b1 = FloatVector.fromArray(LANES, b, bAt + p * bStep + WIDTH);
      FloatVector b2 = FloatVector.fromArray(LANES, b, bAt + p * bStep + 2 * WIDTH);
      FloatVector b3 = FloatVector.fromArray(LANES, b, bAt + p * bStep + last);
      FloatVector f;
      f = FloatVector.broadcast(LANES, a[a0 + p * aStep]);
      c00 = f.fma(b0, c00);
      c01 = f.fma(b1, c01);
      c02 = f.fma(b2, c02);
      c03 = f.fma(b3, c03);
      f = FloatVector.broadcast(LANES, a[a1 + p * aStep]);
      c10 = f.fma(b0, c10);
      c11 = f.fma(b1, c11);
      c12 = f.fma(b2, c12);
      c13 = f.fma(b3, c13);
      f = FloatVector.broadcast(LANES, a[a2 + p * aStep]);
      c20 = f.fma(b0, c20);
      c21 = f.fma(b1, c21);
      c22 = f.fma(b2, c22);
      c23 = f.fma(b3, c23);
      f = FloatVector.broadcast(LANES, a[a3 + p * aStep]);
      c30 = f.fma(b0, c30);
      c31 = f.fma(b1, c31);
      c32 = f.fma(b2, c32);
      c33 = f.fma(b3, c33);
    }
    c00.blend(0, c00.compare(LT, low)).intoArray(c, cAt);
    c01.blend(0, c01.compare(LT, low)).intoArray(c, cAt + WIDTH);
    c02.blend(0, c02.compare(LT, low)).intoArray(c, cAt + 2 * WIDTH);
    c03.blend(0, c03.compare(LT, low)).intoArray(c, cAt + last);
    int y1 = cAt + row1 * cRow;
    c10.blend(0, c10.compare(LT, low)).intoArray(c, y1);
    c11.blend(0, c11.compare(LT, low)).intoArray(c, y1 + WIDTH);
    c12.blend(0, c12.compare(LT, low)).intoArray(c, y1 + 2 * WIDTH);
    c13.blend(0, c13.compare(LT, low)).intoArray(c, y1 + last);
    int y2 = cAt + row2 * cRow;
    c20.blend(0, c20.compare(LT, low)).intoArray(c, y2);
    c21.blend(0, c21.compare(LT, low)).intoArray(c, y2 + WIDTH);
    c22.blend(0, c22.compare(LT, low)).intoArray(c, y2 + 2 * WIDTH);
    c23.blend(0, c23.compare(LT, low)).intoArray(c, y2 + last);
    int y3 = cAt + row3 * cRow;
    c30.blend(0, c30.compare(LT, low)).intoArray(c, y3);
    c31.blend(0, c31.compare(LT, low)).intoArray(c, y3 + WIDTH);
    c32.blend(0, c32.compare(LT, low)).intoArray(c, y3 + 2 * WIDTH);
    c33.blend(0, c33.compare(LT, low)).intoArray(c, y3 + last);
  }
}
