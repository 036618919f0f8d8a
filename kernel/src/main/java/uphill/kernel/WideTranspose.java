package uphill.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Transposition in registers, for vectors of 16 lanes: tiles of 16 × 16, the rest one by one.
///
/// A tile is transposed in four rounds. Round d = 1, 2, 4, 8 exchanges, between the rows i and i +
/// d (bit d of i is clear), the lanes of row i that have bit d with those of row i + d that have
/// not.
final class WideTranspose {

  private static final VectorSpecies<Float> LANES = Lanes.SPECIES;
  private static final int TILE = 16;

  private static final VectorShuffle<Float> BY_1 = shuffle(1);
  private static final VectorShuffle<Float> BY_2 = shuffle(2);
  private static final VectorShuffle<Float> BY_4 = shuffle(4);
  private static final VectorShuffle<Float> BY_8 = shuffle(8);
  private static final VectorMask<Float> WITH_1 = lanes(1, true);
  private static final VectorMask<Float> WITH_2 = lanes(2, true);
  private static final VectorMask<Float> WITH_4 = lanes(4, true);
  private static final VectorMask<Float> WITH_8 = lanes(8, true);
  private static final VectorMask<Float> WITHOUT_1 = lanes(1, false);
  private static final VectorMask<Float> WITHOUT_2 = lanes(2, false);
  private static final VectorMask<Float> WITHOUT_4 = lanes(4, false);
  private static final VectorMask<Float> WITHOUT_8 = lanes(8, false);

  private WideTranspose() {}

  private static VectorShuffle<Float> shuffle(int distance) {
    return VectorShuffle.fromOp(LANES, lane -> (lane ^ distance) % LANES.length());
  }

