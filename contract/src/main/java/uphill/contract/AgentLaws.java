package uphill.contract;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import uphill.env.Env;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Workers;
import uphill.rl.AgentConfig;
import uphill.rl.Policy;
import uphill.rl.Setup;
import uphill.rl.data.Metrics;

/// The laws of [AgentContract].
final class AgentLaws {

  private static final int MOST_WORKERS = 3;

  /// Rounds after which an agent is saved, drawn at random.
  private static final int SAVES = 3;

  /// As often as this the rounds are repeated until nothing is allocated.
  private static final int WINDOWS = 50;

  private final AgentConfig config;
  private final Supplier<Env> world;
  private final int rounds;

  AgentLaws(AgentConfig config, Supplier<Env> world, int rounds) {
    this.config = config;
    this.world = world;
    this.rounds = rounds;
  }

  private Trial trial(Kernels kernels, Workers workers) {
    return new Trial(config, world, rounds, kernels, workers);
  }

  private Trial trial() {
    return trial(new ScalarKernels(), Workers.one());
  }

  /// Has two learn side by side.
  ///
  /// @param why what follows if they differ
  private void requireSame(Trial one, Trial other, String why) {
    for (int round = 1; round <= rounds; round++) {
      one.round();
      other.round();
      List<String> differ = one.present().differences(other.present());
      if (!differ.isEmpty()) {
        fail(
            String.format(
                Locale.ROOT, "In round %d of %d, %s. %s", round, rounds, differing(differ), why));
      }
    }
  }

  private static String differing(List<String> names) {
    return String.join(", ", names) + (names.size() == 1 ? " differs" : " differ");
  }

  void sameSeed() {
    try (Trial one = trial();
        Trial other = trial()) {
      requireSame(
          one,
          other,
          "Two agents of one seed must be equal: they depend on something else, a clock, a static"
              + " field, a generator of their own. Draw from Setup.stream(…) alone.");
    }
  }

  void workers() {
    for (int count = 2; count <= MOST_WORKERS; count++) {
      try (Threads threads = new Threads(count);
          Trial one = trial();
          Trial other = trial(new ScalarKernels(), threads)) {
        requireSame(
            one,
            other,
            String.format(
                Locale.ROOT,
                "One worker must give what %d give: keep what lasts for each environment, not for"
                    + " each Actor, and draw for an environment from its own stream alone.",
                count));
      }
    }
  }

  void kernels() {
    Kernels best = Kernels.best();
    if (best instanceof ScalarKernels) {
      abort(
          "this JVM has the scalar kernels only, so there is nothing to compare them with: run the"
              + " tests with --add-modules jdk.incubator.vector");
    }
    try (Trial one = trial();
        Trial other = trial(best, Workers.one())) {
      requireSame(
          one,
          other,
          "Scalar and vector kernels compute the same bits, so nothing may depend on which they"
              + " are: compute by Setup.kernels(), and ask nothing of its class.");
    }
  }

  /// Saves after a few rounds, restores into a new agent each, and lets all go on together.
  void restored() {
    try (Trial whole = trial();
        Trials restored = new Trials()) {
      if (!whole.learner().environments().savesState()) {
        abort("the world cannot save its state: let world() give one that can");
      }
      SortedSet<Integer> saves = saves();
      for (int round = 0; round < rounds; round++) {
        if (saves.contains(round)) {
          restored.add(restore(whole));
        }
        whole.round();
        SavedAgent expected = whole.present();
        for (Trial one : restored.all) {
          one.round();
          List<String> differ = expected.differences(one.present());
          if (!differ.isEmpty()) {
            fail(forgotten(one, round + 1, differ));
          }
        }
      }
    }
  }

  private SortedSet<Integer> saves() {
    Rng random = Rng.seeded(rounds);
    SortedSet<Integer> saves = new TreeSet<>();
    while (saves.size() < Math.min(SAVES, rounds - 1)) {
      saves.add(1 + random.choice(rounds - 1));
    }
    return saves;
  }

