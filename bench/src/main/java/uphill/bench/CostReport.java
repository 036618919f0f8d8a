package uphill.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import uphill.lab.Experiment;
import uphill.lab.RunResult;
import uphill.lab.config.CheckpointPlan;
import uphill.lab.world.World;
import uphill.records.Json;

/// Prints what the features that are always on cost a training: seconds of training with them
/// beside those without, in turns, one environment after the other.
public final class CostReport {

  private static final long STEPS = 4_000_000;
  private static final CheckpointPlan NONE = new CheckpointPlan(0, 0, 0);

  private CostReport() {}

  private record Feature(
      String name, UnaryOperator<Experiment> with, UnaryOperator<Experiment> without) {}

  private static UnaryOperator<Experiment> saving(CheckpointPlan plan) {
    return experiment -> experiment.checkpoints(plan);
  }

  public static void main(String[] args) throws IOException {
    Arguments arguments = Arguments.of(args, 60);
    Path directory = Files.createTempDirectory("uphill-cost");
    List<Feature> features =
        List.of(
            new Feature("checkpoints", saving(CheckpointPlan.DEFAULT), saving(NONE)),
            new Feature(
                "ten checkpoints",
                saving(CheckpointPlan.DEFAULT.everySteps(STEPS / 10)),
                saving(NONE)),
            new Feature(
                "watchdog", saving(NONE), e -> e.checkpoints(NONE).envTimeout(Duration.ZERO)),
            new Feature("nothing", saving(NONE), saving(NONE)));
    System.out.println("CartPole-v1, classic-control, 4M steps, one thread");
    System.out.println(
        "feature                            wall, with/without    processor, with/without");
    for (Feature feature : features) {
      measure(feature, directory, arguments);
    }
    delete(directory);
  }

  private static void measure(Feature feature, Path directory, Arguments arguments)
      throws IOException {
    List<double[]> ratios = new ArrayList<>();
    run(feature.with(), directory, 0);
    long end = System.nanoTime() + (long) (arguments.seconds() * 1e9 / 4);
    for (int turn = 1; System.nanoTime() < end || turn < 5; turn++) {
      double[] with = run(feature.with(), directory, turn);
      double[] without = run(feature.without(), directory, -turn);
      ratios.add(new double[] {with[0] / without[0], with[1] / without[1]});
    }
    double wall = median(ratios.stream().mapToDouble(r -> r[0]).toArray());
    double processor = median(ratios.stream().mapToDouble(r -> r[1]).toArray());
    if (arguments.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("feature", feature.name());
      json.put("turns", (long) ratios.size());
      json.put("wall_ratio", wall);
      json.put("processor_ratio", processor);
      System.out.println(Json.line(json));
    } else {
      System.out.printf(
          Locale.ROOT,
          "%-34s %18.4f %26.4f   (%d turns)%n",
          feature.name(),
          wall,
          processor,
          ratios.size());
    }
  }

  /// Seconds of training, and of processor time of the whole process meanwhile.
  private static double[] run(UnaryOperator<Experiment> feature, Path directory, int turn)
      throws IOException {
    World world = World.named("CartPole-v1", CostReport.class.getClassLoader());
    Path run = directory.resolve("run" + turn + "-" + System.nanoTime());
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long before = system.getProcessCpuTime();
    RunResult result = feature.apply(Experiment.in(world).seed(1).steps(STEPS)).run(run);
    double processor = (system.getProcessCpuTime() - before) * 1e-9;
    delete(run);
    return new double[] {result.wallSeconds(), processor};
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
