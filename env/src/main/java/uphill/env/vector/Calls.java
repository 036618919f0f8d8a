package uphill.env.vector;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Step;
import uphill.env.fault.EnvAddress;
import uphill.env.fault.EnvironmentException;
import uphill.env.fault.RunningCall;

/// Calls the environments of a vector: what they throw becomes an error with an address, and
/// another thread can see a call that does not come back.
///
/// An environment that leaves its thread interrupted would close the files that the thread writes
/// next, so the flag is as it was when a call is over.
///
/// Calls of one thread in a row are a turn. It has a mark, which costs a call one store, and no
/// fence on x86:
///
/// ```text
/// 2³²·k + 8n + what    in the k-th turn, environment n is in this call
/// 2³²·k                the k-th turn is over
/// ```
final class Calls {

  private static final int RESET = 1;
  private static final int STEP = 2;
  private static final int STATE = 3;
  private static final int RESTORE = 4;
  private static final int CLOSE = 5;
  private static final int ALLOWED = 6;
  private static final int ALLOWED_AT_FIRST = 7;

  private static final int WHAT = 8;
  private static final long TURN = 1L << 32;
  private static final VarHandle MARK = mark();

  private final List<Env> envs;
  private final Checks checks;
  private final long[] episode;
  private final int[] episodeLength;
  private final Turn[] turns; // by their first environment

  /// @param episode the number of each environment's episode, as it goes on
  /// @param episodeLength the steps of that episode that are done
  Calls(List<Env> envs, Checks checks, long[] episode, int[] episodeLength) {
    this.envs = envs;
    this.checks = checks;
    this.episode = episode;
    this.episodeLength = episodeLength;
    turns = new Turn[envs.size()];
    Arrays.setAll(turns, _ -> new Turn());
  }

  private static VarHandle mark() {
    try {
      return MethodHandles.lookup().findVarHandle(Turn.class, "mark", long.class);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("Turn.mark", e);
    }
  }

  /// Calls in a row, until it is closed.
  static final class Turn implements AutoCloseable {
    private Thread thread = Thread.currentThread();
    private long number;
    private boolean interrupted; // before the first call

    @SuppressWarnings("UnusedVariable") // MARK is
    private long mark;

    private void enter(int n, int what) {
      forgetInterrupt();
      MARK.setRelease(this, number + (long) n * WHAT + what);
    }

    private void forgetInterrupt() {
      if (!interrupted) {
        boolean _ = Thread.interrupted();
      }
    }

    @Override
    public void close() {
      MARK.setRelease(this, number);
      forgetInterrupt();
    }
  }

  /// Begins a turn, whose first environment is this one. No other thread has it in its own.
  Turn turn(int first) {
    Turn turn = turns[first];
    turn.thread = Thread.currentThread();
    turn.interrupted = turn.thread.isInterrupted();
    turn.number += TURN;
    return turn;
  }

  /// The time limit of an environment; none is [Integer#MAX_VALUE].
  ///
  /// @throws EnvironmentException if it throws, or says what is no limit
  static int timeLimit(EnvAddress address, int n, Env env) {
    OptionalInt limit;
    try {
      limit = Objects.requireNonNull(env.timeLimit(), "it gave null");
    } catch (Throwable e) {
      throw EnvironmentException.of(address, "environment " + n, e, " in timeLimit()", "");
    }
    int steps = limit.orElse(Integer.MAX_VALUE);
    if (steps < 1) {
      throw new EnvironmentException(
          String.format(
              Locale.ROOT,
              "%s: timeLimit() of environment %d is %d. Give at least 1, or OptionalInt.empty().",
              address.name(),
              n,
              steps));
    }
    return steps;
  }

  void reset(Turn turn, int n, Reset how, float[] observation) {
    turn.enter(n, RESET);
    try {
      envs.get(n).reset(how, observation);
    } catch (Throwable e) {
      throw checks.threw(n, words(n, RESET), e);
    }
  }

  void step(Turn turn, int n, float[] action, Step step) {
    turn.enter(n, STEP);
    try {
      envs.get(n).step(action, step);
    } catch (Throwable e) {
      throw checks.threwInStep(n, words(n, STEP), e);
    }
  }

  /// @param first whether the episode has just begun
  void allowed(Turn turn, int n, boolean first, boolean[] allowed) {
    int what = first ? ALLOWED_AT_FIRST : ALLOWED;
    turn.enter(n, what);
    try {
      envs.get(n).allowed(allowed);
    } catch (Throwable e) {
      throw checks.threwInAllowed(n, words(n, what), allowed.length, e);
    }
  }

  long[] state(int n) {
    try (Turn turn = turn(n)) {
      turn.enter(n, STATE);
      return Objects.requireNonNull(envs.get(n).state(), "it gave null");
    } catch (Throwable e) {
      throw checks.threw(n, words(n, STATE), e);
    }
  }

  void restore(int n, long[] state) {
    try (Turn turn = turn(n)) {
      turn.enter(n, RESTORE);
      envs.get(n).restore(state);
    } catch (IllegalArgumentException e) {
      throw e; // this is no state of it
    } catch (Throwable e) {
      throw checks.threw(n, words(n, RESTORE), e);
    }
  }

  /// Closes all, whatever one of them throws.
  void close() {
    List<RuntimeException> thrown = new ArrayList<>();
    for (int n = 0; n < envs.size(); n++) {
      try (Turn turn = turn(n)) {
        turn.enter(n, CLOSE);
        envs.get(n).close();
      } catch (Throwable e) {
        thrown.add(checks.threw(n, words(n, CLOSE), e));
      }
    }
    if (!thrown.isEmpty()) {
      throw thrown.getFirst();
    }
  }

  /// The calls that are not over; any thread may ask.
  List<RunningCall> running() {
    List<RunningCall> running = new ArrayList<>();
    for (Turn turn : turns) {
      long before = (long) MARK.getAcquire(turn);
      int call = (int) before;
      if (call != 0) {
        int n = call / WHAT;
        RunningCall found = new RunningCall(before, n, words(n, call % WHAT), turn.thread);
        VarHandle.acquireFence();
        if ((long) MARK.getAcquire(turn) == before) {
          running.add(found);
        }
      }
    }
    return running;
  }

  private String words(int n, int what) {
    return switch (what) {
      case RESET -> String.format(Locale.ROOT, "the reset that begins episode %d", episode[n] + 1);
      case STEP ->
          String.format(Locale.ROOT, "step %d of episode %d", episodeLength[n] + 1, episode[n]);
      case STATE ->
          String.format(
              Locale.ROOT, "state(), after step %d of episode %d", episodeLength[n], episode[n]);
      case RESTORE -> "restore()";
      case ALLOWED ->
          String.format(
              Locale.ROOT, "allowed(), after step %d of episode %d", episodeLength[n], episode[n]);
      case ALLOWED_AT_FIRST ->
          String.format(Locale.ROOT, "allowed(), after the reset of episode %d", episode[n]);
      default -> "close()";
    };
  }
}
