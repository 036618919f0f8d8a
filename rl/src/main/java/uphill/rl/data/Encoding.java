package uphill.rl.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import uphill.env.Space;

/// How networks read an observation.
///
/// ```text
/// Box, MultiBinary   as it is
/// Discrete(n)        one-hot: n inputs, 1 at the index, else 0
/// MultiDiscrete(nⱼ)  one-hot for each component, side by side: Σ nⱼ inputs
/// ```
///
/// The first layer of a network then has a row of weights for each value: without hidden layers a
/// policy on a `Discrete` space is a table and a bias that all states share, `z(a|s) = W[s, a] +
/// b[a]`. A [Rollout] holds what networks read, so that learning, and whatever explains it, meets
/// inputs and no spaces.
public final class Encoding {

  private final Space space;
  private final int size;

  /// How many values each component has that is read one-hot; empty where inputs are observations.
  private final int[] values;

  private final int start;

  /// The encoding of this space.
  public Encoding(Space space) {
    this.space = space;
    values =
        switch (space) {
          case Space.Box _, Space.MultiBinary _ -> new int[0];
          case Space.Discrete discrete -> new int[] {discrete.n()};
          case Space.MultiDiscrete several -> several.n().clone();
        };
    start = space instanceof Space.Discrete discrete ? discrete.start() : 0;
    long inputs = IntStream.of(values).asLongStream().sum();
    if (inputs > Space.WHOLE_FLOATS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has %d values, too many to read one-hot; observe a Box instead",
              space,
              inputs));
    }
    size = values.length == 0 ? space.size() : (int) inputs;
  }

  /// What is read.
  public Space space() {
    return space;
  }

  /// Inputs for one observation.
  public int size() {
    return size;
  }

  /// Whether inputs are observations as they are.
  public boolean plain() {
    return values.length == 0;
  }

  /// Fills `inputs` from row `to` on with `rows` observations, the first of which is row `from`.
  /// Shapes: observation [·, space.size()], inputs [·, size].
  ///
  /// @throws IllegalArgumentException for an observation outside a finite space
  public void encode(float[] observation, int from, int rows, float[] inputs, int to) {
    if (plain()) {
      System.arraycopy(observation, from * size, inputs, to * size, rows * size);
      return;
    }
    Arrays.fill(inputs, to * size, (to + rows) * size, 0);
    int components = values.length;
    for (int row = 0; row < rows; row++) {
      int at = (to + row) * size;
      for (int j = 0; j < components; j++) {
        float value = observation[(from + row) * components + j];
        inputs[at + index(value, values[j])] = 1;
        at += values[j];
      }
    }
  }

  private int index(float value, int n) {
    int index = (int) value - start;
    if (index < 0 || index >= n || value != (int) value) {
      throw new IllegalArgumentException("the observation %s is not in %s".formatted(value, space));
    }
    return index;
  }
}
