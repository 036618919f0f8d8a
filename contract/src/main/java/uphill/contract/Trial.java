package uphill.contract;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import uphill.env.Env;
import uphill.env.vector.VectorEnv;
import uphill.kernel.Kernels;
import uphill.kernel.Workers;
import uphill.rl.Agent;
import uphill.rl.AgentConfig;
import uphill.rl.Learner;
import uphill.rl.Progress;

/// An agent that learns for some rounds.
final class Trial implements AutoCloseable {

  private static final long SEED = 1;

  private final VectorEnv envs;
  private final Learner learner;
  private final Progress[] progress;
  private int done;
  private int begun;
  private List<String> unlike = List.of();

  Trial(AgentConfig config, Supplier<Env> world, int rounds, Kernels kernels, Workers workers) {
    List<Env> made = Stream.generate(world).limit(config.sampling().envs()).toList();
    envs = new VectorEnv("the contract's world", made);
    try {
      learner = new Learner(config, envs, SEED, kernels, workers);
    } catch (RuntimeException | Error e) {
      envs.close();
      throw e;
    }
    progress = new Progress[rounds];
    for (int round = 0; round < rounds; round++) {
      progress[round] = new Progress(round, rounds);
    }
  }

  Learner learner() {
    return learner;
  }

  /// Gathers and learns from a round; rounds beyond the last are as if it began anew.
  void round() {
    Agent agent = learner.agent();
    agent.metrics().clear();
    learner.gather();
    learner.learn(progress[done++ % progress.length]);
  }

  void rounds(int count) {
    for (int i = 0; i < count; i++) {
      round();
    }
  }

  /// What it is now, and what it did and measured in the last round.
  SavedAgent present() {
    return SavedAgent.withRound(learner);
  }

  /// Says that it goes on where another is; remembers which fields of the two differ.
  void begunAs(Trial whole) {
    done = whole.done;
    begun = whole.done;
    unlike = Fields.unlike(whole.learner.agent(), learner.agent());
  }

  /// Rounds that had been learnt from when it was restored.
  int begun() {
    return begun;
  }

  /// The fields that were unlike then, a clause each.
  List<String> unlike() {
    return unlike;
  }

  @Override
  public void close() {
    envs.close();
  }
}
