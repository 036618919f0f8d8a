package uphill.lab.training;

import java.util.Arrays;
import java.util.Optional;
import uphill.nn.Batch;
import uphill.push.StepWitness;
import uphill.rl.Weighted;
import uphill.rl.data.Rollout;
import uphill.rl.data.Rounds;

/// What an update gathers, all its rounds one after the other; and which of it a step learns from.
public final class RowsOfUpdate implements Training.Rounds, StepWitness.Rows {

  private final Training training;
  private final Rollout round;
  private final Optional<Rounds> rounds; // where there are several
  private final Rollout rows;
  private final long first;
  private long before;
  private float[] psi = {};

  /// Of the training's next update.
  public RowsOfUpdate(Training training) {
    this.training = training;
    round = training.rollout();
    rounds =
        training.learner().sampling().rounds() > 1
            ? Optional.of(new Rounds(round))
            : Optional.empty();
    rows = rounds.map(Rounds::rows).orElse(round);
    first = training.steps();
  }

  @Override
  public void sampling() {
    keepWeights();
  }

  @Override
  public void learning() {
    if (rounds.isPresent()) {
      before = rows.rows();
      rounds.get().add(round);
    }
  }

  /// Those of the round that was learnt from.
  private void keepWeights() {
    if (rounds.isPresent()
        && rows.rows() > 0
        && training.learner().agent() instanceof Weighted weighted) {
      psi = Arrays.copyOf(psi, rows.rows());
      System.arraycopy(weighted.weights(), 0, psi, (int) before, round.rows());
    }
  }

  @Override
  public int of(Batch batch, int row) {
    if (batch == round) {
      return (int) before + row;
    }
    long step = batch.step(row);
    if (step < 0 || step >= first + rows.rows()) {
      throw new IllegalArgumentException(
          "the step is not explained: its batch is not the rollout, and does not say by which step of the environment a row was made (%s). Feed the rollout itself, or implement Batch.step."
              .formatted(Long.toString(step)));
    }
    return step < first ? -1 : (int) (step - first);
  }

  /// All rows, once the update is made.
  public Rollout rows() {
    return rows;
  }

  /// w of all rows, once the update is made; empty if the algorithm has none.
  public float[] weights() {
    keepWeights();
    boolean own = rounds.isEmpty() && training.learner().agent() instanceof Weighted;
    return own ? ((Weighted) training.learner().agent()).weights() : psi;
  }
}
