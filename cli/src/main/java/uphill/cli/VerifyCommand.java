package uphill.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import uphill.cli.option.ClassPath;
import uphill.cli.option.EnvTimeout;
import uphill.cli.option.ThreadsOption;
import uphill.cli.process.Exit;
import uphill.cli.process.Restart;
import uphill.kernel.Shown;
import uphill.lab.Experiment;
import uphill.lab.Verification;
import uphill.lab.config.RunConfig;
import uphill.lab.machine.Machine;
import uphill.lab.world.Watchdog;
import uphill.lab.world.World;
import uphill.records.Json;

/// `uphill verify`.
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Carries a finished run out again, and says whether every byte agrees; if not, where first.",
      "Exit code 1 if a file was altered or the bytes differ.",
      "",
      "  uphill verify runs/a",
      "  uphill verify runs/a --updates 40..49   from the nearest checkpoint before update 40",
      ""
    })
final class VerifyCommand implements Callable<Integer> {

  private static final int MOST_NAMED = 4;
  private static final Pattern RANGE = Pattern.compile("(\\d{1,9})\\.\\.(\\d{1,9})");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "RUN",
      description = "A run directory, or one that holds the runs of several seeds.")
  private Path directory = Path.of("");

  @Option(
      names = "--updates",
      paramLabel = "K..L",
      description = "Compare these updates only (default: all).")
  private String updates = "";

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Option(
      names = "--json",
      description = "Print one JSON object per run to standard output, and nothing else.")
  private boolean json;

  @Mixin private EnvTimeout envTimeout = new EnvTimeout();

  @Mixin private ClassPath classPath = new ClassPath();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    boolean passed = true;
    for (Path run : ResumeCommand.runs(directory)) {
      passed &= verify(run, out);
    }
    return passed ? 0 : Exit.FAILED;
  }

  private boolean verify(Path run, PrintWriter out) throws IOException {
    try (Watchdog watchdog = envTimeout.watchdog(spec.commandLine())) {
      return verify(run, watchdog, out);
    }
  }

  private boolean verify(Path run, Watchdog watchdog, PrintWriter out) throws IOException {
    RunConfig config = classPath.configOf(run);
    Restart.beforeMaking(config.environment(), any -> Restart.isWanted(Experiment.in(any), config));
    World world = classPath.worldOf(run).watchedBy(watchdog);
    if (Restart.isWanted(Experiment.in(world), config)) {
      Restart.withVectors();
    }
    Verification verification = new Verification(world, run);
    int from = 1;
    int to = verification.updates();
    if (!updates.isEmpty()) {
      Matcher range = RANGE.matcher(updates);
      if (!range.matches()) {
        throw new IllegalArgumentException(
            "--updates takes a range such as 40..49, got \"%s\"".formatted(updates));
      }
      from = Integer.parseInt(range.group(1));
      to = Integer.parseInt(range.group(2));
    }
    String natives = Machine.otherNatives(run, world);
    if (!natives.isEmpty()) {
      spec.commandLine().getErr().println("uphill: warning: " + natives);
    }
    Verification.Report report = verification.verify(from, to, threads.count(), _ -> {});
    print(report, out);
    return report.passed();
  }

  private void print(Verification.Report report, PrintWriter out) {
    if (json) {
      out.println(Json.line(report.toJson()));
      return;
    }
    List<String> differences = report.differences();
    if (differences.isEmpty()) {
      out.println(
          String.format(
              Locale.ROOT,
              "%s: every byte agrees, updates %d to %d of %d",
              report.run(),
              report.from(),
              report.to(),
              report.updates()));
    } else {
      out.println(report.run() + ": not as it was");
      differences.forEach(difference -> out.println("  " + difference));
    }
    List<String> additions = report.additions();
    if (!additions.isEmpty()) {
      int more = additions.size() - MOST_NAMED;
      out.println(
          "  Not looked at, for it is not part of the run: %s%s"
              .formatted(
                  String.join(", ", additions.stream().limit(MOST_NAMED).map(Shown::text).toList()),
                  more > 0 ? String.format(Locale.ROOT, " and %d more", more) : ""));
    }
  }
}
