package uphill.lab.training;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import uphill.rl.data.Rollout;

/// Every action of an update as the policy drew it, row after row, in little-endian float32; for
/// environments that cannot save their state, and are replayed.
final class ActionsOfUpdate {

  private final boolean replayed;
  private byte[] bytes = {};
  private int size;

  /// @param savesState whether the environments can: then nothing is kept
  ActionsOfUpdate(boolean savesState) {
    replayed = !savesState;
  }

  void clear() {
    size = 0;
  }

  /// Adds those of a round.
  void add(Rollout rollout) {
    if (!replayed) {
      return;
    }
    int n = rollout.rows() * rollout.actionSize();
    int more = n * Float.BYTES;
    if (bytes.length < size + more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes, size, more).slice().order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(rollout.action, 0, n);
    size += more;
  }

  /// All of them.
  byte[] bytes() {
    return Arrays.copyOf(bytes, size);
  }
}
