package uphill.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import uphill.cli.option.ClassPath;
import uphill.cli.report.Numbers;
import uphill.lab.config.Algorithm;
import uphill.records.Json;
import uphill.rl.setting.Conditions;
import uphill.rl.setting.Settings;

/// `uphill algorithms`.
@Command(
    name = "algorithms",
    mixinStandardHelpOptions = true,
    description = "Lists the algorithms with their settings, presets, bounds and sources.")
final class AlgorithmsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", description = "Print a JSON array to standard output.")
  private boolean json;

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = "Only these; one's own by its class, with --class-path.")
  private List<String> names = List.of();

  @Mixin private ClassPath classPath = new ClassPath();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    classPath.loader(); // the context that algorithms are looked up in
    List<Algorithm> algorithms =
        names.isEmpty() ? Algorithm.all() : names.stream().map(Algorithm::named).toList();
    if (json) {
      out.println(Json.line(algorithms.stream().map(AlgorithmsCommand::toJson).toList()));
    } else {
      for (int k = 0; k < algorithms.size(); k++) {
        if (k > 0) {
          out.println();
        }
        print(algorithms.get(k), out);
      }
    }
    return 0;
  }

  private static Map<String, Object> toJson(Algorithm algorithm) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", algorithm.name());
    object.put("title", algorithm.title());
    object.put("source", algorithm.source());
    List<Map<String, Object>> settings = new ArrayList<>();
    Conditions conditions = conditions(algorithm);
    for (Settings.Entry entry : Settings.entries(algorithm.settings())) {
      Map<String, Object> setting = new LinkedHashMap<>();
      setting.put("name", entry.name());
      setting.put("kind", entry.kind());
      setting.put("meaning", entry.meaning());
      setting.put("source", entry.source());
      setting.put("min", entry.min());
      setting.put("max", entry.max());
      setting.put("choices", entry.choices());
      setting.put("search", entry.search());
      setting.put("only_with", conditions.needs(entry.name()));
      settings.add(setting);
    }
    object.put("settings", settings);
    Map<String, Object> presets = new LinkedHashMap<>();
    algorithm
        .presets()
        .forEach(
            (name, preset) -> {
              Map<String, Object> described = new LinkedHashMap<>();
              described.put("meaning", preset.meaning());
              described.put("steps", preset.steps());
              described.put("settings", Settings.values(preset.config()));
              presets.put(name, described);
            });
    object.put("presets", presets);
    return object;
  }

  private static void print(Algorithm algorithm, PrintWriter out) {
    out.println("%s: %s".formatted(algorithm.name(), algorithm.title()));
    out.println("  " + algorithm.source());
    out.println();
    out.println("  presets");
    algorithm
        .presets()
        .forEach(
            (name, preset) ->
                out.println(
                    "    %-24s %s; %s"
                        .formatted(name, preset.meaning(), Numbers.someSteps(preset.steps()))));
    out.println();
    List<String> names = List.copyOf(algorithm.presets().keySet());
    out.println("  settings (--set NAME=VALUE), and their values in: " + String.join(" | ", names));
    Conditions conditions = conditions(algorithm);
    for (Settings.Entry entry : Settings.entries(algorithm.settings())) {
      List<String> values =
          algorithm.presets().values().stream()
              .flatMap(preset -> Settings.values(preset.config()).entrySet().stream())
              .filter(setting -> setting.getKey().equals(entry.name()))
              .map(setting -> Settings.text(setting.getValue()))
              .toList();
      String needs = conditions.needs(entry.name());
      boolean same = values.stream().distinct().count() == 1;
      out.println(
          "    %-20s %s"
              .formatted(entry.name(), same ? values.getFirst() : String.join(" | ", values)));
      out.println(
          "    %-20s %s%s. %s%s"
              .formatted(
                  "",
                  entry.meaning(),
                  bounds(entry),
                  needs.isEmpty() ? "" : "Only with " + needs + ". ",
                  entry.source()));
      if (!entry.search().isEmpty()) {
        out.println("    %-20s tune draws it from %s".formatted("", entry.search()));
      }
    }
  }

  private static Conditions conditions(Algorithm algorithm) {
    return Conditions.of(algorithm.presets().values().iterator().next().config());
  }

  private static String bounds(Settings.Entry entry) {
    return Double.isInfinite(entry.min()) && Double.isInfinite(entry.max())
        ? ""
        : " (" + Settings.bounds(entry.min(), entry.max()) + ")";
  }
}
