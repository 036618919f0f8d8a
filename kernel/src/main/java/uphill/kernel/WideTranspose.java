package uphill.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/// Transposition in registers, for vectors of 16 lanes: tiles of 16 × 16, the rest one by one.
///
/// A tile is transposed in four rounds. Round d = 1, 2, 4, 8 exchanges, between the rows i and i +
/// d (bit d of i is clear), the lanes of row i that have bit d with those of row i + d that have
/// not: one permutation of two vectors for each row. The lanes are taken for integers, because only
/// for those does C2 (JDK 25) compile it to one instruction.
final class WideTranspose {

  static final VectorSpecies<Integer> INDICES = IntVector.SPECIES_512;
  static final int TILE = 16;
  static final int[] LOW_1 = low(1);
  static final int[] HIGH_1 = high(1);
  static final int[] LOW_2 = low(2);
  static final int[] HIGH_2 = high(2);
  static final int[] LOW_4 = low(4);
  static final int[] HIGH_4 = high(4);
  static final int[] LOW_8 = low(8);
  static final int[] HIGH_8 = high(8);

  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_512;

  private WideTranspose() {}

  /// Where the lanes of row i come from in round d: 0 … 15 of row i, 16 … 31 of row i + d.
  private static int[] low(int d) {
    int[] lanes = new int[TILE];
    Arrays.setAll(lanes, lane -> (lane & d) == 0 ? lane : TILE + lane - d);
    return lanes;
  }

  /// And those of row i + d.
  private static int[] high(int d) {
    int[] lanes = new int[TILE];
    Arrays.setAll(lanes, lane -> (lane & d) == 0 ? lane + d : TILE + lane);
    return lanes;
  }

  /// Fills B with Aᵀ. Shapes: A [rows, columns], B [columns, rows].
  static void transpose(int rows, int columns, float[] a, int aAt, float[] b, int bAt) {
    int wholeRows = rows - rows % TILE;
    int wholeColumns = columns - columns % TILE;
    for (int i = 0; i < wholeRows; i += TILE) {
      for (int j = 0; j < wholeColumns; j += TILE) {
        tile(a, aAt + i * columns + j, columns, b, bAt + j * rows + i, rows);
      }
    }
    for (int i = 0; i < rows; i++) {
      for (int j = i < wholeRows ? wholeColumns : 0; j < columns; j++) {
        b[bAt + j * rows + i] = a[aAt + i * columns + j];
      }
    }
  }

  private static void tile(float[] a, int aAt, int aRow, float[] b, int bAt, int bRow) {
    IntVector low1 = IntVector.fromArray(INDICES, LOW_1, 0);
    IntVector high1 = IntVector.fromArray(INDICES, HIGH_1, 0);
    IntVector low2 = IntVector.fromArray(INDICES, LOW_2, 0);
    IntVector high2 = IntVector.fromArray(INDICES, HIGH_2, 0);
    IntVector low4 = IntVector.fromArray(INDICES, LOW_4, 0);
    IntVector high4 = IntVector.fromArray(INDICES, HIGH_4, 0);
    IntVector low8 = IntVector.fromArray(INDICES, LOW_8, 0);
    IntVector high8 = IntVector.fromArray(INDICES, HIGH_8, 0);
    IntVector v0 = lanes(a, aAt);
    IntVector v1 = lanes(a, aAt + aRow);
    IntVector v2 = lanes(a, aAt + 2 * aRow);
    IntVector v3 = lanes(a, aAt + 3 * aRow);
    IntVector v4 = lanes(a, aAt + 4 * aRow);
    IntVector v5 = lanes(a, aAt + 5 * aRow);
    IntVector v6 = lanes(a, aAt + 6 * aRow);
    IntVector v7 = lanes(a, aAt + 7 * aRow);
    IntVector v8 = lanes(a, aAt + 8 * aRow);
    IntVector v9 = lanes(a, aAt + 9 * aRow);
    IntVector v10 = lanes(a, aAt + 10 * aRow);
    IntVector v11 = lanes(a, aAt + 11 * aRow);
    IntVector v12 = lanes(a, aAt + 12 * aRow);
    IntVector v13 = lanes(a, aAt + 13 * aRow);
    IntVector v14 = lanes(a, aAt + 14 * aRow);
    IntVector v15 = lanes(a, aAt + 15 * aRow);
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
    v0.reinterpretAsFloats().intoArray(b, bAt);
    v1.reinterpretAsFloats().intoArray(b, bAt + bRow);
    v2.reinterpretAsFloats().intoArray(b, bAt + 2 * bRow);
    v3.reinterpretAsFloats().intoArray(b, bAt + 3 * bRow);
    v4.reinterpretAsFloats().intoArray(b, bAt + 4 * bRow);
    v5.reinterpretAsFloats().intoArray(b, bAt + 5 * bRow);
    v6.reinterpretAsFloats().intoArray(b, bAt + 6 * bRow);
    v7.reinterpretAsFloats().intoArray(b, bAt + 7 * bRow);
    v8.reinterpretAsFloats().intoArray(b, bAt + 8 * bRow);
    v9.reinterpretAsFloats().intoArray(b, bAt + 9 * bRow);
    v10.reinterpretAsFloats().intoArray(b, bAt + 10 * bRow);
    v11.reinterpretAsFloats().intoArray(b, bAt + 11 * bRow);
    v12.reinterpretAsFloats().intoArray(b, bAt + 12 * bRow);
    v13.reinterpretAsFloats().intoArray(b, bAt + 13 * bRow);
    v14.reinterpretAsFloats().intoArray(b, bAt + 14 * bRow);
    v15.reinterpretAsFloats().intoArray(b, bAt + 15 * bRow);
  }

  private static IntVector lanes(float[] a, int at) {
    return FloatVector.fromArray(LANES, a, at).reinterpretAsInts();
  }
}
