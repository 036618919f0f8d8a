package uphill.kernel;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// exp, log and tanh on SIMD lanes: operation for operation what [ScalarKernels] does.
///
/// The loops share no helpers: a vector that crosses a call which the JIT compiler happens not to
/// inline becomes an object, and the loop a hundred times slower. `compare` and `blend` are faster
/// than `min` and `max`, which have Java's rules for NaN and −0 to keep.
final class VectorFunctions {

  private static final VectorSpecies<Float> LANES = Lanes.SPECIES;
  private static final int WIDTH = Lanes.WIDTH;
  private static final ScalarKernels SCALAR = new ScalarKernels();

  private VectorFunctions() {}

  static void exp(int n, float[] x, int xAt, float[] y, int yAt) {
    FloatVector log2e = FloatVector.broadcast(LANES, ScalarKernels.LOG2_E);
    FloatVector round = FloatVector.broadcast(LANES, ScalarKernels.ROUND);
    FloatVector ln2High = FloatVector.broadcast(LANES, -ScalarKernels.LN2_HIGH);
    FloatVector ln2Low = FloatVector.broadcast(LANES, -ScalarKernels.LN2_LOW);
    FloatVector e0 = FloatVector.broadcast(LANES, ScalarKernels.E0);
    FloatVector e1 = FloatVector.broadcast(LANES, ScalarKernels.E1);
    FloatVector e2 = FloatVector.broadcast(LANES, ScalarKernels.E2);
    FloatVector e3 = FloatVector.broadcast(LANES, ScalarKernels.E3);
    FloatVector e4 = FloatVector.broadcast(LANES, ScalarKernels.E4);
    int end = LANES.loopBound(n);
    for (int i = 0; i < end; i += WIDTH) {
      FloatVector bounded = FloatVector.fromArray(LANES, x, xAt + i);
      bounded = bounded.blend(ScalarKernels.EXP_MAX, bounded.compare(GT, ScalarKernels.EXP_MAX));
      bounded = bounded.blend(ScalarKernels.EXP_MIN, bounded.compare(LT, ScalarKernels.EXP_MIN));
      FloatVector shifted = bounded.fma(log2e, round);
      FloatVector whole = shifted.sub(round);
      FloatVector r = whole.fma(ln2High, bounded);
      r = whole.fma(ln2Low, r);
      FloatVector e = e4.fma(r, e3).fma(r, e2).fma(r, e1).fma(r, e0);
      FloatVector significand = e.fma(r.mul(r), r).add(1);
      IntVector exponent = shifted.reinterpretAsInts().sub(ScalarKernels.ROUND_BITS);
      IntVector half = exponent.lanewise(ASHR, 1);
      IntVector rest = exponent.sub(half);
      FloatVector power1 =
          half.add(ScalarKernels.EXPONENT_BIAS)
              .lanewise(LSHL, ScalarKernels.SIGNIFICAND_BITS)
              .reinterpretAsFloats();
      FloatVector power2 =
          rest.add(ScalarKernels.EXPONENT_BIAS)
              .lanewise(LSHL, ScalarKernels.SIGNIFICAND_BITS)
              .reinterpretAsFloats();
      significand.mul(power1).mul(power2).intoArray(y, yAt + i);
    }
    SCALAR.exp(n - end, x, xAt + end, y, yAt + end);
  }

