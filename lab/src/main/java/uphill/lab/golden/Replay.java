package uphill.lab.golden;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Physical;
import uphill.env.Reset;
import uphill.env.Step;
import uphill.env.TimeLimit;
import uphill.env.mdp.TableEnv;

/// Replays recorded episodes, step-forced: every step starts from the recorded state, so that no
/// error can hide behind an earlier one, or grow from it.
///
/// ```text
/// s ← recorded sₜ      (s′, o′, r, flags) = step(recorded aₜ)      compare with recorded t + 1
/// ```
///
/// A world that is a table draws what follows: there the generator is seeded as it was recorded,
/// and the whole table is compared first.
public final class Replay {

  /// Six sines and cosines in a row, four times per step: the last bit of an observation may
  /// differ.
  private static final Map<String, Integer> OBSERVATION_ULPS = Map.of("Acrobot-v1", 1);

  private final GoldenHeader header;
  private final Env env;
  private final Physical world;
  private final Step step;
  private final int stateSize;
  private final long allowedUlps;

  private int episodes;
  private long steps;
  private double worstState;
  private double worstObservation;
  private long worstUlps;
  private double worstReward;
  private long equalStates;
  private long equalObservations;
  private long flagMismatches;
  private Optional<String> firstDeviation = Optional.empty();

  private Replay(GoldenHeader header, Env env) {
    this.header = header;
    this.env = env;
    world = (Physical) (env instanceof TimeLimit limit ? limit.world() : env);
    step = new Step(env.observationSpace().size());
    env.reset(Reset.next(), step.observation);
    stateSize = world.physics().length;
    allowedUlps = OBSERVATION_ULPS.getOrDefault(header.environment(), 0);
  }

  /// Replays a file, in the world that its header names, or in those that its episodes do, a report
  /// for each; `docs/replay.md` has the formats.
  ///
  /// @throws IllegalArgumentException if the file cannot be read or its world cannot be made; the
  ///   message names file and line
  public static List<ReplayReport> all(Path file, ClassLoader loader) {
    try (GoldenFile lines = GoldenFile.open(file)) {
      GoldenLine first = lines.next().orElseThrow(() -> ended(lines, "a header"));
      if (!FreeReplay.isHeader(first)) {
        return List.of(of(file, loader));
      }
      List<ReplayReport> reports = FreeReplay.of(file, first, lines, loader);
      if (reports.isEmpty()) {
        throw ended(lines, "an episode");
      }
      return reports;
    }
  }

  /// Replays a file of one world.
  ///
  /// @throws IllegalArgumentException if the file cannot be read or its world cannot be made; the
  ///   message names file and line
  public static ReplayReport of(Path file, ClassLoader loader) {
    try (GoldenFile lines = GoldenFile.open(file)) {
      GoldenLine first = lines.next().orElseThrow(() -> ended(lines, "a header"));
      GoldenHeader header = GoldenHeader.of(first, loader);
      try (Env env = header.env(loader)) {
        Replay replay = new Replay(header, env);
        if (header.table()) {
          replay.compareTable();
        }
        Optional<GoldenLine> line = lines.next();
        if (line.isEmpty()) {
          throw ended(lines, "an episode");
        }
        for (; line.isPresent(); line = lines.next()) {
          replay.replay(line.get());
        }
        return replay.report(file);
      }
    }
  }

  private static IllegalArgumentException ended(GoldenFile lines, String expected) {
    return new IllegalArgumentException(
        "%s: expected %s, got the end of the file".formatted(lines.place(), expected));
  }

  private void replay(GoldenLine line) {
    GoldenEpisode episode =
        GoldenEpisode.of(line, header, stateSize, env.observationSpace().size(), env.actionSpace());
    episode
        .seed()
        .ifPresentOrElse(
            seed -> compareReset(episode, seed), () -> env.reset(Reset.next(), step.observation));
    for (int t = 0; t < episode.steps(); t++) {
      force(episode, t);
      env.step(episode.actions()[t], step);
      compareState(episode, t);
      compareObservation(episode, t);
      compareReward(episode, t);
      compareFlags(episode, t);
    }
    episodes++;
    steps += episode.steps();
  }

