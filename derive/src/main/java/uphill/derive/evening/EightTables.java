package uphill.derive.evening;

import uphill.derive.number.VectorMath;
import uphill.oracle.TabularPolicy;

/// Eight rows that share nothing: each in a state of its own, two actions, the uniform policy. The
/// weights are the returns of eight evenings.
public record EightTables(double[] weight) {

  private static final int ROWS = 8;
  private static final int ACTIONS = 2;
  private static final TabularPolicy UNIFORM = TabularPolicy.softmax(new double[ROWS][ACTIONS]);

  /// With the returns of the evenings of a batch.
  public static EightTables of(Batch evenings) {
    double[] weight = new double[ROWS];
    for (int row = 0; row < ROWS; row++) {
      weight[row] = evenings.weight()[row * StudyEvening.HOURS];
    }
    return new EightTables(weight);
  }

  /// Every row took its first action, each with c = 1/8.
  private double[] step(double learningRate) {
    double[] step = new double[ROWS * ACTIONS];
    for (int row = 0; row < ROWS; row++) {
      UNIFORM.addScore(row, 0, learningRate / ROWS * weight[row], step);
    }
    return step;
  }

  public double[] predicted(double learningRate) {
    double[] step = step(learningRate);
    double[] pushes = new double[ROWS];
    for (int row = 0; row < ROWS; row++) {
      pushes[row] = VectorMath.dot(StudyEvening.score(UNIFORM, row, 0), step);
    }
    return pushes;
  }

  public double[] actual(double learningRate) {
    TabularPolicy after = UNIFORM.shifted(step(learningRate));
    double[] pushes = new double[ROWS];
    for (int row = 0; row < ROWS; row++) {
      pushes[row] = after.logProb(row, 0) - UNIFORM.logProb(row, 0);
    }
    return pushes;
  }
}
