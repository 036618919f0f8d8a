package uphill.bench;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// A loop of fused multiply-adds that touches registers only: the most that one core can do.
final class Peak {

  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
  private static final int CHAINS = 10; // latency 4 × 2 units = 8 suffice on Zen and on Intel

  static final int LOOPS = 4000;

  /// Floating-point operations of one [#run()].
  static final double FLOP = 2.0 * CHAINS * LANES.length() * LOOPS;

  private Peak() {}

  static float run() {
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
    }
    FloatVector sum = c0.add(c1).add(c2).add(c3).add(c4).add(c5).add(c6).add(c7).add(c8).add(c9);
    return sum.lane(0);
  }
}
