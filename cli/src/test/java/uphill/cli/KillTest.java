package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.kernel.Rng;

/// The promise: a run that is killed, however often and whenever, and resumed, ends with the bytes
/// of one that was never disturbed.
///
/// Every life is a process of its own, ended by `kill -9`. A run is killed and resumed until one of
/// its lives comes to the end; then the next run begins, until there were enough kills. The
/// property `uphill.kills` asks for more of them, `uphill.kills.seed` for others.
class KillTest {

  private static final int KILLS = Integer.getInteger("uphill.kills", 50);
  private static final long SEED = Long.getLong("uphill.kills.seed", 1);
  private static final int UPDATES = 30;
  private static final int BATCH = 100;
  private static final int EVALUATED = 3; // batches between two evaluations
  private static final String METRICS = "metrics.jsonl";
  private static final String PART = ".part";

  private static int killed;
  private static int compared;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  private Path whole = Path.of("");
  private Path stepped = Path.of("");
  private long wholeMilliseconds;
  private int lives;

  /// When a life ends.
  enum Moment {
    /// Whenever: while the JVM starts, in an update, in the evaluation.
    ANY,
    /// While a checkpoint lies beside its place, half written or half deleted.
    IN_A_CHECKPOINT,
    /// When a resumed run has cut off what came after its checkpoint.
    CUT_OFF,
    /// While a world that cannot save its state takes all its steps again.
    IN_A_REPLAY
  }

  /// What is killed.
  ///
  /// @param world its name, and more words of the command
  /// @param every updates between two checkpoints
  /// @param share of all kills, at any time
  /// @param moment at which it is killed besides, with a share of its own
  record Kind(
      String world,
      int threads,
      int resumedThreads,
      int every,
      int keep,
      double share,
      Moment moment,
      double shareThen) {

    Map<Moment, Integer> kills() {
      Map<Moment, Integer> kills = new EnumMap<>(Moment.class);
      kills.put(Moment.ANY, (int) Math.ceil(share * KILLS));
      kills.merge(moment, (int) Math.ceil(shareThen * KILLS), Integer::sum);
      return kills;
    }

    String[] train(Path run, int updates) {
      return String.format(
              Locale.ROOT,
              "train %s --json --threads %d --seed 3 --steps %d --set batch_steps=%d --set envs=4"
                  + " --set hidden=16,16 --set anneal=false --checkpoint-seconds 0"
                  + " --evaluate-every %d --evaluate-episodes 2"
                  + " --checkpoint-steps %d --keep %d --out %s",
              world,
              threads,
              updates * BATCH,
              BATCH,
              EVALUATED * BATCH,
              every * BATCH,
              keep,
              run)
          .split(" ");
    }

    /// Also of a run that was asked for fewer steps at first.
    String[] resume(Path run) {
      return String.format(
              Locale.ROOT,
              "resume %s --json --threads %d --steps %d",
              run,
              resumedThreads,
              UPDATES * BATCH)
          .split(" ");
    }
  }