  static void log(int n, float[] x, int xAt, float[] y, int yAt) {
    FloatVector ln2High = FloatVector.broadcast(LANES, ScalarKernels.LN2_HIGH);
    FloatVector round = FloatVector.broadcast(LANES, ScalarKernels.ROUND);
    FloatVector minusHalf = FloatVector.broadcast(LANES, -0.5f);
    FloatVector l0 = FloatVector.broadcast(LANES, ScalarKernels.L0);
    FloatVector l1 = FloatVector.broadcast(LANES, ScalarKernels.L1);
    FloatVector l2 = FloatVector.broadcast(LANES, ScalarKernels.L2);
    FloatVector l3 = FloatVector.broadcast(LANES, ScalarKernels.L3);
    FloatVector l4 = FloatVector.broadcast(LANES, ScalarKernels.L4);
    FloatVector l5 = FloatVector.broadcast(LANES, ScalarKernels.L5);
    FloatVector l6 = FloatVector.broadcast(LANES, ScalarKernels.L6);
    FloatVector l7 = FloatVector.broadcast(LANES, ScalarKernels.L7);
    int end = LANES.loopBound(n);
    for (int i = 0; i < end; i += WIDTH) {
      FloatVector argument = FloatVector.fromArray(LANES, x, xAt + i);
      VectorMask<Float> denormal = argument.compare(LT, Float.MIN_NORMAL);
      FloatVector normal = argument.blend(argument.mul(ScalarKernels.DENORMAL_SCALE), denormal);
      IntVector bits = normal.reinterpretAsInts().sub(ScalarKernels.SQRT_HALF_BITS);
      IntVector exponent = bits.lanewise(ASHR, ScalarKernels.SIGNIFICAND_BITS);
      FloatVector f =
          bits.and(ScalarKernels.SIGNIFICAND_MASK)
              .add(ScalarKernels.SQRT_HALF_BITS)
              .reinterpretAsFloats()
              .sub(1);
      FloatVector whole =
          exponent
              .add(ScalarKernels.ROUND_BITS)
              .reinterpretAsFloats()
              .sub(round.blend(ScalarKernels.DENORMAL_ROUND, denormal));
      FloatVector l = l7.fma(f, l6).fma(f, l5).fma(f, l4).fma(f, l3);
      l = l.fma(f, l2).fma(f, l1).fma(f, l0);
      FloatVector square = f.mul(f);
      FloatVector tail = l.mul(f).fma(square, whole.mul(ScalarKernels.LN2_LOW));
      tail = minusHalf.fma(square, tail);
      FloatVector result = whole.fma(ln2High, f.add(tail));
      result = argument.blend(result, argument.compare(LT, Float.POSITIVE_INFINITY));
      result = result.blend(Float.NEGATIVE_INFINITY, argument.compare(EQ, 0));
      result.blend(Float.NaN, argument.compare(LT, 0)).intoArray(y, yAt + i);
    }
    SCALAR.log(n - end, x, xAt + end, y, yAt + end);
  }

  static void tanh(int n, float[] x, int xAt, float[] y, int yAt) {
    FloatVector twoLog2e = FloatVector.broadcast(LANES, ScalarKernels.TWO_LOG2_E);
    FloatVector round = FloatVector.broadcast(LANES, ScalarKernels.TANH_ROUND);
    FloatVector halfLn2 = FloatVector.broadcast(LANES, -ScalarKernels.HALF_LN2);
    FloatVector h0 = FloatVector.broadcast(LANES, ScalarKernels.H0);
    FloatVector h1 = FloatVector.broadcast(LANES, ScalarKernels.H1);
    FloatVector h2 = FloatVector.broadcast(LANES, ScalarKernels.H2);
    FloatVector h3 = FloatVector.broadcast(LANES, ScalarKernels.H3);
    FloatVector h4 = FloatVector.broadcast(LANES, ScalarKernels.H4);
    FloatVector half = FloatVector.broadcast(LANES, 0.5f);
    FloatVector minusOne = FloatVector.broadcast(LANES, -1);
    int end = LANES.loopBound(n);
    for (int i = 0; i < end; i += WIDTH) {
      FloatVector argument = FloatVector.fromArray(LANES, x, xAt + i);
      FloatVector size = argument.abs();
      size = size.blend(ScalarKernels.TANH_END, size.compare(GT, ScalarKernels.TANH_END));
      FloatVector shifted = size.fma(twoLog2e, round);
      FloatVector r = shifted.sub(round).fma(halfLn2, size);
      FloatVector h = h4.fma(r, h3).fma(r, h2).fma(r, h1).fma(r, h0);
      FloatVector near = h.fma(r.mul(r), r);
      FloatVector twicePower =
          shifted
              .reinterpretAsInts()
              .lanewise(LSHL, ScalarKernels.SIGNIFICAND_BITS)
              .reinterpretAsFloats();
      FloatVector t = twicePower.fma(near, twicePower.fma(half, minusOne));
      IntVector sign = argument.reinterpretAsInts().and(Integer.MIN_VALUE);
      t.div(t.add(2)).reinterpretAsInts().or(sign).reinterpretAsFloats().intoArray(y, yAt + i);
    }
    SCALAR.tanh(n - end, x, xAt + end, y, yAt + end);
  }
}
