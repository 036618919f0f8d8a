package uphill.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import uphill.cli.option.ClassPath;
import uphill.cli.option.EnvTimeout;
import uphill.cli.process.Exit;
import uphill.env.EnvSpec;
import uphill.env.Environments;
import uphill.env.check.EnvChecker;
import uphill.env.fault.EnvironmentException;
import uphill.env.vector.VectorEnv;
import uphill.kernel.Shown;
import uphill.lab.world.Watchdog;
import uphill.records.Json;

/// `uphill envs`.
@Command(
    name = "envs",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Lists the environments; or checks one against the contract of environments.")
final class EnvsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--check",
      paramLabel = "ENV",
      completionCandidates = CompletionCommand.EnvironmentIds.class,
      description = "Check this environment (an id, or a class); exit code 1 if it fails.")
  private String check = "";

  @Option(names = "--json", description = "Print JSON to standard output.")
  private boolean json;

  @Mixin private EnvTimeout envTimeout = new EnvTimeout();

  @Mixin private ClassPath classPath = new ClassPath();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    return check.isEmpty() ? list(out) : check(out);
  }

  private int list(PrintWriter out) {
    List<Map<String, Object>> all = new ArrayList<>();
    ClassLoader loader = classPath.loader();
    for (EnvSpec env : Environments.all(loader)) {
      all.add(described(env, loader));
    }
    if (json) {
      out.println(Json.line(all));
      return 0;
    }
    for (Map<String, Object> env : all) {
      out.println("%s: %s".formatted(env.get("id"), env.get("summary")));
      out.println(
          env.containsKey("unavailable")
              ? "    cannot be made here"
              : "    observes %s, acts in %s, %s, %s"
                  .formatted(
                      env.get("observations"),
                      env.get("actions"),
                      known(env, "max_steps", "at most %s steps", "no limit of steps"),
                      known(
                          env, "reward_threshold", "solved at %s", "no return counts as solved")));
    }
    out.println();
    Environments.remarks(loader).forEach(remark -> out.println(Shown.sentence(remark)));
    out.println(
        "Any takes max_episode_steps=N, and wrappers:"
            + " Pendulum-v1:rescale_action=true,frame_stack=4");
    Environments.wrappers(loader)
        .forEach(
            wrapper ->
                out.println(
                    "    %s=%s: %s"
                        .formatted(
                            Shown.text(wrapper.name()),
                            Shown.text(wrapper.takes()),
                            Shown.text(wrapper.does()))));
    return 0;
  }

  private Map<String, Object> described(EnvSpec env, ClassLoader loader) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("id", env.id());
    object.put("summary", Shown.sentence(env.summary()));
    try (VectorEnv instance = classPath.world(env.id(), loader).vector(1)) {
      object.put("observations", instance.observationSpace().toString());
      object.put("actions", instance.actionSpace().toString());
    } catch (EnvironmentException e) {
      object.put("observations", Json.NULL);
      object.put("actions", Json.NULL);
      object.put("unavailable", String.valueOf(e.getMessage()));
    }
    object.put("max_steps", env.maxSteps().isPresent() ? env.maxSteps().getAsInt() : Json.NULL);
    object.put(
        "reward_threshold",
        env.rewardThreshold().isPresent() ? env.rewardThreshold().getAsDouble() : Json.NULL);
    return object;
  }

  private static String known(Map<String, Object> env, String key, String some, String none) {
    Object value = env.getOrDefault(key, Json.NULL);
    return value.equals(Json.NULL) ? none : some.formatted(value);
  }

  private int check(PrintWriter out) {
    List<EnvChecker.Finding> findings;
    try (Watchdog watchdog = envTimeout.watchdog(spec.commandLine())) {
      findings = classPath.world(check).watchedBy(watchdog).check();
    }
    boolean failed = findings.stream().anyMatch(EnvChecker.Finding::failed);
    if (json) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("environment", check);
      object.put("passed", !failed);
      object.put("findings", findings.stream().map(EnvsCommand::toJson).toList());
      out.println(Json.line(object));
    } else {
      for (EnvChecker.Finding finding : findings) {
        if (finding.sameAs().isEmpty()) {
          out.println(
              "%-8s %s: %s"
                  .formatted(
                      finding.result().toString().toLowerCase(Locale.ROOT),
                      finding.name(),
                      finding.sentence()));
          String also = finding.also(findings);
          if (!also.isEmpty()) {
            out.println("%-8s %s".formatted("", also));
          }
        }
      }
    }
    return failed ? Exit.FAILED : 0;
  }

  private static Map<String, Object> toJson(EnvChecker.Finding finding) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", finding.name());
    object.put("result", finding.result().toString().toLowerCase(Locale.ROOT));
    object.put("sentence", finding.sentence());
    object.put("same_as", finding.sameAs());
    return object;
  }
}