  static List<Kind> kinds() {
    return List.of(
        new Kind("CartPole-v1", 1, 2, 1, 0, 0.2, Moment.ANY, 0),
        new Kind("Pendulum-v1", 2, 1, 1, 3, 0.2, Moment.ANY, 0),
        new Kind(
            "MountainCarContinuous-v0 --algo vpg", 1, 1, 1, 2, 0.04, Moment.IN_A_CHECKPOINT, 0.16),
        new Kind("Acrobot-v1", 1, 1, 3, 0, 0.1, Moment.CUT_OFF, 0.1),
        new Kind("uphill.cli.Forgetful", 2, 2, 2, 0, 0.1, Moment.IN_A_REPLAY, 0.1));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aRunThatIsKilledAndResumedEndsWithTheSameBytes(Kind kind) throws Exception {
    Rng random = Rng.seeded(SEED);
    Map<Moment, Integer> left = kind.kills();
    whole = directory.resolve("whole");
    stepped = directory.resolve("stepped");
    long start = System.nanoTime();
    Child.run(directory, Child.BRIEF, kind.train(whole, UPDATES)).succeeds();
    wholeMilliseconds = (System.nanoTime() - start) / 1_000_000;

    Path run = whole;
    for (int number = 1; !left.isEmpty(); number++) {
      run = directory.resolve("run-" + number);
      List<String> story = new ArrayList<>();
      while (!isFinished(run)) {
        live(kind, run, left, random, story);
        assertThat(++lives).as("too many lives: %s: %s", kind, story).isLessThan(100 + 10 * KILLS);
      }
      SameBytes.check(
          run,
          whole,
          String.format(Locale.ROOT, "%s, -Duphill.kills.seed=%d, %s: %s", kind, SEED, run, story));
      compared++;
    }

    Child.run(directory, Child.BRIEF, "verify", run.toString()).succeeds();
  }

  @AfterAll
  static void thereWereEnough() {
    System.out.printf("%d kills, %d runs with the same bytes%n", killed, compared);
    assertThat(killed).isGreaterThanOrEqualTo(KILLS);
  }

  /// One process, from its start to its end, which is by force as long as there are kills left.
  private void live(Kind kind, Path run, Map<Moment, Integer> left, Rng random, List<String> story)
      throws Exception {
    Files.deleteIfExists(stepped);
    List<String> flags = new ArrayList<>(Child.BRIEF);
    flags.add("-D%s=%s".formatted(Forgetful.STEPPED, stepped));
    boolean begun = Files.exists(run.resolve("config.json"));
    boolean shorter = kind.every == 1 && random.choice(3) == 0;
    List<Moment> wanted = List.copyOf(left.keySet());
    Moment moment = wanted.isEmpty() ? Moment.ANY : wanted.get(random.choice(wanted.size()));
    long before = size(run);
    try (Child child =
        Child.uphill(
            directory.resolve("lives"),
            flags,
            begun ? kind.resume(run) : kind.train(run, shorter ? UPDATES / 2 : UPDATES))) {
      if (!left.isEmpty()) {
        waitFor(moment, child, run, before, random);
        if (child.kill()) {
          killed++;
          boolean met = isMet(moment, run, before);
          story.add(
              String.format(
                  Locale.ROOT, "%s%s at update %d", met ? "" : "for ", moment, lines(run)));
          left.computeIfPresent(moment, (_, n) -> met ? n - 1 : n);
          left.values().removeIf(n -> n == 0);
          return;
        }
      }
      child.outcome().succeeds();
    }
  }

  private void waitFor(Moment moment, Child child, Path run, long before, Rng random)
      throws InterruptedException {
    Path folder = run.resolve("checkpoints");
    int late = random.choice(6);
    Set<String> seen = new HashSet<>();
    BooleanSupplier sign =
        switch (moment) {
          case ANY -> () -> false;
          case IN_A_CHECKPOINT ->
              () -> {
                list(folder).stream().filter(name -> name.endsWith(PART)).forEach(seen::add);
                return seen.size() > late;
              };
          case CUT_OFF ->
              isSomethingToCut(run)
                  ? () -> size(run) < before
                  : () -> isSomethingToCut(run); // the next life meets it
          case IN_A_REPLAY ->
              saved(run) > 0 ? () -> Files.exists(stepped) : () -> saved(run) > late;
        };
    if (moment == Moment.ANY) {
      child.live(random.choice((int) wholeMilliseconds));
    } else {
      child.liveUntil(sign);
    }
  }

  /// Whether the kill came when it should.
  private boolean isMet(Moment moment, Path run, long before) {
    return switch (moment) {
      case ANY -> true;
      case IN_A_CHECKPOINT ->
          list(run.resolve("checkpoints")).stream().anyMatch(name -> name.endsWith(PART));
      case CUT_OFF -> size(run) < before;
      case IN_A_REPLAY -> size(run) == before && Files.exists(stepped);
    };
  }

  /// Whether a run came to the end of all updates: it may have been asked for fewer at first.
  private static boolean isFinished(Path run) {
    return Files.exists(run.resolve("checksums.sha256")) && lines(run) == UPDATES;
  }

  /// Whether updates were recorded after the last checkpoint.
  private static boolean isSomethingToCut(Path run) {
    return saved(run) > 0 && lines(run) > saved(run);
  }

  /// The update of the last checkpoint.
  private static int saved(Path run) {
    return list(run.resolve("checkpoints")).stream()
        .filter(name -> !name.endsWith(PART))
        .mapToInt(name -> Integer.parseInt(name.replaceAll("\\D", "")))
        .max()
        .orElse(0);
  }

  private static long lines(Path run) {
    try {
      return new String(Files.readAllBytes(run.resolve(METRICS)), StandardCharsets.UTF_8)
          .chars()
          .filter(c -> c == '\n')
          .count();
    } catch (IOException _) {
      return 0; // it is not there yet
    }
  }

  private static long size(Path run) {
    try {
      return Files.size(run.resolve(METRICS));
    } catch (IOException _) {
      return 0; // it is not there yet
    }
  }

  private static List<String> list(Path folder) {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.map(path -> path.getFileName().toString()).sorted().toList();
    } catch (IOException _) {
      return List.of(); // it is not there yet
    }
  }
}
