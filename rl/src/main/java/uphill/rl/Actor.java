package uphill.rl;

import uphill.kernel.Rng;
import uphill.rl.data.Encoding;

/// Acts: looks at a few states at a time, and draws an action for each. Used by one thread at a
/// time.
public interface Actor {

  /// Looks at `rows` rows that the policy's [Encoding] wrote, the first at element `at`, and at
  /// what they allow, the first at element `maskAt`.
  ///
  /// @param mask as [uphill.env.ActionMask] has it; empty where the world masks nothing
  void read(float[] inputs, int at, float[] mask, int maskAt, int rows);

  /// Draws an action for row `row` of the last look, from that environment's own stream; fills
  /// `action` from `at` on.
  void sample(int row, Rng random, float[] action, int at);

  /// Is told that the episode of row `row` ended with the action that was drawn last. An actor over
  /// another tells that one.
  default void ended(int row) {}
}
