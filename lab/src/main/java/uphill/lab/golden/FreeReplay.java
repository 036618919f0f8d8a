package uphill.lab.golden;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Environments;
import uphill.env.NativePart;
import uphill.env.Physical;
import uphill.env.Reset;
import uphill.env.Step;
import uphill.kernel.Shown;

/// Replays recorded episodes of worlds that run on a library of the machine: from their seed, and
/// then freely, since what such a library remembers between two steps is not in the state.
///
/// ```text
/// s₀ = reset(recorded seed)      (s′, o′, r, ending) = step(recorded aₜ)      compare with recorded t
/// ```
///
/// On the very version that was recorded, everything is compared; on another one, the state of the
/// first steps, for rounding differs and contacts make more of it.
final class FreeReplay {

  /// Steps that are compared where the version is another.
  private static final int FIRST_STEPS = 10;

  /// What a component of a state may then differ by.
  private static final double OTHER_VERSION = 1e-6;

  private final String environment;
  private final Map<String, Object> arguments;
  private final Env env;
  private final Physical world;
  private final Step step;
  private final String recorded;
  private final boolean sameVersion;

  private int episodes;
  private long steps;
  private long seen;
  private double worstState;
  private double worstObservation;
  private long worstUlps;
  private double worstReward;
  private long equalStates;
  private long equalObservations;
  private long flagMismatches;
  private Optional<String> firstDeviation = Optional.empty();

  private FreeReplay(String environment, Map<String, Object> arguments, Env env, String recorded) {
    this.environment = environment;
    this.arguments = arguments;
    this.env = env;
    world = (Physical) env;
    step = new Step(env.observationSpace().size());
    this.recorded = recorded;
    sameVersion = env.natives().stream().map(NativePart::version).anyMatch(recorded::equals);
  }

  /// Whether a header is that of such a recording.
  static boolean isHeader(GoldenLine line) {
    return line.has("mujoco") && !line.has("env");
  }

  /// A report for each world of a file, with what it was made with, whose header was read.
  static List<ReplayReport> of(Path file, GoldenLine header, GoldenFile lines, ClassLoader loader) {
    Map<String, FreeReplay> worlds = new LinkedHashMap<>();
    try {
      for (Optional<GoldenLine> line = lines.next(); line.isPresent(); line = lines.next()) {
        GoldenLine episode = line.get();
        String id = episode.text("env");
        Map<String, Object> arguments = GoldenHeader.arguments(episode);
        worlds
            .computeIfAbsent(
                id + arguments,
                _ ->
                    new FreeReplay(
                        id, arguments, env(episode, arguments, loader), header.text("mujoco")))
            .replay(episode);
      }
      List<ReplayReport> reports = new ArrayList<>();
      worlds.values().forEach(replay -> reports.add(replay.report(file)));
      return reports;
    } finally {
      worlds.values().forEach(replay -> replay.env.close());
    }
  }

  private static Env env(GoldenLine line, Map<String, Object> arguments, ClassLoader loader) {
    Env env;
    try {
      env = Environments.world(line.text("env"), arguments, loader);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(line.place() + ": " + e.getMessage(), e);
    }
    if (!(env instanceof Physical)) {
      env.close();
      throw line.error("%s is not uphill.env.Physical".formatted(line.text("env")));
    }
    return env;
  }

  private void replay(GoldenLine line) {
    List<?> actions = line.list("actions");
    double[] initial = begin(line);
    compareState(line, "init_qpos", initial);
    if (line.has("init_obs")) {
      compareObservation(line, "init_obs", line.value("init_obs"));
    }
    int compared = sameVersion ? actions.size() : Math.min(FIRST_STEPS, actions.size());
    List<?> at = line.has("obs_at") ? line.list("obs_at") : List.of();
    for (int t = 0; t < compared; t++) {
      env.step(line.floats("actions", actions.get(t), env.actionSpace().size()), step);
      compareState(line, "qpos[" + t + "]", state(line, "qpos", "qvel", t));
      if (sameVersion) {
        int observed = at.indexOf((long) t);
        if (observed >= 0) {
          compareObservation(line, "obs[" + observed + "]", line.list("obs").get(observed));
        }
        compareReward(line, t);
        compareEnd(line, t, t == actions.size() - 1);
      }
      steps++;
    }
    episodes++;
  }

