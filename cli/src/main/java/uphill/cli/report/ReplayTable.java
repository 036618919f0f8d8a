package uphill.cli.report;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import uphill.lab.golden.ReplayReport;

/// What `uphill replay` shows: a row per recording, then what is beyond tolerance, and where.
public final class ReplayTable {

  private static final String ROW = "  %8s  %6s   %8s  %11s  %8s   %8s  %11s   %7s  %s";
  private static final String GROUPS =
      " ".repeat(29) + "worst error of" + " ".repeat(13) + "equal in every bit";
  private static final String HEADINGS =
      ROW.formatted(
              "episodes",
              "steps",
              "state",
              "observation",
              "reward",
              "state",
              "observation",
              "flags",
              "")
          .stripTrailing();

  private ReplayTable() {}

  public static void print(List<ReplayReport> reports, PrintWriter out) {
    List<Path> files = reports.stream().map(ReplayReport::file).distinct().toList();
    boolean distinct = files.stream().map(ReplayTable::name).distinct().count() == files.size();
    int width = reports.stream().mapToInt(r -> label(r, distinct).length()).max().orElseThrow();
    String margin = " ".repeat(width);
    out.println(margin + GROUPS);
    out.println(margin + HEADINGS);
    for (ReplayReport report : reports) {
      String label = label(report, distinct);
      out.println(label + margin.substring(label.length()) + row(report));
      String world = world(report);
      if (!stem(report.file()).equals(world)) {
        out.println("  " + world);
      }
    }
    out.println();
    reports.stream()
        .flatMap(report -> report.firstDeviation().stream())
        .forEach(deviation -> out.println("First beyond tolerance: " + deviation));
    summary(reports, out);
  }

  private static String row(ReplayReport report) {
    return ROW.formatted(
        report.episodes(),
        report.steps(),
        error(report.worstStateError()),
        ulps(report.worstObservationUlps()),
        error(report.worstRewardError()),
        share(report.stateBitEqualShare()),
        share(report.observationBitEqualShare()),
        report.flagMismatches() == 0 ? "equal" : report.flagMismatches() + " off",
        report.passed() ? "passed" : "FAILED");
  }

  private static void summary(List<ReplayReport> reports, PrintWriter out) {
    long failed = reports.stream().filter(report -> !report.passed()).count();
    out.println(
        failed == 0
            ? String.format(
                Locale.ROOT,
                "%s within tolerance: %,d episodes, %,d steps.",
                reports.size() == 1
                    ? "The file is"
                    : String.format(Locale.ROOT, "All %d %s are", reports.size(), counted(reports)),
                reports.stream().mapToInt(ReplayReport::episodes).sum(),
                reports.stream().mapToLong(ReplayReport::steps).sum())
            : String.format(
                Locale.ROOT,
                "Beyond tolerance: %d of %d %s.",
                failed,
                reports.size(),
                counted(reports)));
  }

  /// A row is a file, unless a file has several worlds.
  private static String counted(List<ReplayReport> reports) {
    boolean several = reports.stream().map(ReplayReport::file).distinct().count() < reports.size();
    return several ? "recordings" : "files";
  }

  /// 2.2e-16; 0 only where there is none.
  private static String error(double error) {
    return error == 0 ? "0" : String.format(Locale.ROOT, "%.1e", error);
  }

  private static String ulps(long ulps) {
    return ulps == 0 ? "0" : ulps == 1 ? "1 ulp" : ulps + " ulps";
  }

  /// 99.55 %; 100 % only where it is all of them; a dash where nothing was compared.
  private static String share(double share) {
    if (Double.isNaN(share)) {
      return "–";
    }
    return share == 1
        ? "100 %"
        : String.format(Locale.ROOT, "%.2f %%", Math.floor(share * 10_000) / 100);
  }

  /// The world and what it was made with: `Pendulum-v1 with g = 9.81`.
  private static String world(ReplayReport report) {
    List<String> arguments =
        report.arguments().entrySet().stream()
            .map((Map.Entry<String, Object> e) -> e.getKey() + " = " + e.getValue())
            .toList();
    return report.environment()
        + (arguments.isEmpty() ? "" : " with " + String.join(", ", arguments));
  }

  private static String label(ReplayReport report, boolean distinct) {
    return distinct ? name(report.file()) : report.file().toString();
  }

  private static String name(Path file) {
    return file.toAbsolutePath().normalize().getFileName() + "";
  }

  private static String stem(Path file) {
    return name(file).replaceAll("\\.jsonl(\\.gz)?$", "");
  }
}
