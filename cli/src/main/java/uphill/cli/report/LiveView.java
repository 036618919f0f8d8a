package uphill.cli.report;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntSupplier;
import uphill.cli.terminal.Width;
import uphill.kernel.Shown;
import uphill.lab.RunEvent;
import uphill.lab.config.Expectation;
import uphill.lab.config.RunConfig;
import uphill.lab.evaluation.MeanReturn;
import uphill.rl.setting.Settings;

/// What training looks like while it runs: one line that is drawn anew on a terminal, as wide as
/// that is, and a line for every tenth of the run elsewhere.
public final class LiveView implements Consumer<RunEvent>, AutoCloseable {

  private static final int BAR = 20;
  private static final int SHORT_BAR = 10;
  private static final int WIDE = 100; // columns, from which there is room for a long bar
  public static final double LONG_SECONDS = 60;
  private static final double REDRAW_SECONDS = 0.1;
  private static final int PLAIN_LINES = 10;
  private static final MeanReturn NONE_YET = new MeanReturn(Double.NaN, 0);
  private static final String ERASE = "\r\u001b[2K";

  private final PrintWriter out;
  private final boolean terminal;
  private final boolean silent;
  private final int runs;
  private final IntSupplier columns;
  private final Optional<Function<Path, String>> names;
  private final Map<RunConfig, RunEvent.Updated> latest = new ConcurrentHashMap<>();
  private final Map<RunConfig, Integer> printedTenths = new ConcurrentHashMap<>();
  private final Map<RunConfig, MeanReturn> lastReturn = new ConcurrentHashMap<>();
  private final Map<RunConfig, RunEvent.Evaluated> evaluated = new ConcurrentHashMap<>();
  private long drawn;
  private boolean introduced;
  private boolean closed;
  private List<String> lastPushes = List.of();
  private int lookedAt; // the update that they are of

  LiveView(PrintWriter out, boolean terminal, boolean silent, int runs, IntSupplier columns) {
    this(out, terminal, silent, runs, columns, Optional.empty());
  }

  private LiveView(
      PrintWriter out,
      boolean terminal,
      boolean silent,
      int runs,
      IntSupplier columns,
      Optional<Function<Path, String>> names) {
    this.out = out;
    this.terminal = terminal;
    this.silent = silent;
    this.runs = runs;
    this.columns = columns;
    this.names = names;
  }

  public static LiveView on(PrintWriter out, int runs) {
    return new LiveView(out, Width.isTerminal(), false, runs, Width::ofLines);
  }

  /// A view of runs that differ in more than their seeds.
  ///
  /// @param names what they are called, by their directories
  public static LiveView of(PrintWriter out, int runs, Function<Path, String> names) {
    return new LiveView(out, Width.isTerminal(), false, runs, Width::ofLines, Optional.of(names));
  }

  public static LiveView silent() {
    return new LiveView(new PrintWriter(Writer.nullWriter()), false, true, 1, () -> 0);
  }

