package uphill.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import uphill.lab.Experiment;
import uphill.lab.RecordsAlone;
import uphill.lab.config.RunConfig;
import uphill.lab.world.World;
import uphill.rl.algorithms.VpgConfig;

/// Prints what an update of the whole training loop costs, beside the sum of its parts measured
/// alone, for CartPole's default preset and for `spinningup`, on one thread.
///
/// The loop is [Experiment], with its records and checkpoints; the parts are the same calls by
/// themselves. Loop and parts take turns; medians of both.
public final class LoopReport {

  private static final String WORLD = "CartPole-v1";
  private static final int STEPS = 200_000;
  private static final int CHECKPOINTS = 10;

  private LoopReport() {}

  public static void main(String[] args) throws IOException {
    Arguments arguments = Arguments.of(args, 60);
    // The kernels that a long training ends up with, from its beginning.
    System.setProperty("uphill.kernels", "vector");
    for (String preset : List.of("classic-control", "spinningup")) {
      if (preset.contains(arguments.only())) {
        report(preset, arguments);
      }
    }
  }

  private static void report(String preset, Arguments arguments) throws IOException {
    Path place = Files.createTempDirectory("uphill-loop");
    try {
      World world = World.named(WORLD, LoopReport.class.getClassLoader());
      Experiment experiment = Experiment.in(world).preset(preset).steps(STEPS);
      RunConfig config = experiment.config();
      List<Double> loop = new ArrayList<>();
      try (RecordsAlone records = new RecordsAlone(config, world, place.resolve("records"))) {
        Turns turns = new Turns();
        new LoopParts((VpgConfig) config.settings()).addTo(turns);
        turns.add("records", "updates", 1, 0, records::append);
        turns.add("checkpoint, a share", "updates", share(config), 0, records::checkpoint);
        int rounds = 10;
        for (int round = 0; round < rounds; round++) {
          Path run = place.resolve("run-" + round);
          loop.add(experiment.run(run).wallSeconds() / config.updates());
          delete(run);
          turns.measure(arguments.seconds() / (2.0 * rounds));
        }
        print(preset, arguments.json(), loop.stream().sorted().toList(), turns);
      }
    } finally {
      delete(place);
    }
  }

  /// A checkpoint stands for so many updates.
  private static double share(RunConfig config) {
    return Math.ceilDiv(config.updates(), CHECKPOINTS);
  }

  private static void print(String preset, boolean json, List<Double> loop, Turns turns) {
    double whole = 1e6 * loop.get(loop.size() / 2);
    double sum = 0;
    for (Turns.Job job : turns.jobs()) {
      sum += 1e6 / job.rate();
    }
    if (json) {
      System.out.printf(
          Locale.ROOT,
          "{\"name\":\"loop"
              + " %s\",\"value\":%.1f,\"unit\":\"us/update\",\"parts\":%.1f,\"ratio\":%.3f}%n",
          preset,
          whole,
          sum,
          whole / sum);
      return;
    }
    System.out.printf(Locale.ROOT, "%n%-36s %12s%n", preset, "us an update");
    for (Turns.Job job : turns.jobs()) {
      System.out.printf(Locale.ROOT, "%-36s %,12.1f%n", job.name, 1e6 / job.rate());
    }
    System.out.printf(Locale.ROOT, "%-36s %,12.1f%n", "sum of the parts", sum);
    System.out.printf(Locale.ROOT, "%-36s %,12.1f%n", "the whole loop", whole);
    System.out.printf(Locale.ROOT, "%-36s %,12.3f%n", "ratio", whole / sum);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
