package uphill.derive.evening;

import static uphill.derive.evening.StudyEvening.HOURS;
import static uphill.derive.evening.StudyEvening.POLICY;
import static uphill.derive.evening.StudyEvening.WORLD;

import java.util.ArrayList;
import java.util.List;
import uphill.oracle.Trajectories;

/// What a baseline does that is computed from the batch that it is subtracted from, and so from the
/// actions whose scores it multiplies: the mean of the estimate over all pairs of evenings.
///
/// ```text
/// E[½ Σ_{i=1,2} Σₜ ∇log π(aₜ|sₜ)·(weight − b)]
/// ```
public final class BatchBaseline {

  /// An evening of the list.
  private record Evening(double probability, double[][] score, double[] rewardToGo) {

    /// R(τ).
    double pages() {
      return rewardToGo[0];
    }
  }

  /// Weight minus baseline of an hour, from its own evening and the other of the batch.
  private interface Weight {
    double of(Evening own, Evening other, int t);
  }

  private static final List<Evening> ALL = all();

  private BatchBaseline() {}

  /// R(τ) minus the mean R(τ) of the batch.
  public static double[] meanReturn() {
    return mean((own, other, _) -> own.pages() - (own.pages() + other.pages()) / 2);
  }

  /// Reward-to-go minus the batch's mean of the same hour.
  public static double[] meanOfTheHour() {
    return mean(
        (own, other, t) -> own.rewardToGo[t] - (own.rewardToGo[t] + other.rewardToGo[t]) / 2);
  }

  /// Reward-to-go minus its mean over all rows of the batch.
  public static double[] meanOfAllRows() {
    return mean(
        (own, other, t) -> {
          double sum = 0;
          for (int k = 0; k < HOURS; k++) {
            sum += own.rewardToGo[k] + other.rewardToGo[k];
          }
          return own.rewardToGo[t] - sum / (2 * HOURS);
        });
  }

  /// Reward-to-go minus that of the other evening, at the same hour.
  public static double[] otherEvening() {
    return mean((own, other, t) -> own.rewardToGo[t] - other.rewardToGo[t]);
  }

  private static double[] mean(Weight weight) {
    double[] mean = StudyEvening.zeros();
    for (Evening own : ALL) {
      for (Evening other : ALL) {
        // Both evenings are alike, so one half of the sum is half of the whole.
        double both = own.probability * other.probability;
        for (int t = 0; t < HOURS; t++) {
          for (int k = 0; k < mean.length; k++) {
            mean[k] += both * own.score[t][k] * weight.of(own, other, t);
          }
        }
      }
    }
    return mean;
  }

  private static List<Evening> all() {
    List<Evening> all = new ArrayList<>();
    Trajectories.forEach(
        WORLD,
        POLICY,
        HOURS,
        tau -> {
          double[][] score = new double[HOURS][];
          double[] rewardToGo = new double[HOURS];
          for (int t = 0; t < HOURS; t++) {
            score[t] = StudyEvening.score(POLICY, tau.state(t), tau.action(t));
            rewardToGo[t] = tau.rewardToGo(t, 1);
          }
          all.add(new Evening(tau.probability(), score, rewardToGo));
        });
    return all;
  }
}
