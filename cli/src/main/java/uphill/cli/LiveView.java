package uphill.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import uphill.lab.RunConfig;
import uphill.lab.RunEvent;
import uphill.rl.Settings;

/// What training looks like while it runs: one line that is drawn anew on a terminal, a line for
/// every tenth of the run elsewhere.
final class LiveView implements Consumer<RunEvent>, AutoCloseable {

  private static final int BAR = 20;
  private static final double REDRAW_SECONDS = 0.1;
  private static final int PLAIN_LINES = 10;
  private static final String ERASE = "\r\u001b[2K";

  private final PrintWriter out;
  private final boolean terminal;
  private final boolean silent;
  private final int runs;
  private final Map<Long, RunEvent.Updated> latest = new ConcurrentHashMap<>();
  private final Map<Long, Integer> printedTenths = new ConcurrentHashMap<>();
  private final Map<Long, Double> lastReturn = new ConcurrentHashMap<>();
  private long drawn;
  private boolean introduced;
  private String lastPushes = "";

  private LiveView(PrintWriter out, boolean terminal, boolean silent, int runs) {
    this.out = out;
    this.terminal = terminal;
    this.silent = silent;
    this.runs = runs;
  }

  @SuppressWarnings("SystemConsoleNull") // NullAway's model of the JDK still has it nullable
  static LiveView on(PrintWriter out, int runs) {
    Console console = System.console();
    boolean terminal = console != null && console.isTerminal();
    return new LiveView(out, terminal, false, runs);
  }

  static LiveView silent() {
    return new LiveView(new PrintWriter(Writer.nullWriter()), false, true, 1);
  }

  @Override
  public synchronized void accept(RunEvent event) {
    if (silent) {
      return;
    }
    switch (event) {
      case RunEvent.Started(var config, var directory) -> introduce(config, directory.toString());
      case RunEvent.Warned _ -> {} // Warnings prints it
      case RunEvent.Updated updated -> show(updated);
      case RunEvent.Stuck _ -> close();
      case RunEvent.Finished(var config, var result) -> {
        if (runs > 1) {
          out.println(
              (terminal ? ERASE : "")
                  + String.format(
                      Locale.ROOT,
                      "seed %s: %.1f over %d episodes, after %s steps in %.1f s",
                      Long.toUnsignedString(config.seed()),
                      result.evaluation().mean(),
                      result.evaluation().episodes(),
                      Numbers.steps(result.steps()),
                      result.wallSeconds()));
        }
      }
    }
  }

  private void introduce(RunConfig config, String directory) {
    if (introduced) {
      return;
    }
    introduced = true;
    out.println(
        "%s: %s, preset %s, weights %s, %s, %s steps"
            .formatted(
                config.environment(),
                config.algorithm(),
                config.preset(),
                Settings.word(config.settings().weights()),
                runs == 1 ? "seed " + Long.toUnsignedString(config.seed()) : runs + " seeds",
                Numbers.steps(config.steps())));
    if (runs == 1) {
      out.println("records: " + directory);
    }
    out.flush();
  }

  private void show(RunEvent.Updated updated) {
    long seed = updated.config().seed();
    latest.put(seed, updated);
    double mean = updated.metrics().getOrDefault("return_mean", Double.NaN);
    if (!Double.isNaN(mean)) {
      lastReturn.put(seed, mean);
    }
    double share = (double) updated.updates() / updated.config().updates();
    if (terminal) {
      long now = System.nanoTime();
      if (share >= 1 || (now - drawn) * 1e-9 >= REDRAW_SECONDS) {
        drawn = now;
        out.print(ERASE + (runs == 1 ? line(updated, share) : together()));
        out.flush();
      }
    } else {
      int tenth = (int) (PLAIN_LINES * share);
      if (runs == 1 && tenth > printedTenths.getOrDefault(seed, 0)) {
        printedTenths.put(seed, tenth);
        out.println(line(updated, share));
        out.flush();
      }
    }
  }

  private String line(RunEvent.Updated updated, double share) {
    double rate = updated.steps() / Math.max(1e-9, updated.seconds());
    double left = updated.seconds() * (1 - share) / share;
    return String.format(
        Locale.ROOT,
        "%s %3.0f %%  %6s steps  return %7.1f  entropy %6.3f  KL %.4f%s  %6s steps/s  %s left",
        bar(share),
        100 * share,
        Numbers.steps(updated.steps()),
        lastReturn.getOrDefault(updated.config().seed(), Double.NaN),
        updated.metrics().getOrDefault("entropy", Double.NaN),
        updated.metrics().getOrDefault("kl", Double.NaN),
        pushes(updated),
        Numbers.steps(Math.round(rate)),
        Numbers.time(left));
  }

  /// How many actions the last update that was looked at pushed against their weight's sign, and
  /// its gradient's signal to noise.
  private String pushes(RunEvent.Updated updated) {
    double wrong = updated.metrics().getOrDefault("push_wrong_sign", Double.NaN);
    if (!Double.isNaN(wrong)) {
      double signal = updated.metrics().getOrDefault("gradient_snr", Double.NaN);
      lastPushes =
          String.format(
              Locale.ROOT, "  against weight %2.0f %%  signal/noise %.2g", 100 * wrong, signal);
    }
    return lastPushes;
  }

  private String together() {
    double share = 0;
    double returns = 0;
    long steps = 0;
    for (RunEvent.Updated updated : latest.values()) {
      share += (double) updated.updates() / updated.config().updates() / runs;
      returns += lastReturn.getOrDefault(updated.config().seed(), 0.0) / latest.size();
      steps += updated.steps();
    }
    return String.format(
        Locale.ROOT,
        "%s %3.0f %%  %d seeds running  %6s steps  mean return %7.1f",
        bar(share),
        100 * share,
        latest.size(),
        Numbers.steps(steps),
        returns);
  }

  private static String bar(double share) {
    int full = (int) (BAR * Math.min(1, share));
    return "[" + "#".repeat(full) + "-".repeat(BAR - full) + "]";
  }

  @Override
  public void close() {
    if (drawn != 0) {
      out.println(); // the line that was drawn anew all the time ends here
    }
    out.flush();
  }
}
