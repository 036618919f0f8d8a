package uphill.bench;

import java.util.ArrayList;
import java.util.List;
import uphill.autodiff.Program;
import uphill.autodiff.Tensor;
import uphill.env.Environments;
import uphill.env.vector.VectorEnv;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.kernel.SeedSequence;
import uphill.kernel.Workers;
import uphill.rl.Critic;
import uphill.rl.Policy;
import uphill.rl.PolicyActor;
import uphill.rl.Sampler;
import uphill.rl.data.Rollout;

/// g(τ) = Σₜ ∇log π_θ(aₜ|sₜ)·Ψₜ of one trajectory: what one episode says about ∇J.
final class TrajectoryGradient {

  private final Program program;

  TrajectoryGradient(Policy policy, Kernels kernels) {
    Tensor logProb =
        policy
            .distribution(Tensor.input("observation", policy.encoding().size()))
            .logProb(Tensor.input("action", policy.actions().size()));
    program =
        Program.with(kernels)
            .loss(logProb.mul(Tensor.input("weight", 1)).sum(), policy.parameters())
            .build();
  }

  /// g(τ), as a copy. Shape of weight: Ψ, [rows, 1].
  float[] of(Rollout trajectory, float[] weight) {
    program.feed("observation", trajectory.observation).feed("action", trajectory.action);
    program.feed("weight", weight);
    return program.gradients(trajectory.rows(), Workers.one()).values().clone();
  }

  /// Whole episodes of a policy, one in each rollout.
  ///
  /// @param limit steps of the longest
  static List<Rollout> sample(
      String world, int limit, Policy policy, int count, SeedSequence seeds, Kernels kernels) {
    List<Rollout> trajectories = new ArrayList<>();
    try (VectorEnv env = new VectorEnv(world, List.of(Environments.create(world)))) {
      env.reset(seeds.child(0).generateLongs(1)[0]);
      Rng[] acting = {Rng.of(seeds.child(1))};
      Sampler sampler =
          new Sampler(
              env,
              policy,
              (_, rows) -> new PolicyActor(policy, rows, kernels),
              Critic.Valuation.zero(),
              acting,
              Workers.one());
      for (int i = 0; i < count; i++) {
        Rollout trajectory =
            new Rollout(limit, 1, policy.encoding().size(), policy.actions().size());
        sampler.fillWholeEpisodes(trajectory, 1, limit);
        trajectories.add(trajectory);
      }
    }
    return trajectories;
  }
}
