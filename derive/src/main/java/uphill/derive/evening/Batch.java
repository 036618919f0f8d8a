package uphill.derive.evening;

import uphill.derive.number.VectorMath;
import uphill.env.mdp.FiniteMdp;
import uphill.kernel.Rng;
import uphill.oracle.TabularPolicy;

/// Evenings drawn from the policy, row by row: every hour of every evening is a row, with R(τ) of
/// its evening as its weight.
public record Batch(int evenings, int[] state, int[] action, double[] weight) {

  public static Batch draw(int evenings, Rng rng) {
    FiniteMdp world = StudyEvening.WORLD;
    int rows = evenings * StudyEvening.HOURS;
    int[] state = new int[rows];
    int[] action = new int[rows];
    double[] weight = new double[rows];
    int i = 0;
    for (int evening = 0; evening < evenings; evening++) {
      int first = i;
      int s = world.drawStart(rng.random());
      double pages = 0;
      for (int t = 0; t < StudyEvening.HOURS; t++) {
        int a = rng.random() < StudyEvening.POLICY.probability(s, StudyEvening.READ) ? 0 : 1;
        state[i] = s;
        action[i] = a;
        i++;
        int outcome = world.draw(s, a, rng.random());
        pages += world.reward(outcome);
        s = world.next(outcome);
      }
      for (int row = first; row < i; row++) {
        weight[row] = pages;
      }
    }
    return new Batch(evenings, state, action, weight);
  }

  public int rows() {
    return state.length;
  }

  public double[] score(int i) {
    return StudyEvening.score(StudyEvening.POLICY, state[i], action[i]);
  }

  /// c·Σᵢ wᵢ·gᵢ with c = 1/N.
  public double[] estimate() {
    double[] sum = StudyEvening.zeros();
    for (int i = 0; i < rows(); i++) {
      StudyEvening.POLICY.addScore(state[i], action[i], weight[i] / evenings, sum);
    }
    return sum;
  }

  /// The same with the mean of all weights subtracted from each.
  public double[] estimateLessMean() {
    double mean = 0;
    for (double one : weight) {
      mean += one / rows();
    }
    double[] sum = StudyEvening.zeros();
    for (int i = 0; i < rows(); i++) {
      StudyEvening.POLICY.addScore(state[i], action[i], (weight[i] - mean) / evenings, sum);
    }
    return sum;
  }

  /// gᵢ·Δθ for every row.
  public double[] predicted(double[] step) {
    double[] predicted = new double[rows()];
    for (int i = 0; i < rows(); i++) {
      predicted[i] = VectorMath.dot(score(i), step);
    }
    return predicted;
  }

  /// α·c·Σⱼ wⱼ·K(i, j) for every row.
  public double[] fromKernel(double learningRate) {
    double[] pushes = new double[rows()];
    for (int i = 0; i < rows(); i++) {
      for (int j = 0; j < rows(); j++) {
        pushes[i] += learningRate / evenings * weight[j] * VectorMath.dot(score(i), score(j));
      }
    }
    return pushes;
  }

  /// log π′(aᵢ|sᵢ) − log π(aᵢ|sᵢ) for every row, where π′ is the policy after Δθ.
  public double[] actual(double[] step) {
    TabularPolicy after = StudyEvening.POLICY.shifted(step);
    double[] actual = new double[rows()];
    for (int i = 0; i < rows(); i++) {
      actual[i] =
          after.logProb(state[i], action[i]) - StudyEvening.POLICY.logProb(state[i], action[i]);
    }
    return actual;
  }
}
