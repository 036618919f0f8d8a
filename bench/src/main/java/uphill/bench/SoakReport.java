package uphill.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import uphill.env.Env;
import uphill.env.EnvSpec;
import uphill.env.Environments;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.env.fault.EnvironmentException;
import uphill.kernel.Rng;

/// Takes very many steps of each world, drawn actions and the corners of their space by turns, and
/// prints what is left of it: memory that the process holds before and after, and numbers that are
/// none. A world is closed and made anew every so often, which must leave nothing behind either.
///
/// Exit code 1 if a number was none.
public final class SoakReport {

  private static final int STEPS = 1_000_000;
  private static final int BLOCK = 100; // of drawn actions, then of extreme ones
  private static final int LIFE = 10_000; // steps of a world until it is closed

  private final Rng random = Rng.seeded(1);
  private long notNumbers;
  private long episodes;

  private SoakReport() {}

  public static void main(String[] args) throws IOException {
    Arguments arguments = Arguments.of(args, 0, STEPS);
    System.out.printf(
        "%-28s %10s %9s %6s %10s %18s%n",
        "", "steps", "episodes", "NaN", "steps/s", "resident, MB");
    long bad = 0;
    for (EnvSpec spec : Environments.all()) {
      if (spec.id().contains(arguments.only())) {
        bad += soak(spec.id(), arguments.steps());
      }
    }
    System.exit(bad == 0 ? 0 : 1);
  }

  private static long soak(String id, long steps) throws IOException {
    SoakReport soak = new SoakReport();
    double before = resident();
    long start = System.nanoTime();
    try {
      for (long left = steps; left > 0; left -= LIFE) {
        soak.live(id, (int) Math.min(left, LIFE));
      }
    } catch (EnvironmentException e) {
      System.out.println(e.getMessage());
      return 0;
    }
    System.out.printf(
        Locale.ROOT,
        "%-28s %,10d %,9d %6d %,10.0f %8.0f → %7.0f%n",
        id,
        steps,
        soak.episodes,
        soak.notNumbers,
        steps / (1e-9 * (System.nanoTime() - start)),
        before,
        resident());
    return soak.notNumbers;
  }

  private void live(String id, int steps) {
    try (Env env = Environments.create(id)) {
      Step step = new Step(env.observationSpace().size());
      float[] action = new float[env.actionSpace().size()];
      env.reset(Reset.seeded(random.nextLong()), step.observation);
      for (int t = 0; t < steps; t++) {
        draw(env, t / BLOCK % 2 == 1, action);
        env.step(action, step);
        notNumbers += isNumbers(step) ? 0 : 1;
        if (step.ending.ended()) {
          episodes++;
          env.reset(Reset.next(), step.observation);
        }
      }
    }
  }

  private void draw(Env env, boolean extreme, float[] action) {
    env.actionSpace().sample(random, action, 0);
    if (!extreme || !(env.actionSpace() instanceof Space.Box space)) {
      return;
    }
    for (int i = 0; i < action.length; i++) {
      float low = space.low()[i];
      float high = space.high()[i];
      action[i] = action[i] < (low + high) / 2 ? low : high;
    }
  }

  private static boolean isNumbers(Step step) {
    double sum = 0 * step.reward;
    for (float component : step.observation) {
      sum += 0 * component;
    }
    return sum == 0;
  }

  /// What the process holds, in MB of 10⁶ bytes; NaN where the system does not say.
  private static double resident() throws IOException {
    Path status = Path.of("/proc/self/status");
    List<String> lines = Files.isReadable(status) ? Files.readAllLines(status) : List.of();
    return lines.stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024e-6)
        .findFirst()
        .orElse(Double.NaN);
  }
}
