package uphill.rl.data;

import uphill.rl.Sampler;

/// What fills a round: a [Sampler], which lets the agent act in environments of this process, or an
/// engine that fills the same columns from elsewhere.

@FunctionalInterface
public interface Gathering {

  /// Gathers a round.
  ///
  /// @throws LongEpisodeException if an episode takes too long to be learnt from as a whole
  void fill(Rollout rollout, Sampling sampling);
}