  private void force(GoldenEpisode episode, int t) {
    try {
      world.setPhysics(episode.stateBefore(t));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s: before actions[%d]: %s", episode.line().place(), t, e.getMessage()),
          e);
    }
  }

  /// Which state a seeded reset leads to.
  private void compareReset(GoldenEpisode episode, long seed) {
    env.reset(Reset.seeded(seed), step.observation);
    double error = Math.abs(world.physics()[0] - episode.initialState()[0]);
    worstState = Math.max(worstState, error);
    if (error > 0) {
      deviation(episode, "initial_state", world.physics()[0], episode.initialState()[0]);
    }
  }

  /// A world that is not its table alone, a fickle taxi, is compared by its episodes only.
  private void compareTable() {
    Env bare = env instanceof TimeLimit limit ? limit.world() : env;
    if (bare instanceof TableEnv table) {
      GoldenTable.Difference difference = GoldenTable.compare(header.line(), table.mdp());
      worstState = difference.worstProbabilityError();
      worstReward = difference.worstRewardError();
      flagMismatches = difference.otherMismatches();
      firstDeviation = difference.first();
    }
  }

  private void compareState(GoldenEpisode episode, int t) {
    double[] actual = world.physics();
    double[] recorded = episode.states()[t];
    for (int i = 0; i < stateSize; i++) {
      double error = Math.abs(actual[i] - recorded[i]);
      worstState = Math.max(worstState, error);
      if (!(error <= ReplayReport.STATE_TOLERANCE)) {
        String column = header.table() ? "obs" : "states";
        deviation(
            episode,
            String.format(Locale.ROOT, "%s[%d][%d]", column, t, i),
            actual[i],
            recorded[i]);
      }
    }
    equalStates += Arrays.equals(actual, recorded) ? 1 : 0; // compares bits
  }

  private void compareObservation(GoldenEpisode episode, int t) {
    float[] actual = step.observation;
    float[] recorded = episode.observations()[t];
    for (int i = 0; i < actual.length; i++) {
      long ulps = ulps(actual[i], recorded[i]);
      worstObservation = Math.max(worstObservation, Math.abs((double) actual[i] - recorded[i]));
      worstUlps = Math.max(worstUlps, ulps);
      if (ulps > allowedUlps) {
        deviation(episode, String.format(Locale.ROOT, "obs[%d][%d]", t, i), actual[i], recorded[i]);
      }
    }
    equalObservations += Arrays.equals(actual, recorded) ? 1 : 0;
  }

  private void compareReward(GoldenEpisode episode, int t) {
    double recorded = episode.rewards()[t];
    double error = Math.abs(step.reward - recorded);
    worstReward = Math.max(worstReward, error);
    if (!(error <= ReplayReport.REWARD_TOLERANCE)) {
      deviation(episode, String.format(Locale.ROOT, "rewards[%d]", t), step.reward, recorded);
    }
  }

  private void compareFlags(GoldenEpisode episode, int t) {
    boolean last = t == episode.steps() - 1;
    boolean terminated = step.ending == Ending.TERMINATED;
    // Of a step that does both, Gymnasium says both, and Uphill that it terminated.
    boolean limit = env instanceof TimeLimit limited && limited.elapsed() >= limited.maxSteps();
    boolean truncated = step.ending == Ending.TRUNCATED || (terminated && limit);
    compareFlag(episode, t, "terminated", terminated, last && episode.terminated());
    compareFlag(episode, t, "truncated", truncated, last && episode.truncated());
  }

  private void compareFlag(
      GoldenEpisode episode, int t, String name, boolean actual, boolean recorded) {
    if (actual != recorded) {
      flagMismatches++;
      deviation(
          episode, String.format(Locale.ROOT, "%s after actions[%d]", name, t), actual, recorded);
    }
  }

  private void deviation(GoldenEpisode episode, String what, Object actual, Object recorded) {
    if (firstDeviation.isEmpty()) {
      firstDeviation =
          Optional.of(
              "%s: %s is %s, recorded %s"
                  .formatted(episode.line().place(), what, actual, recorded));
    }
  }

  /// How many steps from one float32 to the next lie between two.
  static long ulps(float a, float b) {
    return Math.abs((long) rank(a) - rank(b));
  }

  /// Numbers the floats in their order; zero has one number, and NaN is beyond infinity.
  private static int rank(float x) {
    int bits = Float.floatToIntBits(x);
    return bits >= 0 ? bits : Integer.MIN_VALUE - bits;
  }

  private ReplayReport report(Path file) {
    return new ReplayReport(
        file,
        header.environment(),
        header.arguments(),
        episodes,
        steps,
        worstState,
        ReplayReport.STATE_TOLERANCE,
        worstObservation,
        worstUlps,
        allowedUlps,
        worstReward,
        (double) equalStates / steps,
        (double) equalObservations / steps,
        flagMismatches,
        firstDeviation);
  }
}
