package uphill.rl.fit;

import java.util.ArrayList;
import java.util.List;
import uphill.autodiff.Program;
import uphill.autodiff.Tensor;
import uphill.nn.Descent;
import uphill.rl.Network;
import uphill.rl.Policy;
import uphill.rl.QFunction;
import uphill.rl.Setup;

/// One critic Q_φ(s, a) or two, each with a target that follows it, and their regression.
///
/// ```text
/// L(φᵢ) = mean (Q_φᵢ(s, a) − y)²          y = r + discount·worth(s′)
/// φ̄ᵢ ← φ̄ᵢ + τ·(φᵢ − φ̄ᵢ)
/// ```
///
/// Of two, the smaller counts: Fujimoto et al. 2018.
public final class Twins {

  private final Setup setup;
  private final Replay replay;
  private final List<QFunction> critics = new ArrayList<>();
  private final List<QFunction> targets = new ArrayList<>();
  private final List<Descent> descents = new ArrayList<>();
  private final Program goal;

  /// What a state is worth, by the targets.
  @FunctionalInterface
  public interface Worth {
    /// V(s′), [rows, 1].
    ///
    /// @param next s′, [rows, size]
    /// @param targets min Q_φ̄ᵢ
    Tensor of(Tensor next, Values targets);
  }

  /// Q, or the smaller of two.
  @FunctionalInterface
  public interface Values {
    /// Q(s, a), [rows, 1].
    ///
    /// @param observation s, [rows, size]
    /// @param unit a, measured in [−1, 1], [rows, n]
    Tensor of(Tensor observation, Tensor unit);
  }

  /// Critics of what a policy does.
  ///
  /// @param count 1 or 2
  /// @param worth of s′
  public Twins(int count, Network network, Policy policy, Replay replay, Setup setup, Worth worth) {
    this.setup = setup;
    this.replay = replay;
    for (int i = 1; i <= count; i++) {
      QFunction critic = QFunction.of(network, policy, setup, "critic_" + i);
      critics.add(critic);
      targets.add(critic.copy(setup, "target_" + i));
    }
    Tensor s = replay.input("observation", policy.encoding().size());
    Tensor unit = policy.unit(replay.input("action", policy.actions().size()));
    Tensor y = replay.input("y", 1);
    for (QFunction critic : critics) {
      Tensor q = critic.value(s, unit);
      descents.add(
          setup
              .descent(critic.parameters())
              .term("error", q.sub(y).square().mean())
              .metric("q", q.mean())
              .build()
              .feed(replay));
    }
    Tensor later =
        worth.of(replay.input("next_observation", policy.encoding().size()), this::target);
    Tensor sum = replay.input("reward", 1).add(replay.input("discount", 1).mul(later));
    goal = Program.with(setup.kernels()).output("y", sum).build();
    goal.into("y", replay.column("y"));
  }

  /// min Q_φᵢ(s, a). Shapes: observation [rows, size], unit [rows, n], actions in [−1, 1].
  public Tensor value(Tensor observation, Tensor unit) {
    return least(critics, observation, unit);
  }

  /// Q of the first.
  public Tensor first(Tensor observation, Tensor unit) {
    return critics.getFirst().value(observation, unit);
  }

  private Tensor target(Tensor observation, Tensor unit) {
    return least(targets, observation, unit);
  }

  private static Tensor least(List<QFunction> all, Tensor observation, Tensor unit) {
    return all.stream()
        .map(critic -> critic.value(observation, unit))
        .reduce(Tensor::min)
        .orElseThrow();
  }

  /// A step of each towards y, of the minibatch that was drawn.
  public void step(double learningRate) {
    int rows = replay.column("y").length;
    goal.feed(replay.columns()).evaluate(rows, setup.workers());
    for (int i = 0; i < descents.size(); i++) {
      descents.get(i).step(rows, learningRate);
    }
  }

  /// The mean squared error of the last step, over the critics.
  public double loss() {
    double sum = 0;
    for (int i = 0; i < descents.size(); i++) {
      sum += descents.get(i).value("error");
    }
    return sum / descents.size();
  }

  /// The mean Q of the minibatch, before the last step, of the first.
  public double q() {
    return descents.getFirst().value("q");
  }

  /// Has the targets follow.
  ///
  /// @param share τ
  public void follow(double share) {
    for (int i = 0; i < critics.size(); i++) {
      targets.get(i).parameters().follow(critics.get(i).parameters(), share, setup.kernels());
    }
  }
}
