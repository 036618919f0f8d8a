package uphill.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import uphill.lab.Expectation;
import uphill.lab.RunConfig;
import uphill.lab.RunEvent;
import uphill.rl.Settings;

/// What training looks like while it runs: one line that is drawn anew on a terminal, as wide as
/// that is, and a line for every tenth of the run elsewhere.
final class LiveView implements Consumer<RunEvent>, AutoCloseable {

  private static final int BAR = 20;
  private static final int SHORT_BAR = 10;
  private static final int WIDE = 100; // columns, from which there is room for a long bar
  private static final double LONG_SECONDS = 60;
  private static final double REDRAW_SECONDS = 0.1;
  private static final int PLAIN_LINES = 10;
  private static final String ERASE = "\r\u001b[2K";

  private final PrintWriter out;
  private final boolean terminal;
  private final boolean silent;
  private final int runs;
  private final IntSupplier columns;
  private final Map<Long, RunEvent.Updated> latest = new ConcurrentHashMap<>();
  private final Map<Long, Integer> printedTenths = new ConcurrentHashMap<>();
  private final Map<Long, Double> lastReturn = new ConcurrentHashMap<>();
  private long drawn;
  private boolean introduced;
  private boolean closed;
  private List<String> lastPushes = List.of();

  LiveView(PrintWriter out, boolean terminal, boolean silent, int runs, IntSupplier columns) {
    this.out = out;
    this.terminal = terminal;
    this.silent = silent;
    this.runs = runs;
    this.columns = columns;
  }

  static LiveView on(PrintWriter out, int runs) {
    boolean terminal = Width.isTerminal();
    // Lines that stay, in a file say, are whole.
    return new LiveView(
        out, terminal, false, runs, terminal ? Width::columns : () -> Integer.MAX_VALUE);
  }

  static LiveView silent() {
    return new LiveView(new PrintWriter(Writer.nullWriter()), false, true, 1, () -> 0);
  }

  /// Says how long it will take, where that is long.
  ///
  /// @param one what is expected of one run
  void expect(Expectation one, int runs, int atATime) {
    double all = one.all() * Math.ceilDiv(runs, atATime);
    if (silent || all < LONG_SECONDS) {
      return;
    }
    String until =
        one.firstUpdate() < LONG_SECONDS
            ? ""
            : ", and %s until the first update".formatted(Numbers.duration(one.firstUpdate()));
    out.println("By a rough estimate this will take %s%s.".formatted(Numbers.duration(all), until));
    out.flush();
  }

  @Override
  public synchronized void accept(RunEvent event) {
    if (silent || closed) {
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
                      "seed %s: %s over %d episodes, after %s steps in %.1f s",
                      Long.toUnsignedString(config.seed()),
                      Numbers.tenths(result.evaluation().mean()),
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
        List<String> fields = runs == 1 ? line(updated, share) : together();
        // One column stays free: a terminal may break the line after the last one.
        out.print(ERASE + Width.line(fields, columns.getAsInt() - 1));
        out.flush();
      }
    } else {
      int tenth = (int) (PLAIN_LINES * share);
      if (runs == 1 && tenth > printedTenths.getOrDefault(seed, 0)) {
        printedTenths.put(seed, tenth);
        out.println(Width.line(line(updated, share), columns.getAsInt()));
        out.flush();
      }
    }
  }

  /// What there is to say, the most important first: where it does not fit, the last is left out.
  private List<String> line(RunEvent.Updated updated, double share) {
    double rate = updated.steps() / Math.max(1e-9, updated.seconds());
    double left = updated.seconds() * (1 - share) / share;
    List<String> fields = new ArrayList<>();
    fields.add(progress(share));
    fields.add(
        String.format(
            Locale.ROOT,
            "return %7s",
            Numbers.tenths(lastReturn.getOrDefault(updated.config().seed(), Double.NaN))));
    fields.add(Numbers.time(left) + " left");
    fields.add(String.format(Locale.ROOT, "%6s steps", Numbers.steps(updated.steps())));
    fields.add(number("entropy %6.3f", updated, "entropy"));
    fields.add(number("KL %.4f", updated, "kl"));
    fields.add(String.format(Locale.ROOT, "%6s steps/s", Numbers.steps(Math.round(rate))));
    fields.addAll(pushes(updated));
    return fields;
  }

  private static String number(String format, RunEvent.Updated updated, String metric) {
    return String.format(Locale.ROOT, format, updated.metrics().getOrDefault(metric, Double.NaN));
  }

  /// How many actions the last update that was looked at pushed against their weight's sign, and
  /// its gradient's signal to noise.
  private List<String> pushes(RunEvent.Updated updated) {
    double wrong = updated.metrics().getOrDefault("push_wrong_sign", Double.NaN);
    if (!Double.isNaN(wrong)) {
      lastPushes =
          List.of(
              String.format(Locale.ROOT, "against weight %2.0f %%", 100 * wrong),
              number("signal/noise %.2g", updated, "gradient_snr"));
    }
    return lastPushes;
  }

  private List<String> together() {
    double share = 0;
    double returns = 0;
    long steps = 0;
    for (RunEvent.Updated updated : latest.values()) {
      share += (double) updated.updates() / updated.config().updates() / runs;
      returns += lastReturn.getOrDefault(updated.config().seed(), 0.0) / latest.size();
      steps += updated.steps();
    }
    return List.of(
        progress(share),
        String.format(Locale.ROOT, "mean return %7s", Numbers.tenths(returns)),
        String.format(Locale.ROOT, "%d seeds", latest.size()),
        String.format(Locale.ROOT, "%6s steps", Numbers.steps(steps)));
  }

  private String progress(double share) {
    int length = columns.getAsInt() < WIDE ? SHORT_BAR : BAR;
    int full = (int) (length * Math.min(1, share));
    return String.format(
        Locale.ROOT, "[%s%s] %3.0f %%", "#".repeat(full), "-".repeat(length - full), 100 * share);
  }

  @Override
  public synchronized void close() {
    closed = true; // what a run that was left behind still says is not for the screen
    if (drawn != 0) {
      drawn = 0;
      out.println(); // the line that was drawn anew all the time ends here
    }
    out.flush();
  }
}
