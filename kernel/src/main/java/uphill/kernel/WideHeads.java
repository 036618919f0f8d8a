package uphill.kernel;

import static jdk.incubator.vector.VectorOperators.LT;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/// C = s + A·B of one or two columns, for vectors of 16 lanes: the heads of a policy and of a
/// critic.
///
/// Lanes run along the rows, so A must be transposed; a tile of 16 × 16 stays in registers between
/// its transposition and its 16 terms of each sum. The transposition is that of [WideTranspose],
/// written out again, because no method returns 16 vectors without putting them into memory.
final class WideHeads {

  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_512;
  private static final VectorSpecies<Integer> INDICES = IntVector.SPECIES_512;
  private static final int TILE = WideTranspose.TILE;

  /// Where 16 rows of two columns come from: 0 … 15 of the one column, 16 … 31 of the other.
  private static final int[] FIRST_PAIRS = pairs(0);

  private static final int[] LAST_PAIRS = pairs(TILE / 2);

  private WideHeads() {}

  private static int[] pairs(int row) {
    int[] lanes = new int[TILE];
    Arrays.setAll(lanes, lane -> lane % 2 * TILE + row + lane / 2);
    return lanes;
  }

  /// Whether this class does it: at least 16 rows, one or two columns, sums of a multiple of 16
  /// terms.
  static boolean does(int m, int n, int k) {
    return m >= TILE && n <= 2 && k % TILE == 0;
  }

