package uphill.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import uphill.cli.option.ClassPath;
import uphill.cli.process.Exit;
import uphill.cli.report.ReplayTable;
import uphill.lab.golden.Replay;
import uphill.lab.golden.ReplayReport;
import uphill.records.Json;

/// `uphill replay`.
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Replays recordings of another implementation, such as Gymnasium, and compares every step.",
      "Each step starts from the recorded state. Exit code 1 if a file is beyond tolerance, 2 if"
          + " one cannot be read; docs/replay.md has the format."
    })
final class ReplayCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Recordings: JSON lines, plain or compressed by gzip.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--json",
      description = "Print one JSON object per file and world, on a line each, to standard output.")
  private boolean json;

  @Mixin private ClassPath classPath = new ClassPath();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    ClassLoader loader = classPath.loader();
    List<ReplayReport> reports = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    for (Path file : files) {
      try {
        for (ReplayReport report : Replay.all(file, loader)) {
          reports.add(report);
          if (json) {
            out.println(Json.line(report.toJson()));
          }
        }
      } catch (IllegalArgumentException e) {
        unreadable.add("uphill: " + e.getMessage());
      }
    }
    if (!json && !reports.isEmpty()) {
      ReplayTable.print(reports, out);
    }
    out.flush();
    unreadable.forEach(spec.commandLine().getErr()::println);
    if (!unreadable.isEmpty()) {
      return Exit.BAD_INPUT;
    }
    return reports.stream().allMatch(ReplayReport::passed) ? 0 : Exit.FAILED;
  }
}
