package uphill.rl;

import uphill.rl.data.Metrics;
import uphill.rl.data.Rollout;

/// An algorithm at work: what a laboratory, an engine or a page knows of it.
///
/// ```text
/// explorer acts in the world ─► rollout ─► learn ─► the policy that explores next
/// ```
///
/// Everything that its future depends on is made through its [Setup], which saves and restores it;
/// what is neither parameters, an optimizer, a stream nor a log is named in [#state(State)].

public interface Agent {

  /// How it acts while it gathers: π, π with noise, uniformly at first. Made once for each worker;
  /// asked at every step.
  ///
  /// @param first the first of the environments that it acts in: noise that lasts is theirs
  /// @param rows how many
  Actor explorer(int first, int rows);

  /// The columns that experience is written to. Its capacity is a *round*.
  Rollout rollout();

  /// What is written beside every state, if anything: V.
  default Critic.Valuation valuation() {
    return Critic.Valuation.zero();
  }

  /// Learns from the round that was just gathered.
  ///
  /// @throws ArithmeticException if a number is not finite; the message says which
  void learn(Progress progress);

  /// What it measured. The object belongs to the agent.
  Metrics metrics();

  /// What evaluation, export and explanation read.
  Policy policy();

  /// Names the numbers of its own that its future depends on: counters, noise that lasts.
  default void state(State state) {}
}