  /// As [VectorProducts#multiply] with A as it lies and one row s for all rows of C. The last 16
  /// rows may overlap those before.
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
      int sColumn,
      float low,
      float[] c,
      int cAt) {
    int column = n - 1; // the last; the only one is done twice
    for (int i = 0; i < m; i += TILE) {
      int row = Math.min(i, m - TILE);
      rows(
          n,
          k,
          a,
          aAt + row * k,
          b,
          bAt,
          column,
          s[sAt],
          s[sAt + (n - 1) * sColumn],
          low,
          c,
          cAt + row * n);
    }
  }

  private static void rows(
      int n,
      int k,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      int bColumn,
      float s0,
      float s1,
      float low,
      float[] c,
      int cAt) {
    IntVector low1 = IntVector.fromArray(INDICES, WideTranspose.LOW_1, 0);
    IntVector high1 = IntVector.fromArray(INDICES, WideTranspose.HIGH_1, 0);
    IntVector low2 = IntVector.fromArray(INDICES, WideTranspose.LOW_2, 0);
    IntVector high2 = IntVector.fromArray(INDICES, WideTranspose.HIGH_2, 0);
    IntVector low4 = IntVector.fromArray(INDICES, WideTranspose.LOW_4, 0);
    IntVector high4 = IntVector.fromArray(INDICES, WideTranspose.HIGH_4, 0);
    IntVector low8 = IntVector.fromArray(INDICES, WideTranspose.LOW_8, 0);
    IntVector high8 = IntVector.fromArray(INDICES, WideTranspose.HIGH_8, 0);
    FloatVector c0 = FloatVector.broadcast(LANES, s0);
    FloatVector c1 = FloatVector.broadcast(LANES, s1);
    for (int p = 0; p < k; p += TILE) {
      IntVector v0 = lanes(a, aAt + p);
      IntVector v1 = lanes(a, aAt + p + k);
      IntVector v2 = lanes(a, aAt + p + 2 * k);
      IntVector v3 = lanes(a, aAt + p + 3 * k);
      IntVector v4 = lanes(a, aAt + p + 4 * k);
      IntVector v5 = lanes(a, aAt + p + 5 * k);
      IntVector v6 = lanes(a, aAt + p + 6 * k);
      IntVector v7 = lanes(a, aAt + p + 7 * k);
      IntVector v8 = lanes(a, aAt + p + 8 * k);
      IntVector v9 = lanes(a, aAt + p + 9 * k);
      IntVector v10 = lanes(a, aAt + p + 10 * k);
      IntVector v11 = lanes(a, aAt + p + 11 * k);
      IntVector v12 = lanes(a, aAt + p + 12 * k);
      IntVector v13 = lanes(a, aAt + p + 13 * k);
      IntVector v14 = lanes(a, aAt + p + 14 * k);
      IntVector v15 = lanes(a, aAt + p + 15 * k);
      IntVector kept;
      kept = v0;
      v0 = low1.selectFrom(kept, v1);
      v1 = high1.selectFrom(kept, v1);
      kept = v2;
      v2 = low1.selectFrom(kept, v3);
      v3 = high1.selectFrom(kept, v3);
      kept = v4;
      v4 = low1.selectFrom(kept, v5);
      v5 = high1.selectFrom(kept, v5);
      kept = v6;
      v6 = low1.selectFrom(kept, v7);
      v7 = high1.selectFrom(kept, v7);
      kept = v8;
      v8 = low1.selectFrom(kept, v9);
      v9 = high1.selectFrom(kept, v9);
      kept = v10;
      v10 = low1.selectFrom(kept, v11);
      v11 = high1.selectFrom(kept, v11);
      kept = v12;
      v12 = low1.selectFrom(kept, v13);
      v13 = high1.selectFrom(kept, v13);
      kept = v14;
      v14 = low1.selectFrom(kept, v15);
      v15 = high1.selectFrom(kept, v15);
      kept = v0;
      v0 = low2.selectFrom(kept, v2);
      v2 = high2.selectFrom(kept, v2);
      kept = v1;
      v1 = low2.selectFrom(kept, v3);
      v3 = high2.selectFrom(kept, v3);
      kept = v4;
      v4 = low2.selectFrom(kept, v6);
      v6 = high2.selectFrom(kept, v6);
      kept = v5;
      v5 = low2.selectFrom(kept, v7);
      v7 = high2.selectFrom(kept, v7);
      kept = v8;
      v8 = low2.selectFrom(kept, v10);
      v10 = high2.selectFrom(kept, v10);
      kept = v9;
      v9 = low2.selectFrom(kept, v11);
      v11 = high2.selectFrom(kept, v11);
      kept = v12;
      v12 = low2.selectFrom(kept, v14);
      v14 = high2.selectFrom(kept, v14);
      kept = v13;
      v13 = low2.selectFrom(kept, v15);
      v15 = high2.selectFrom(kept, v15);
      kept = v0;
      v0 = low4.selectFrom(kept, v4);
      v4 = high4.selectFrom(kept, v4);
      kept = v1;
      v1 = low4.selectFrom(kept, v5);
      v5 = high4.selectFrom(kept, v5);
      kept = v2;
      v2 = low4.selectFrom(kept, v6);
      v6 = high4.selectFrom(kept, v6);
      kept = v3;
      v3 = low4.selectFrom(kept, v7);
      v7 = high4.selectFrom(kept, v7);
      kept = v8;
      v8 = low4.selectFrom(kept, v12);
      v12 = high4.selectFrom(kept, v12);
      kept = v9;
      v9 = low4.selectFrom(kept, v13);
      v13 = high4.selectFrom(kept, v13);
      kept = v10;
      v10 = low4.selectFrom(kept, v14);
      v14 = high4.selectFrom(kept, v14);
      kept = v11;
      v11 = low4.selectFrom(kept, v15);
      v15 = high4.selectFrom(kept, v15);
      kept = v0;
      v0 = low8.selectFrom(kept, v8);
      v8 = high8.selectFrom(kept, v8);
      kept = v1;
      v1 = low8.selectFrom(kept, v9);
      v9 = high8.selectFrom(kept, v9);
      kept = v2;
      v2 = low8.selectFrom(kept, v10);
      v10 = high8.selectFrom(kept, v10);
      kept = v3;
      v3 = low8.selectFrom(kept, v11);
      v11 = high8.selectFrom(kept, v11);
      kept = v4;
      v4 = low8.selectFrom(kept, v12);
      v12 = high8.selectFrom(kept, v12);
      kept = v5;
      v5 = low8.selectFrom(kept, v13);
      v13 = high8.selectFrom(kept, v13);
      kept = v6;
      v6 = low8.selectFrom(kept, v14);
      v14 = high8.selectFrom(kept, v14);
      kept = v7;
      v7 = low8.selectFrom(kept, v15);
      v15 = high8.selectFrom(kept, v15);
      int q = bAt + p * n;
      FloatVector x;
      x = v0.reinterpretAsFloats();
      c0 = x.fma(FloatVector.broadcast(LANES, b[q]), c0);
      c1 = x.fma(FloatVector.broadcast(LANES, b[q + bColumn]), c1);
      x = v1.reinterpretAsFloats();
      c0 = x.fma(FloatVector.broadcast(LANES, b[q + n]), c0);
      c1 = x.fma(FloatVector.broadcast(LANES, b[q + n + bColumn]), c1);
      x = v2.reinterpretAsFloats();
      c0 = x.fma(FloatVector.broadcast(LANES, b[q + 2 * n]), c0);
      c1 = x.fma(FloatVector.broadcast(LANES, b[q + 2 * n + bColumn]), c1);
      x = v3.reinterpretAsFloats();
      c0 = x.fma(FloatVector.broadcast(LANES, b[q + 3 * n]), c0);
      c1 = x.fma(FloatVector.broadcast(LANES, b[q + 3 * n + bColumn]), c1);
      x = v4.reinterpretAsFloats();
      c0 = x.fma(FloatVector.broadcast(LANES, b[q + 4 * n]), c0);
      c1 = x.fma(FloatVector.broadcast(LANES, b[q + 4 * n + bColumn]), c1);
      x = v5.reinterpretAsFloats();
      c0 = x.fma(FloatVector.broadcast(LANES, b[q + 5 * n]), c0);
      c1 = x.fma(FloatVector.broadcast(LANES, b[q + 5 * n + bColumn]), c1);
      x = v6.reinterpretAsFloats();
      c0 = x.fma(FloatVector.broadcast(LANES, b[q + 6 * n]), c0);
      c1 = x.fma(FloatVector.broadcast(LANES, b[q + 6 * n + bColumn]), c1);
      x = v7.reinterpretAsFloats();
      c0 = x.fma(FloatVector.broadcast(LANES, b[q + 7 * n]), c0);
      c1 = x.fma(FloatVector.broadcast(LANES, b[q + 7 * n + bColumn]), c1);
      x = v8.reinterpretAsFloats();
      c0 = x.fma(FloatVector.broadcast(LANES, b[q + 8 * n]), c0);
      c1 = x.fma(FloatVector.broadcast(LANES, b[q + 8 * n + bColumn]), c1);
      x = v9.reinterpretAsFloats();
      c0 = x.fma(FloatVector.broadcast(LANES, b[q + 9 * n]), c0);
      c1 = x.fma(FloatVector.broadcast(LANES, b[q + 9 * n + bColumn]), c1);
      x = v10.reinterpretAsFloats();
      c0 = x.fma(FloatVector.broadcast(LANES, b[q + 10 * n]), c0);
      c1 = x.fma(FloatVector.broadcast(LANES, b[q + 10 * n + bColumn]), c1);
      x = v11.reinterpretAsFloats();
      c0 = x.fma(FloatVector.broadcast(LANES, b[q + 11 * n]), c0);
      c1 = x.fma(FloatVector.broadcast(LANES, b[q + 11 * n + bColumn]), c1);
      x = v12.reinterpretAsFloats();
      c0 = x.fma(FloatVector.broadcast(LANES, b[q + 12 * n]), c0);
      c1 = x.fma(FloatVector.broadcast(LANES, b[q + 12 * n + bColumn]), c1);
      x = v13.reinterpretAsFloats();
      c0 = x.fma(FloatVector.broadcast(LANES, b[q + 13 * n]), c0);
      c1 = x.fma(FloatVector.broadcast(LANES, b[q + 13 * n + bColumn]), c1);
      x = v14.reinterpretAsFloats();
      c0 = x.fma(FloatVector.broadcast(LANES, b[q + 14 * n]), c0);
      c1 = x.fma(FloatVector.broadcast(LANES, b[q + 14 * n + bColumn]), c1);
      x = v15.reinterpretAsFloats();
      c0 = x.fma(FloatVector.broadcast(LANES, b[q + 15 * n]), c0);
      c1 = x.fma(FloatVector.broadcast(LANES, b[q + 15 * n + bColumn]), c1);
    }
    c0 = c0.blend(0, c0.compare(LT, low));
    c1 = c1.blend(0, c1.compare(LT, low));
    if (n == 1) {
      c0.intoArray(c, cAt);
    } else {
      IntVector column0 = c0.reinterpretAsInts();
      IntVector column1 = c1.reinterpretAsInts();
      IntVector.fromArray(INDICES, FIRST_PAIRS, 0)
          .selectFrom(column0, column1)
          .reinterpretAsFloats()
          .intoArray(c, cAt);
      IntVector.fromArray(INDICES, LAST_PAIRS, 0)
          .selectFrom(column0, column1)
          .reinterpretAsFloats()
          .intoArray(c, cAt + TILE);
    }
  }

  private static IntVector lanes(float[] a, int at) {
    return FloatVector.fromArray(LANES, a, at).reinterpretAsInts();
  }
}