  private Trial restore(Trial whole) {
    Trial restored = trial();
    try {
      SavedAgent saved = SavedAgent.of(whole.learner());
      saved.restore(restored.learner());
      List<String> differ = saved.differences(SavedAgent.of(restored.learner()));
      if (!differ.isEmpty()) {
        fail(
            "What was saved and restored is not what it was: %s. Agent.state(…) must hand over the arrays that the agent uses, not copies of them, under the same names at any time."
                .formatted(differing(differ)));
      }
      restored.begunAs(whole);
      return restored;
    } catch (RuntimeException | Error e) {
      restored.close();
      throw e;
    }
  }

  private static String forgotten(Trial restored, int round, List<String> differ) {
    List<String> fields = restored.unlike();
    return String.format(
        Locale.ROOT,
        "Saved after round %d and restored, it goes on otherwise than one that was never"
            + " interrupted: in round %d, %s. Its future depends on something that is neither made"
            + " by its Setup nor named in Agent.state(…)%s. Make it through Setup, or name it"
            + " there.",
        restored.begun(),
        round,
        differing(differ),
        fields.isEmpty() ? "" : "; in the restored one, " + String.join(", ", fields));
  }

  void allocation() {
    LongSupplier counter;
    try {
      counter = Allocation.counter();
    } catch (UnsupportedOperationException e) {
      abort(
          "what a thread allocates cannot be counted here: %s. Run the tests with --add-modules jdk.management."
              .formatted(e.getMessage()));
      return;
    }
    long least = Long.MAX_VALUE;
    try (Trial trial = trial()) {
      trial.rounds(rounds);
      for (int w = 0; w < WINDOWS && least > 0; w++) {
        long before = counter.getAsLong();
        trial.rounds(rounds);
        least = Math.min(least, counter.getAsLong() - before);
      }
    }
    if (least > 0) {
      fail(
          String.format(
              Locale.ROOT,
              "%d rounds allocate %d bytes at least, however often they are repeated: make arrays,"
                  + " programs and lambdas once, in the constructor, and use them again.",
              rounds,
              least));
    }
  }

  void metrics() {
    try (Trial trial = trial()) {
      Metrics metrics = trial.learner().agent().metrics();
      for (int round = 1; round <= rounds; round++) {
        trial.round();
        for (String name : metrics.names()) {
          if (metrics.measured(name) && !Double.isFinite(metrics.get(name))) {
            fail(
                String.format(
                    Locale.ROOT,
                    "In round %d the metric %s is %s. A number that has no meaning in a round is"
                        + " not added; it is recorded as missing then.",
                    round,
                    name,
                    metrics.get(name)));
          }
        }
      }
    }
  }

  void learning() {
    try (Trial trial = trial()) {
      float[] before = trial.learner().agent().policy().parameters().snapshot();
      trial.rounds(rounds);
      if (Arrays.equals(before, trial.learner().agent().policy().parameters().values())) {
        fail(
            String.format(
                Locale.ROOT,
                "After %d rounds the policy's parameters are what they were at first. Does"
                    + " learn(…) step down a descent of them? If it only does so later, let"
                    + " config() do so earlier, or rounds() be more.",
                rounds));
      }
    }
  }

  void policyAlone() {
    try (Trial trial = trial()) {
      Setup setup = trial.learner().setup();
      Setup acting = Setup.acting(setup.observations(), setup.actions(), setup.masksActions());
      List<String> alone = layout(config.policy(acting));
      List<String> learnt = layout(trial.learner().agent().policy());
      if (!alone.equals(learnt)) {
        fail(
            "AgentConfig.policy(…) makes a policy with %s, the agent's has %s: what was learnt could not be loaded. Let create(…) make its policy by policy(…)."
                .formatted(alone, learnt));
      }
    }
  }

  private static List<String> layout(Policy policy) {
    List<String> layout = new ArrayList<>();
    policy.parameters().entries().forEach(entry -> layout.add(entry.toString()));
    if (policy.normalizer().normalizes()) {
      layout.add("a normalizer of " + policy.normalizer().mean().length);
    }
    return layout;
  }

  /// Several, closed together.
  private static final class Trials implements AutoCloseable {
    private final List<Trial> all = new ArrayList<>();

    void add(Trial trial) {
      all.add(trial);
    }

    @Override
    public void close() {
      all.forEach(Trial::close);
    }
  }
}
