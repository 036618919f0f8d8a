package uphill.kernel;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// softplus and its slope on SIMD lanes: operation for operation what [ScalarKernels] does, in
/// chunks that stay in the first cache between exp, log and the arithmetic around them.
final class VectorLogistic {

  private static final VectorSpecies<Float> LANES = Lanes.SPECIES;
  private static final int WIDTH = Lanes.WIDTH;
  private static final ScalarKernels SCALAR = new ScalarKernels();
  private static final int CHUNK = 512; // a multiple of every width

  private VectorLogistic() {}

  static void softplus(int n, float[] x, int xAt, float[] y, int yAt) {
    int end = LANES.loopBound(n);
    float[] scratch = Scratch.atLeast(3 * CHUNK);
    for (int i = 0; i < end; i += CHUNK) {
      int length = Math.min(CHUNK, end - i);
      expOfMinusSize(length, x, xAt + i, scratch);
      onePlus(length, scratch);
      VectorFunctions.log(length, scratch, CHUNK, scratch, 2 * CHUNK);
      softplusOf(length, x, xAt + i, scratch, y, yAt + i);
    }
    SCALAR.softplus(n - end, x, xAt + end, y, yAt + end);
  }

  static void logistic(int n, float[] x, int xAt, float[] y, int yAt) {
    int end = LANES.loopBound(n);
    float[] scratch = Scratch.atLeast(CHUNK);
    for (int i = 0; i < end; i += CHUNK) {
      int length = Math.min(CHUNK, end - i);
      expOfMinusSize(length, x, xAt + i, scratch);
      logisticOf(length, x, xAt + i, scratch, y, yAt + i);
    }
    SCALAR.logistic(n - end, x, xAt + end, y, yAt + end);
  }

  /// e^(−|x|) into the first chunk of `scratch`.
  private static void expOfMinusSize(int n, float[] x, int xAt, float[] scratch) {
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector.fromArray(LANES, x, xAt + i).abs().neg().intoArray(scratch, i);
    }
    VectorFunctions.exp(n, scratch, 0, scratch, 0);
  }

  /// w = 1 + e into the second chunk.
  private static void onePlus(int n, float[] scratch) {
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector.fromArray(LANES, scratch, i).add(1).intoArray(scratch, CHUNK + i);
    }
  }

  private static void softplusOf(int n, float[] x, int xAt, float[] scratch, float[] y, int yAt) {
    FloatVector zero = FloatVector.zero(LANES);
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector argument = FloatVector.fromArray(LANES, x, xAt + i);
      FloatVector e = FloatVector.fromArray(LANES, scratch, i);
      FloatVector w = FloatVector.fromArray(LANES, scratch, CHUNK + i);
      FloatVector log = FloatVector.fromArray(LANES, scratch, 2 * CHUNK + i);
      FloatVector small = log.add(e.sub(w.sub(1)).div(w));
      zero.blend(argument, argument.compare(GT, 0)).add(small).intoArray(y, yAt + i);
    }
  }

  private static void logisticOf(int n, float[] x, int xAt, float[] scratch, float[] y, int yAt) {
    FloatVector one = FloatVector.broadcast(LANES, 1);
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector argument = FloatVector.fromArray(LANES, x, xAt + i);
      FloatVector e = FloatVector.fromArray(LANES, scratch, i);
      one.blend(e, argument.compare(LT, 0)).div(e.add(1)).intoArray(y, yAt + i);
    }
  }
}
