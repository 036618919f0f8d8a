package uphill.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import uphill.cli.process.Exit;
import uphill.cli.terminal.Width;
import uphill.derive.Derivation;
import uphill.derive.print.Page;
import uphill.derive.print.Terminal;
import uphill.derive.step.Check;
import uphill.derive.step.Step;
import uphill.records.Json;
import uphill.records.Place;

/// `uphill derive`.
@Command(
    name = "derive",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Derives the policy gradient step by step, and explains what a step along it pushes, and"
          + " why.",
      "Each claim with a tick is checked on a small world while it is printed; exit code 1 if one"
          + " fails.",
      "",
      "  uphill derive | less         all of it",
      "  uphill derive --step 12      why \"up\", and why \"in proportion\"",
      "  uphill derive --answer       the question and its answer, three sentences to keep",
      ""
    })
final class DeriveCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--step", paramLabel = "N", description = "One step only, from 1.")
  private int step;

  @Option(names = "--answer", description = "Only the question and the answer.")
  private boolean answer;

  @Option(
      names = "--page",
      paramLabel = "FILE",
      description =
          "Write it as Markdown (FILE ends in .md) with typeset formulas, and its pictures"
              + " beside it.")
  private Path page = Path.of("");

  @Option(names = "--json", description = "Print one JSON object to standard output.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (answer) {
      refuseBeside("--answer", "--step", "--page");
      out.print(json ? Json.line(question()) + "\n" : Terminal.answer(Width.columns()));
      return 0;
    }
    List<Step> steps = Derivation.steps();
    boolean whole = true;
    if (spec.commandLine().getParseResult().hasMatchedOption("--step")) {
      if (step < 1 || step > steps.size()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "there are the steps 1 to %d, got --step %d", steps.size(), step));
      }
      refuseBeside("--step", "--page");
      steps = List.of(steps.get(step - 1));
      whole = false;
    }
    if (!page.toString().isEmpty()) {
      Place.require(page, "--page");
    }
    List<Path> files = page.toString().isEmpty() ? List.of() : Page.write(steps, page);
    if (json) {
      out.println(Json.line(toJson(steps, files)));
    } else if (files.isEmpty()) {
      int columns = Width.columns();
      out.print(whole ? Terminal.whole(steps, columns) : Terminal.of(steps, columns));
    } else {
      files.forEach(out::println);
    }
    return exitCode(steps);
  }

  private void refuseBeside(String one, String... others) {
    for (String other : others) {
      if (spec.commandLine().getParseResult().hasMatchedOption(other)) {
        throw new IllegalArgumentException(
            "%s and %s ask for different things; leave one of them out".formatted(one, other));
      }
    }
  }

  private static Map<String, Object> question() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("question", Terminal.plain(Derivation.question()));
    object.put("answer", Derivation.answer().stream().map(Terminal::plain).toList());
    return object;
  }

  /// 0, or 1 where a check fails.
  static int exitCode(List<Step> steps) {
    return steps.stream().allMatch(Step::passed) ? 0 : Exit.FAILED;
  }

  private static Map<String, Object> toJson(List<Step> steps, List<Path> files) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("passed", exitCode(steps) == 0);
    object.putAll(question());
    object.put("steps", steps.stream().map(DeriveCommand::toJson).toList());
    object.put("files", files.stream().map(Path::toString).toList());
    return object;
  }

  private static Map<String, Object> toJson(Step step) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("step", step.number());
    object.put("title", step.title());
    List<Map<String, Object>> formulas = new ArrayList<>();
    step.formulas()
        .forEach(
            formula -> {
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("text", formula.text());
              one.put("latex", formula.latex());
              one.put("because", formula.because());
              formulas.add(one);
            });
    object.put("formulas", formulas);
    object.put("checks", step.checks().stream().map(DeriveCommand::toJson).toList());
    return object;
  }

  private static Map<String, Object> toJson(Check check) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("sentence", Terminal.plain(check.sentence()));
    object.put("kind", check.kind().name().toLowerCase(Locale.ROOT));
    Map<String, Object> values = new LinkedHashMap<>();
    check.values().forEach(value -> values.put(Terminal.plain(value.name()), value.number()));
    object.put("values", values);
    object.put("condition", check.condition());
    object.put("error", check.error());
    object.put("bound", check.bound());
    object.put("passed", check.passed());
    return object;
  }
}
