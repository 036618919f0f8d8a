package uphill.oracle;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ObjDoubleConsumer;
import uphill.env.mdp.FiniteMdp;
import uphill.kernel.Rng;

/// Every trajectory of a policy, with its probability: where there are few, expectations are sums.
///
/// Those of probability 0 are left out. Two outcomes that lead to the same state are two
/// trajectories: their probabilities add up to that of what is seen.
public final class Trajectories {

  /// More than these are not run through.
  public static final double LIMIT = 1e8;

  private final FiniteMdp mdp;
  private final TabularPolicy policy;
  private final int horizon;
  private final Trajectory trajectory;
  private final Consumer<Trajectory> visitor;

  private Trajectories(
      FiniteMdp mdp, TabularPolicy policy, int horizon, Consumer<Trajectory> visitor) {
    this.mdp = mdp;
    this.policy = policy;
    this.horizon = horizon;
    this.visitor = visitor;
    trajectory = new Trajectory(horizon);
  }

  /// How many there are within this horizon.
  public static double count(FiniteMdp mdp, TabularPolicy policy, int horizon) {
    policy.requireFor(mdp);
    double[] after = new double[mdp.states()];
    Arrays.fill(after, 1);
    for (int t = 0; t < horizon; t++) {
      double[] now = new double[mdp.states()];
      for (int s = 0; s < mdp.states(); s++) {
        for (int a = 0; a < mdp.actions(); a++) {
          for (int i = mdp.first(s, a); i < mdp.end(s, a); i++) {
            boolean possible = policy.probability(s, a) * mdp.probability(i) > 0;
            now[s] += !possible ? 0 : mdp.terminated(i) ? 1 : after[mdp.next(i)];
          }
        }
      }
      after = now;
    }
    double count = 0;
    for (int s = 0; s < mdp.states(); s++) {
      count += mdp.start(s) > 0 ? after[s] : 0;
    }
    return count;
  }

  /// Shows every trajectory of at most `horizon` steps, in a fixed order: always the same object,
  /// filled anew.
  ///
  /// @throws IllegalArgumentException if there are more than [#LIMIT], or the policy is another
  ///   process's
  public static void forEach(
      FiniteMdp mdp, TabularPolicy policy, int horizon, Consumer<Trajectory> visitor) {
    double count = count(mdp, policy, horizon);
    if (count > LIMIT) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has %.3g trajectories of %d steps, more than the %.0g that can be run through;"
                  + " take a shorter horizon, or sample",
              mdp.name(),
              count,
              horizon,
              LIMIT));
    }
    var all = new Trajectories(mdp, policy, horizon, visitor);
    for (int s = 0; s < mdp.states(); s++) {
      if (mdp.start(s) > 0) {
        all.trajectory.begin(s);
        all.goOn(0, s, mdp.start(s));
      }
    }
  }

  /// Shows trajectories that are drawn from the policy: always the same object, filled anew, whose
  /// probability is not known. Each has the share 1.
  ///
  /// @param count how many; fewer where they have more than `mostSteps` steps together
  /// @return how many there were
  public static long draw(
      FiniteMdp mdp,
      TabularPolicy policy,
      int horizon,
      int count,
      long mostSteps,
      Rng random,
      ObjDoubleConsumer<Trajectory> visitor) {
    policy.requireFor(mdp);
    Trajectory trajectory = new Trajectory(horizon);
    long drawn = 0;
    for (long steps = 0; drawn < count && steps < mostSteps; steps += trajectory.length()) {
      int s = mdp.drawStart(random.random());
      trajectory.begin(s);
      boolean over = false;
      int t = 0;
      while (t < horizon && !over) {
        int a = policy.draw(s, random.random());
        int i = mdp.draw(s, a, random.random());
        s = mdp.next(i);
        over = mdp.terminated(i);
        trajectory.step(t++, a, mdp.reward(i), s);
      }
      trajectory.end(t, Double.NaN, over);
      visitor.accept(trajectory, 1);
      drawn++;
    }
    return drawn;
  }

  private void goOn(int t, int s, double probability) {
    if (t == horizon) {
      trajectory.end(t, probability, false);
      visitor.accept(trajectory);
      return;
    }
    for (int a = 0; a < mdp.actions(); a++) {
      for (int i = mdp.first(s, a); i < mdp.end(s, a); i++) {
        double p = probability * policy.probability(s, a) * mdp.probability(i);
        if (p == 0) {
          continue;
        }
        trajectory.step(t, a, mdp.reward(i), mdp.next(i));
        if (mdp.terminated(i)) {
          trajectory.end(t + 1, p, true);
          visitor.accept(trajectory);
        } else {
          goOn(t + 1, mdp.next(i), p);
        }
      }
    }
  }
}
