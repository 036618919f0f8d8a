package uphill.bench;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Loops of fused multiply-adds that touch registers only: the most that one core can do.
///
/// There are two, of 8 and of 12 chains, because C2 sometimes compiles one of them to half the
/// speed; the faster one counts. Eight are the least that keep two units of latency 4 busy.
final class Peak {

  static final int LOOPS = 4000;

  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;

  private Peak() {}

  /// Floating-point operations of a run with so many chains.
  static double flop(int chains) {
    return 2.0 * chains * LANES.length() * LOOPS;
  }

  static float eightChains() {
    FloatVector x = FloatVector.broadcast(LANES, 0.999f);
    FloatVector y = FloatVector.broadcast(LANES, 0.001f);
    FloatVector c0 = FloatVector.broadcast(LANES, 0);
    FloatVector c1 = FloatVector.broadcast(LANES, 1);
    FloatVector c2 = FloatVector.broadcast(LANES, 2);
    FloatVector c3 = FloatVector.broadcast(LANES, 3);
    FloatVector c4 = FloatVector.broadcast(LANES, 4);
    FloatVector c5 = FloatVector.broadcast(LANES, 5);
    FloatVector c6 = FloatVector.broadcast(LANES, 6);
    FloatVector c7 = FloatVector.broadcast(LANES, 7);
    for (int i = 0; i < LOOPS; i++) {
      c0 = c0.fma(x, y);
      c1 = c1.fma(x, y);
      c2 = c2.fma(x, y);
      c3 = c3.fma(x, y);
      c4 = c4.fma(x, y);
      c5 = c5.fma(x, y);
      c6 = c6.fma(x, y);
      c7 = c7.fma(x, y);
    }
    FloatVector sum = c0.add(c1).add(c2).add(c3).add(c4).add(c5).add(c6).add(c7);
    return sum.lane(0);
  }

  static float twelveChains() {
    FloatVector x = FloatVector.broadcast(LANES, 0.999f);
    FloatVector y = FloatVector.broadcast(LANES, 0.001f);
    FloatVector c0 = FloatVector.broadcast(LANES, 0);
    FloatVector c1 = FloatVector.broadcast(LANES, 1);
    FloatVector c2 = FloatVector.broadcast(LANES, 2);
    FloatVector c3 = FloatVector.broadcast(LANES, 3);
    FloatVector c4 = FloatVector.broadcast(LANES, 4);
    FloatVector c5 = FloatVector.broadcast(LANES, 5);
    FloatVector c6 = FloatVector.broadcast(LANES, 6);
    FloatVector c7 = FloatVector.broadcast(LANES, 7);
    FloatVector c8 = FloatVector.broadcast(LANES, 8);
    FloatVector c9 = FloatVector.broadcast(LANES, 9);
    FloatVector c10 = FloatVector.broadcast(LANES, 10);
    FloatVector c11 = FloatVector.broadcast(LANES, 11);
    for (int i = 0; i < LOOPS; i++) {
      c0 = c0.fma(x, y);
      c1 = c1.fma(x, y);
      c2 = c2.fma(x, y);
      c3 = c3.fma(x, y);
      c4 = c4.fma(x, y);
      c5 = c5.fma(x, y);
      c6 = c6.fma(x, y);
      c7 = c7.fma(x, y);
      c8 = c8.fma(x, y);
      c9 = c9.fma(x, y);
      c10 = c10.fma(x, y);
      c11 = c11.fma(x, y);
    }
    FloatVector sum =
        c0.add(c1)
            .add(c2)
            .add(c3)
            .add(c4)
            .add(c5)
            .add(c6)
            .add(c7)
            .add(c8)
            .add(c9)
            .add(c10)
            .add(c11);
    return sum.lane(0);
  }
}