  /// Says how long it will take, where that is long.
  ///
  /// @param one what is expected of one run
  public void expect(Expectation one, int runs, int atATime) {
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
      case RunEvent.Started(var config, var directory, var beginning) ->
          introduce(config, directory.toString(), beginning);
      case RunEvent.Warned _ -> {} // Warnings prints it
      case RunEvent.Evaluated one -> evaluated.put(one.config(), one);
      case RunEvent.Updated updated -> show(updated);
      case RunEvent.Stuck _ -> close();
      case RunEvent.Finished(var config, var result) -> {
        if (runs > 1 || names.isPresent()) {
          out.println(
              (terminal ? ERASE : "")
                  + String.format(
                      Locale.ROOT,
                      "%s: %s over %s, after %s in %.1f s",
                      names
                          .map(name -> name.apply(result.directory()))
                          .orElse("seed " + Long.toUnsignedString(config.seed())),
                      MeanReturn.of(result.evaluation()).text(result.rewardThreshold()),
                      Shown.count(result.evaluation().episodes(), "episode"),
                      Numbers.someSteps(result.steps()),
                      result.wallSeconds()));
        }
      }
    }
  }

  private void introduce(RunConfig config, String directory, String beginning) {
    if (introduced || names.isPresent()) {
      return;
    }
    introduced = true;
    out.println(
        "%s: %s, preset %s%s, %s, %s"
            .formatted(
                config.environment(),
                config.algorithm(),
                config.preset(),
                weights(config),
                runs == 1 ? "seed " + Long.toUnsignedString(config.seed()) : runs + " seeds",
                Numbers.someSteps(config.steps())));
    if (!beginning.isEmpty()) {
      out.println("begins with: " + beginning);
    }
    if (runs == 1) {
      out.println("records: " + directory);
    }
    out.flush();
  }

  /// Ψ, where the algorithm lets one choose it.
  private static String weights(RunConfig config) {
    Object weights = Settings.values(config.settings()).get("weights");
    return weights == null ? "" : ", weights " + weights;
  }

  private void show(RunEvent.Updated updated) {
    RunConfig run = updated.config();
    latest.put(run, updated);
    MeanReturn mean = meanReturn(updated.metrics());
    if (!Double.isNaN(mean.value())) {
      lastReturn.put(run, mean);
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
      if (runs == 1 && tenth > printedTenths.getOrDefault(run, 0)) {
        printedTenths.put(run, tenth);
        out.println(Width.line(line(updated, share), columns.getAsInt()));
        out.flush();
      }
    }
  }

  /// What there is to say, the most important first: where it does not fit, the last is left out.
  private List<String> line(RunEvent.Updated updated, double share) {
    double rate = updated.steps() / Math.max(1e-9, trainingSeconds(updated));
    double left = updated.seconds() * (1 - share) / share;
    List<String> fields = new ArrayList<>();
    fields.add(progress(share));
    fields.add(
        String.format(
            Locale.ROOT, "return %7s", lastReturn.getOrDefault(updated.config(), NONE_YET).text()));
    if (updated.config().evaluations().isPresent()) {
      fields.add(String.format(Locale.ROOT, "mode %7s", mode(updated.config()).text()));
    }
    fields.add(Numbers.time(left) + " left");
    fields.add(String.format(Locale.ROOT, "%6s steps", Numbers.steps(updated.steps())));
    fields.add("entropy " + number("%6.3f", updated, "entropy", 6));
    fields.add("KL " + number("%.4f", updated, "kl", 6));
    fields.add(String.format(Locale.ROOT, "%6s steps/s", Numbers.steps(Math.round(rate))));
    fields.addAll(pushes(updated));
    return fields;
  }

  /// Without those that evaluations took.
  private double trainingSeconds(RunEvent.Updated updated) {
    RunEvent.Evaluated last = evaluated.get(updated.config());
    return updated.seconds() - (last == null ? 0 : last.seconds());
  }

  /// What the most probable actions reached in the last evaluation.
  private MeanReturn mode(RunConfig run) {
    RunEvent.Evaluated last = evaluated.get(run);
    return last == null ? NONE_YET : MeanReturn.of(last.evaluation());
  }

  private static String number(String format, RunEvent.Updated updated, String metric, int width) {
    return shown(format, updated.metrics().getOrDefault(metric, Double.NaN), width);
  }

  /// A number; where there is none, no episode has ended yet say, a dash in its place. What rounds
  /// to zero has no sign.
  private static String shown(String format, double value, int width) {
    return Double.isNaN(value)
        ? " ".repeat(width - 1) + "-"
        : String.format(Locale.ROOT, format, value).replaceFirst("^-(0\\.0*)$", "$1");
  }

  private static MeanReturn meanReturn(Map<String, Double> metrics) {
    double mean = metrics.getOrDefault("return_mean", Double.NaN);
    return MeanReturn.of(
        mean,
        metrics.getOrDefault("return_min", mean),
        metrics.getOrDefault("return_max", mean),
        metrics.getOrDefault("terminated", 0.0) + metrics.getOrDefault("truncated", 0.0));
  }

  /// How many actions the last update that was looked at pushed against their weight's sign, and
  /// its gradient's signal to noise; where that was an earlier update, with its number.
  private List<String> pushes(RunEvent.Updated updated) {
    double wrong = updated.metrics().getOrDefault("push_wrong_sign", Double.NaN);
    if (!Double.isNaN(wrong)) {
      lookedAt = updated.updates();
      lastPushes =
          List.of(
              String.format(Locale.ROOT, "against weight %2.0f %%", 100 * wrong),
              "signal/noise " + number("%.2g", updated, "gradient_snr", 1));
    }
    return lookedAt == updated.updates() || lastPushes.isEmpty()
        ? lastPushes
        : List.of(
            String.format(Locale.ROOT, "%s at update %d", String.join(", ", lastPushes), lookedAt));
  }

  private List<String> together() {
    double share = 0;
    long steps = 0;
    for (RunEvent.Updated updated : latest.values()) {
      share += (double) updated.updates() / updated.config().updates() / runs;
      steps += updated.steps();
    }
    List<String> fields = new ArrayList<>(List.of(progress(share)));
    if (names.isEmpty()) { // returns of several worlds have no mean
      // Of the seeds of which an episode has ended.
      String mean = MeanReturn.of(lastReturn.values()).text();
      fields.add(String.format(Locale.ROOT, "mean return %7s", mean));
      if (latest.keySet().stream().anyMatch(run -> run.evaluations().isPresent())) {
        String mode = MeanReturn.of(evaluated.keySet().stream().map(this::mode).toList()).text();
        fields.add(String.format(Locale.ROOT, "mean mode %7s", mode));
      }
    }
    fields.add(
        String.format(Locale.ROOT, "%d %s", latest.size(), names.isEmpty() ? "seeds" : "runs"));
    fields.add(String.format(Locale.ROOT, "%6s steps", Numbers.steps(steps)));
    return fields;
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
