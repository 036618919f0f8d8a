package uphill.kernel;

import static jdk.incubator.vector.VectorOperators.GT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// What runs along the rows of a matrix, on SIMD lanes.
final class VectorRows {

  private static final VectorSpecies<Float> LANES = Lanes.SPECIES;
  private static final int WIDTH = Lanes.WIDTH;
  private static final ScalarKernels SCALAR = new ScalarKernels();

  /// Rows of a tile of logSoftmax: enough to make calls cheap, few enough for the first cache.
  private static final int TILE_ROWS = 64;

  private VectorRows() {}

  /// Lanes run along the columns; four vectors at a time hide the latency of the addition. The last
  /// vectors may overlap their neighbours: all are read before any is written.
  static void addColumnSums(int rows, int columns, float[] x, int xAt, float[] sum, int sumAt) {
    if (columns < WIDTH) {
      SCALAR.addColumnSums(rows, columns, x, xAt, sum, sumAt);
      return;
    }
    for (int j = 0, vectors; j < columns; j += vectors * WIDTH) {
      int left = (columns - j + WIDTH - 1) / WIDTH % 4;
      vectors = left == 0 ? 4 : left;
      int last = Math.min((vectors - 1) * WIDTH, columns - WIDTH - j);
      addFourColumnSums(rows, columns, x, xAt + j, last, sum, sumAt + j);
    }
  }

  private static void addFourColumnSums(
      int rows, int columns, float[] x, int xAt, int last, float[] sum, int sumAt) {
    int j1 = Math.min(WIDTH, last);
    int j2 = Math.min(2 * WIDTH, last);
    int j3 = Math.min(3 * WIDTH, last);
    FloatVector s0 = FloatVector.fromArray(LANES, sum, sumAt);
    FloatVector s1 = FloatVector.fromArray(LANES, sum, sumAt + j1);
    FloatVector s2 = FloatVector.fromArray(LANES, sum, sumAt + j2);
    FloatVector s3 = FloatVector.fromArray(LANES, sum, sumAt + j3);
    for (int i = 0; i < rows; i++) {
      int at = xAt + i * columns;
      s0 = s0.add(FloatVector.fromArray(LANES, x, at));
      s1 = s1.add(FloatVector.fromArray(LANES, x, at + j1));
      s2 = s2.add(FloatVector.fromArray(LANES, x, at + j2));
      s3 = s3.add(FloatVector.fromArray(LANES, x, at + j3));
    }
    s0.intoArray(sum, sumAt);
    s1.intoArray(sum, sumAt + j1);
    s2.intoArray(sum, sumAt + j2);
    s3.intoArray(sum, sumAt + j3);
  }

  /// Lanes run along the rows, in tiles that hold their columns one after another; so each row's
  /// sum is one chain in increasing j.
  static void logSoftmax(int rows, int columns, float[] x, int xAt, float[] y, int yAt) {
    int vectorRows = LANES.loopBound(rows);
    int tileRows = Math.min(vectorRows, TILE_ROWS);
    int tile = tileRows * columns;
    float[] scratch = Scratch.atLeast(2 * tile + tileRows);
    for (int i = 0; i < vectorRows; i += tileRows) {
      int height = Math.min(tileRows, vectorRows - i);
      int from = xAt + i * columns;
      int to = yAt + i * columns;
      for (int j = 0; j < columns; j++) {
        for (int r = 0; r < height; r++) {
          scratch[j * height + r] = x[from + r * columns + j];
        }
      }
      subtractMax(height, columns, scratch);
      VectorFunctions.exp(height * columns, scratch, 0, scratch, tile);
      sumOverColumns(height, columns, scratch, tile, 2 * tile);
      VectorFunctions.log(height, scratch, 2 * tile, scratch, 2 * tile);
      for (int j = 0; j < columns; j++) {
        for (int r = 0; r < height; r++) {
          y[to + r * columns + j] = scratch[j * height + r] - scratch[2 * tile + r];
        }
      }
    }
    SCALAR.logSoftmax(
        rows - vectorRows, columns, x, xAt + vectorRows * columns, y, yAt + vectorRows * columns);
  }

  /// Subtracts from each lane of the tile, [columns, height], the lane's maximum over its columns.
  private static void subtractMax(int height, int columns, float[] tile) {
    for (int r = 0; r < height; r += WIDTH) {
      FloatVector max = FloatVector.fromArray(LANES, tile, r);
      for (int j = 1; j < columns; j++) {
        FloatVector next = FloatVector.fromArray(LANES, tile, j * height + r);
        max = max.blend(next, next.compare(GT, max));
      }
      for (int j = 0; j < columns; j++) {
        int at = j * height + r;
        FloatVector.fromArray(LANES, tile, at).sub(max).intoArray(tile, at);
      }
    }
  }

  private static void sumOverColumns(
      int height, int columns, float[] scratch, int tileAt, int sumAt) {
    for (int r = 0; r < height; r += WIDTH) {
      FloatVector sum = FloatVector.zero(LANES);
      for (int j = 0; j < columns; j++) {
        sum = sum.add(FloatVector.fromArray(LANES, scratch, tileAt + j * height + r));
      }
      sum.intoArray(scratch, sumAt + r);
    }
  }
}