  /// The recorded beginning, after a reset with its seed: or put there, where only the physics was
  /// recorded.
  private double[] begin(GoldenLine line) {
    if (!(line.value("seed") instanceof Long seed)) {
      throw line.wrong("seed", "a whole number", line.value("seed"));
    }
    env.reset(Reset.seeded(seed), step.observation);
    double[] initial = state(line, "init_qpos", "init_qvel", -1);
    if (!line.has("init_obs")) {
      world.setPhysics(initial);
    }
    return initial;
  }

  /// qpos and qvel, of step t where they are lists of steps.
  private double[] state(GoldenLine line, String positions, String velocities, int t) {
    List<?> qpos = line.list(positions);
    List<?> qvel = line.list(velocities);
    if (t >= 0) {
      if (t >= qpos.size() || t >= qvel.size()) {
        throw line.error(
            "\"%s\" or \"%s\" ends before \"actions\"".formatted(positions, velocities));
      }
      qpos = line.list(positions, qpos.get(t));
      qvel = line.list(velocities, qvel.get(t));
    }
    List<Object> both = new ArrayList<>(qpos);
    both.addAll(qvel);
    return line.numbers(positions + " with " + velocities, both, world.physics().length);
  }

  private void compareState(GoldenLine line, String what, double[] recorded) {
    double[] actual = world.physics();
    double tolerance = sameVersion ? ReplayReport.STATE_TOLERANCE : OTHER_VERSION;
    for (int i = 0; i < actual.length; i++) {
      double error = Math.abs(actual[i] - recorded[i]);
      worstState = Math.max(worstState, error);
      if (!(error <= tolerance)) {
        deviation(line, what + ", component " + i, actual[i], recorded[i]);
      }
    }
    equalStates += Arrays.equals(actual, recorded) ? 1 : 0;
  }

  private void compareObservation(GoldenLine line, String what, Object value) {
    float[] recorded = line.floats(what, value, step.observation.length);
    for (int i = 0; i < recorded.length; i++) {
      long ulps = Replay.ulps(step.observation[i], recorded[i]);
      worstUlps = Math.max(worstUlps, ulps);
      worstObservation =
          Math.max(worstObservation, Math.abs((double) step.observation[i] - recorded[i]));
      if (ulps > 0) {
        deviation(line, what + ", component " + i, step.observation[i], recorded[i]);
      }
    }
    seen++;
    equalObservations += Arrays.equals(step.observation, recorded) ? 1 : 0;
  }

  private void compareReward(GoldenLine line, int t) {
    List<?> rewards = line.list("rewards");
    double recorded = line.numbers("rewards", rewards, rewards.size())[t];
    double error = Math.abs(step.reward - recorded);
    worstReward = Math.max(worstReward, error);
    if (!(error <= ReplayReport.STATE_TOLERANCE)) {
      deviation(line, "rewards[" + t + "]", step.reward, recorded);
    }
  }

  private void compareEnd(GoldenLine line, int t, boolean last) {
    boolean recorded = last && line.flag("terminated");
    boolean actual = step.ending == Ending.TERMINATED;
    if (actual != recorded) {
      flagMismatches++;
      deviation(line, "terminated after actions[" + t + "]", actual, recorded);
    }
  }

  private void deviation(GoldenLine line, String what, Object actual, Object recordedValue) {
    if (firstDeviation.isEmpty()) {
      firstDeviation =
          Optional.of(
              "%s: %s is %s, recorded %s%s"
                  .formatted(line.place(), what, actual, recordedValue, versions()));
    }
  }

  private String versions() {
    return sameVersion
        ? ""
        : " (recorded on MuJoCo %s, replayed on %s: between some versions worlds differ)"
            .formatted(
                Shown.text(recorded),
                env.natives().stream().map(NativePart::version).collect(Collectors.joining(", ")));
  }

  private ReplayReport report(Path file) {
    return new ReplayReport(
        file,
        environment,
        arguments,
        episodes,
        steps,
        worstState,
        sameVersion ? ReplayReport.STATE_TOLERANCE : OTHER_VERSION,
        worstObservation,
        worstUlps,
        0,
        worstReward,
        (double) equalStates / (steps + episodes),
        seen == 0 ? Double.NaN : (double) equalObservations / seen,
        flagMismatches,
        firstDeviation);
  }
}