  private static VectorMask<Float> lanes(int bit, boolean with) {
    boolean[] lanes = new boolean[LANES.length()];
    for (int lane = 0; lane < lanes.length; lane++) {
      lanes[lane] = ((lane & bit) != 0) == with;
    }
    return VectorMask.fromArray(LANES, lanes, 0);
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
    FloatVector v0 = FloatVector.fromArray(LANES, a, aAt);
    FloatVector v1 = FloatVector.fromArray(LANES, a, aAt + aRow);
    FloatVector v2 = FloatVector.fromArray(LANES, a, aAt + 2 * aRow);
    FloatVector v3 = FloatVector.fromArray(LANES, a, aAt + 3 * aRow);
    FloatVector v4 = FloatVector.fromArray(LANES, a, aAt + 4 * aRow);
    FloatVector v5 = FloatVector.fromArray(LANES, a, aAt + 5 * aRow);
    FloatVector v6 = FloatVector.fromArray(LANES, a, aAt + 6 * aRow);
    FloatVector v7 = FloatVector.fromArray(LANES, a, aAt + 7 * aRow);
    FloatVector v8 = FloatVector.fromArray(LANES, a, aAt + 8 * aRow);
    FloatVector v9 = FloatVector.fromArray(LANES, a, aAt + 9 * aRow);
    FloatVector v10 = FloatVector.fromArray(LANES, a, aAt + 10 * aRow);
    FloatVector v11 = FloatVector.fromArray(LANES, a, aAt + 11 * aRow);
    FloatVector v12 = FloatVector.fromArray(LANES, a, aAt + 12 * aRow);
    FloatVector v13 = FloatVector.fromArray(LANES, a, aAt + 13 * aRow);
    FloatVector v14 = FloatVector.fromArray(LANES, a, aAt + 14 * aRow);
    FloatVector v15 = FloatVector.fromArray(LANES, a, aAt + 15 * aRow);
    FloatVector kept;
    kept = v0;
    v0 = v0.blend(v1.rearrange(BY_1), WITH_1);
    v1 = v1.blend(kept.rearrange(BY_1), WITHOUT_1);
    kept = v2;
    v2 = v2.blend(v3.rearrange(BY_1), WITH_1);
    v3 = v3.blend(kept.rearrange(BY_1), WITHOUT_1);
    kept = v4;
    v4 = v4.blend(v5.rearrange(BY_1), WITH_1);
    v5 = v5.blend(kept.rearrange(BY_1), WITHOUT_1);
    kept = v6;
    v6 = v6.blend(v7.rearrange(BY_1), WITH_1);
    v7 = v7.blend(kept.rearrange(BY_1), WITHOUT_1);
    kept = v8;
    v8 = v8.blend(v9.rearrange(BY_1), WITH_1);
    v9 = v9.blend(kept.rearrange(BY_1), WITHOUT_1);
    kept = v10;
    v10 = v10.blend(v11.rearrange(BY_1), WITH_1);
    v11 = v11.blend(kept.rearrange(BY_1), WITHOUT_1);
    kept = v12;
    v12 = v12.blend(v13.rearrange(BY_1), WITH_1);
    v13 = v13.blend(kept.rearrange(BY_1), WITHOUT_1);
    kept = v14;
    v14 = v14.blend(v15.rearrange(BY_1), WITH_1);
    v15 = v15.blend(kept.rearrange(BY_1), WITHOUT_1);
    kept = v0;
    v0 = v0.blend(v2.rearrange(BY_2), WITH_2);
    v2 = v2.blend(kept.rearrange(BY_2), WITHOUT_2);
    kept = v1;
    v1 = v1.blend(v3.rearrange(BY_2), WITH_2);
    v3 = v3.blend(kept.rearrange(BY_2), WITHOUT_2);
    kept = v4;
    v4 = v4.blend(v6.rearrange(BY_2), WITH_2);
    v6 = v6.blend(kept.rearrange(BY_2), WITHOUT_2);
    kept = v5;
    v5 = v5.blend(v7.rearrange(BY_2), WITH_2);
    v7 = v7.blend(kept.rearrange(BY_2), WITHOUT_2);
    kept = v8;
    v8 = v8.blend(v10.rearrange(BY_2), WITH_2);
    v10 = v10.blend(kept.rearrange(BY_2), WITHOUT_2);
    kept = v9;
    v9 = v9.blend(v11.rearrange(BY_2), WITH_2);
    v11 = v11.blend(kept.rearrange(BY_2), WITHOUT_2);
    kept = v12;
    v12 = v12.blend(v14.rearrange(BY_2), WITH_2);
    v14 = v14.blend(kept.rearrange(BY_2), WITHOUT_2);
    kept = v13;
    v13 = v13.blend(v15.rearrange(BY_2), WITH_2);
    v15 = v15.blend(kept.rearrange(BY_2), WITHOUT_2);
    kept = v0;
    v0 = v0.blend(v4.rearrange(BY_4), WITH_4);
    v4 = v4.blend(kept.rearrange(BY_4), WITHOUT_4);
    kept = v1;
    v1 = v1.blend(v5.rearrange(BY_4), WITH_4);
    v5 = v5.blend(kept.rearrange(BY_4), WITHOUT_4);
    kept = v2;
    v2 = v2.blend(v6.rearrange(BY_4), WITH_4);
    v6 = v6.blend(kept.rearrange(BY_4), WITHOUT_4);
    kept = v3;
    v3 = v3.blend(v7.rearrange(BY_4), WITH_4);
    v7 = v7.blend(kept.rearrange(BY_4), WITHOUT_4);
    kept = v8;
    v8 = v8.blend(v12.rearrange(BY_4), WITH_4);
    v12 = v12.blend(kept.rearrange(BY_4), WITHOUT_4);
    kept = v9;
    v9 = v9.blend(v13.rearrange(BY_4), WITH_4);
    v13 = v13.blend(kept.rearrange(BY_4), WITHOUT_4);
    kept = v10;
    v10 = v10.blend(v14.rearrange(BY_4), WITH_4);
    v14 = v14.blend(kept.rearrange(BY_4), WITHOUT_4);
    kept = v11;
    v11 = v11.blend(v15.rearrange(BY_4), WITH_4);
    v15 = v15.blend(kept.rearrange(BY_4), WITHOUT_4);
    kept = v0;
    v0 = v0.blend(v8.rearrange(BY_8), WITH_8);
    v8 = v8.blend(kept.rearrange(BY_8), WITHOUT_8);
    kept = v1;
    v1 = v1.blend(v9.rearrange(BY_8), WITH_8);
    v9 = v9.blend(kept.rearrange(BY_8), WITHOUT_8);
    kept = v2;
    v2 = v2.blend(v10.rearrange(BY_8), WITH_8);
    v10 = v10.blend(kept.rearrange(BY_8), WITHOUT_8);
    kept = v3;
    v3 = v3.blend(v11.rearrange(BY_8), WITH_8);
    v11 = v11.blend(kept.rearrange(BY_8), WITHOUT_8);
    kept = v4;
    v4 = v4.blend(v12.rearrange(BY_8), WITH_8);
    v12 = v12.blend(kept.rearrange(BY_8), WITHOUT_8);
    kept = v5;
    v5 = v5.blend(v13.rearrange(BY_8), WITH_8);
    v13 = v13.blend(kept.rearrange(BY_8), WITHOUT_8);
    kept = v6;
    v6 = v6.blend(v14.rearrange(BY_8), WITH_8);
    v14 = v14.blend(kept.rearrange(BY_8), WITHOUT_8);
    kept = v7;
    v7 = v7.blend(v15.rearrange(BY_8), WITH_8);
    v15 = v15.blend(kept.rearrange(BY_8), WITHOUT_8);
    v0.intoArray(b, bAt);
    v1.intoArray(b, bAt + bRow);
    v2.intoArray(b, bAt + 2 * bRow);
    v3.intoArray(b, bAt + 3 * bRow);
    v4.intoArray(b, bAt + 4 * bRow);
    v5.intoArray(b, bAt + 5 * bRow);
    v6.intoArray(b, bAt + 6 * bRow);
    v7.intoArray(b, bAt + 7 * bRow);
    v8.intoArray(b, bAt + 8 * bRow);
    v9.intoArray(b, bAt + 9 * bRow);
    v10.intoArray(b, bAt + 10 * bRow);
    v11.intoArray(b, bAt + 11 * bRow);
    v12.intoArray(b, bAt + 12 * bRow);
    v13.intoArray(b, bAt + 13 * bRow);
    v14.intoArray(b, bAt + 14 * bRow);
    v15.intoArray(b, bAt + 15 * bRow);
  }
}
