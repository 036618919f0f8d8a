package uphill.oracle;

/// One way that an episode may go: T steps or less, with its probability. [Trajectories] fills one
/// of these again and again, so whoever keeps a trajectory copies its numbers.
///
/// ```text
/// P(τ) = ρ₀(s₀)·Πₜ π(aₜ|sₜ)·pᵢₜ
/// ```
public final class Trajectory {

  private final int[] state;
  private final int[] action;
  private final double[] reward;
  private int length;
  private double probability;
  private boolean terminated;

  Trajectory(int horizon) {
    state = new int[horizon + 1];
    action = new int[horizon];
    reward = new double[horizon];
  }

  void begin(int s) {
    state[0] = s;
  }

  void step(int t, int a, double r, int next) {
    action[t] = a;
    reward[t] = r;
    state[t + 1] = next;
  }

  void end(int length, double probability, boolean terminated) {
    this.length = length;
    this.probability = probability;
    this.terminated = terminated;
  }

  /// Its steps.
  public int length() {
    return length;
  }

  /// P(τ); NaN where it was drawn.
  public double probability() {
    return probability;
  }

  /// Whether its last step ended the world; else the horizon cut it.
  public boolean terminated() {
    return terminated;
  }

  /// sₜ, t ≤ length.
  public int state(int t) {
    return state[t];
  }

  /// aₜ, t < length.
  public int action(int t) {
    return action[t];
  }

  /// rₜ, t < length.
  public double reward(int t) {
    return reward[t];
  }

  /// Σ_{k≥t} γᵏ⁻ᵗ·rₖ: what is still earned from step t on; R(τ) for t = 0.
  public double rewardToGo(int t, double gamma) {
    double sum = 0;
    for (int k = length - 1; k >= t; k--) {
      sum = reward[k] + gamma * sum;
    }
    return sum;
  }
}
