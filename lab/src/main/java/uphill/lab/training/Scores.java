package uphill.lab.training;

import java.util.Optional;
import uphill.autodiff.Tensor;
import uphill.env.ActionMask;
import uphill.nn.Distribution;
import uphill.nn.Gaussian;
import uphill.nn.SquashedGaussian;
import uphill.push.LogStd;
import uphill.push.ScoreModel;
import uphill.rl.Network;
import uphill.rl.Policy;

/// Policies of algorithms as the push reads them.
public final class Scores {

  private Scores() {}

  /// Why the steps of such a policy are not explained; empty if they are.
  public static Optional<String> refusal(Policy policy) {
    return ScoreModel.refusal(
        policy.parameters(), policy.encoding().size(), policy::network, distribution(policy));
  }

  /// A policy in double precision, as its scores are taken, reading observations as it does now. A
  /// network of dense layers alone is read in closed form, any other operation by operation.
  ///
  /// @throws IllegalArgumentException if it has none; the message says why
  public static ScoreModel model(Policy policy) {
    refusal(policy)
        .ifPresent(
            sentence -> {
              throw new IllegalArgumentException(sentence);
            });
    Distribution pi = distribution(policy);
    Optional<LogStd> logStd = logStd(policy, pi);
    ScoreModel model =
        policy
            .dense()
            .map(dense -> ScoreModel.of(policy.parameters(), dense, pi, logStd))
            .orElseGet(
                () ->
                    ScoreModel.of(
                        policy.parameters(),
                        policy.encoding().size(),
                        policy::network,
                        pi,
                        logStd));
    return model.reading(policy.normalizer());
  }

  private static Distribution distribution(Policy policy) {
    Tensor observation = Tensor.input("observation", policy.encoding().size());
    return policy.masksActions()
        ? policy.distribution(
            observation, Tensor.input("mask", ActionMask.choices(policy.actions())))
        : policy.distribution(observation);
  }

  private static Optional<LogStd> logStd(Policy policy, Distribution pi) {
    if (policy.logStd().isPresent()) {
      return Optional.of(new LogStd.Everywhere(policy.logStd().get().at()));
    }
    if (policy.noise().isPresent()) {
      return Optional.of(LogStd.OfState.free());
    }
    return pi instanceof Gaussian || pi instanceof SquashedGaussian
        ? Optional.of(
            new LogStd.OfState((float) Network.LEAST_LOG_STD, (float) Network.LARGEST_LOG_STD))
        : Optional.empty();
  }
}
