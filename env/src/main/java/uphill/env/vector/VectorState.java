package uphill.env.vector;

import java.util.Arrays;
import java.util.Locale;
import uphill.env.Ending;
import uphill.env.Step;
import uphill.env.fault.UserCode;

/// The state of a [VectorEnv] as raw bits: of each environment its own, and its row of the columns.
final class VectorState {

  private final VectorEnv envs;
  private final Calls calls;
  private final long[] episode;
  private final Step[] steps;
  private final int width; // numbers of an observation

  /// @param episode the number of each environment's episode
  /// @param steps what each environment fills
  VectorState(VectorEnv envs, Calls calls, long[] episode, Step[] steps) {
    this.envs = envs;
    this.calls = calls;
    this.episode = episode;
    this.steps = steps;
    width = envs.observationSpace().size();
  }

  /// It, as it is.
  long[] state() {
    long[][] states = new long[envs.size()][];
    int length = 0;
    for (int n = 0; n < envs.size(); n++) {
      states[n] = calls.state(n);
      length += 1 + states[n].length + columns();
    }
    long[] state = new long[length];
    int at = 0;
    for (int n = 0; n < envs.size(); n++) {
      state[at++] = states[n].length;
      System.arraycopy(states[n], 0, state, at, states[n].length);
      at += states[n].length;
      state[at++] = episode[n];
      state[at++] = Double.doubleToRawLongBits(envs.reward[n]);
      state[at++] = envs.ending[n].code();
      state[at++] = Double.doubleToRawLongBits(envs.episodeReturn[n]);
      state[at++] = envs.episodeLength[n];
      for (int j = 0; j < width; j++) {
        int i = n * width + j;
        state[at++] = pair(envs.observation[i], envs.lastObservation[i]);
      }
    }
    return state;
  }

  /// Goes back to it.
  void restore(long[] state) {
    int at = 0;
    for (int n = 0; n < envs.size(); n++) {
      long length = at < state.length ? state[at++] : -1;
      if (length < 0 || length > state.length - at - columns()) {
        throw notAState(String.format(Locale.ROOT, "%d words", state.length));
      }
      try {
        calls.restore(n, Arrays.copyOfRange(state, at, at + (int) length));
        at = restoreColumns(n, state, at + (int) length);
        envs.restoreMask(n);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: not a state of environment %d: %s",
                envs.name(),
                n,
                UserCode.message(e)),
            e);
      }
    }
    if (at < state.length) {
      throw notAState(String.format(Locale.ROOT, "%d words, expected %d", state.length, at));
    }
  }

  /// Restores row n of the columns from the words that begin at `from`; gives where they end.
  private int restoreColumns(int n, long[] state, int from) {
    int at = from;
    episode[n] = state[at++];
    envs.reward[n] = Double.longBitsToDouble(state[at++]);
    envs.ending[n] = Ending.ofCode(state[at++]);
    envs.episodeReturn[n] = Double.longBitsToDouble(state[at++]);
    long length = state[at++];
    if (episode[n] < 0 || length != Math.max(0, (int) length)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "it is in step %d of episode %d", length, episode[n]));
    }
    envs.episodeLength[n] = (int) length;
    boolean finite = Double.isFinite(envs.reward[n]) && Double.isFinite(envs.episodeReturn[n]);
    for (int j = 0; j < width; j++) {
      int i = n * width + j;
      envs.observation[i] = Float.intBitsToFloat((int) (state[at] >>> 32));
      envs.lastObservation[i] = Float.intBitsToFloat((int) state[at++]);
      steps[n].observation[j] = envs.observation[i];
      finite &= Float.isFinite(envs.observation[i]) && Float.isFinite(envs.lastObservation[i]);
    }
    if (!finite) {
      throw new IllegalArgumentException("what it showed or earned is not finite");
    }
    return at;
  }

  private IllegalArgumentException notAState(String why) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT, "%s: not a state of %d environments: %s", envs.name(), envs.size(), why));
  }

  private int columns() {
    return 5 + width;
  }

  private static long pair(float high, float low) {
    return (long) Float.floatToRawIntBits(high) << 32
        | (Float.floatToRawIntBits(low) & 0xffffffffL);
  }
}
