package uphill.lab.world;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import uphill.env.fault.RunningCall;
import uphill.env.fault.RunningCalls;

/// Notices an environment that does not come back from a call: it looks at the environments from a
/// thread of its own, and tells of a call that it has seen for longer than a limit.
///
/// It changes nothing, and costs the environments nothing: they mark their calls anyway. Its clock
/// stands still while the process does (in a debugger, by SIGSTOP, while the machine sleeps), so
/// that nobody is blamed for that.
public final class Watchdog implements AutoCloseable {

  /// How long a call may take where nobody says otherwise.
  public static final Duration LIMIT = Duration.ofSeconds(60);

  private static final double SLOWEST_LOOKS = 1; // seconds between two
  private static final double FASTEST_LOOKS = 0.001;
  private static final double LOOKS = 10; // in a limit, where that lies between the two

  private final double limit; // seconds
  private final double pause; // seconds
  private final Consumer<String> report;
  private final List<Watched> all = new CopyOnWriteArrayList<>();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("uphill-watchdog").unstarted(this::watch);
  private long before; // nanoseconds: of the last look
  private volatile boolean closed;

  /// One vector, and what was seen of it at the last look.
  private static final class Watched {
    final RunningCalls envs;
    long[] call; // its number; 0 is none
    final double[] seconds; // that it has been seen for
    final boolean[] told;

    Watched(RunningCalls envs) {
      this.envs = envs;
      call = new long[envs.size()];
      seconds = new double[envs.size()];
      told = new boolean[envs.size()];
    }
  }

  Watchdog(double limit, Consumer<String> report) {
    this.limit = limit;
    this.report = report;
    pause = Math.clamp(limit / LOOKS, FASTEST_LOOKS, SLOWEST_LOOKS);
  }

  /// One that never tells of anything.
  public static Watchdog none() {
    return new Watchdog(Double.POSITIVE_INFINITY, _ -> {});
  }

  /// One that tells `report`, in a sentence and on its own thread, of a call that takes longer than
  /// `limit`; of every call once. Zero is no limit.
  ///
  /// @throws IllegalArgumentException for a limit below zero
  public static Watchdog of(Duration limit, Consumer<String> report) {
    if (checked(limit).isZero()) {
      return none();
    }
    Watchdog watchdog = new Watchdog(limit.toSeconds() + limit.toNanosPart() * 1e-9, report);
    watchdog.thread.start();
    return watchdog;
  }

  /// The limit, if it can be one.
  public static Duration checked(Duration limit) {
    if (limit.isNegative()) {
      throw new IllegalArgumentException(
          "the time limit of an environment's calls must be at least 0 s, got %s s; 0 is none"
              .formatted(limit.toMillis() * 1e-3));
    }
    return limit;
  }

  /// Looks after these environments until they, or the watchdog, are closed. Gives them back.
  <T extends RunningCalls> T watch(T envs) {
    if (limit < Double.POSITIVE_INFINITY) {
      all.add(new Watched(envs));
    }
    return envs;
  }

  private void watch() {
    before = System.nanoTime();
    while (!closed) {
      LockSupport.parkNanos(this, (long) (pause * 1e9));
      look(System.nanoTime());
    }
  }

  /// Looks at all environments, at this time in nanoseconds.
  void look(long now) {
    double seconds = Math.min((now - before) * 1e-9, 2 * pause);
    before = now;
    all.removeIf(watched -> watched.envs.isClosed());
    all.forEach(watched -> look(watched, seconds));
  }

  private void look(Watched watched, double seconds) {
    long[] now = new long[watched.call.length];
    for (RunningCall call : watched.envs.running()) {
      int n = call.environment();
      now[n] = call.number();
      boolean same = call.number() == watched.call[n];
      watched.seconds[n] = same ? watched.seconds[n] + seconds : 0;
      watched.told[n] &= same;
      if (watched.seconds[n] >= limit && !watched.told[n]) {
        watched.told[n] = true;
        tell(watched.envs, call, watched.seconds[n]);
      }
    }
    watched.call = now;
  }

  private void tell(RunningCalls envs, RunningCall call, double seconds) {
    String place = call.place();
    String sentence =
        String.format(
            Locale.ROOT,
            "%s: environment %d has not come back from %s for %.1f s.%s Correct the environment, or"
                + " give it longer with --env-timeout SECONDS (in code: Experiment.envTimeout).",
            envs.name(),
            call.environment(),
            call.what(),
            seconds,
            place.isEmpty() ? "" : " It is at " + place + ".");
    boolean still =
        envs.running().stream()
            .anyMatch(
                now -> now.number() == call.number() && now.environment() == call.environment());
    if (still && !closed) {
      report.accept(sentence);
    }
  }

  /// Stops looking.
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    all.clear();
  }
}
