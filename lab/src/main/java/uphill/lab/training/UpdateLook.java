package uphill.lab.training;

import java.util.Arrays;
import java.util.Optional;
import uphill.autodiff.Parameters;
import uphill.nn.Batch;
import uphill.nn.Descent;
import uphill.push.Explained;
import uphill.push.Look;
import uphill.push.PushStatistics;
import uphill.push.Samples;
import uphill.push.ScoreModel;
import uphill.push.StepWitness;
import uphill.rl.Weighted;
import uphill.rl.data.Rollout;

/// A look at an update while its policy takes its steps, however many rounds and steps it has.
///
/// Of one round it sees rows that are evenly spaced, or all of them; of several the first ones,
/// because steps are taken before the last ones are gathered.
final class UpdateLook implements Training.Rounds, StepWitness.Rows, AutoCloseable {

  private static final int[] NONE = {};
  private static final double[] NO_WEIGHTS = {};

  private final Training training;
  private final Training.Rounds rounds;
  private final int most;
  private final boolean several;
  private final RowsOfUpdate gathered;
  private final Look look;
  private int[] rows = NONE;
  private int[] place = NONE; // of each row of one round among those that are looked at; −1: none

  /// A look at the training's next update.
  ///
  /// @param most rows that are looked at
  /// @param rounds who is told of them as well
  UpdateLook(Training training, int most, Training.Rounds rounds) {
    this.training = training;
    this.rounds = rounds;
    this.most = most;
    several = training.learner().sampling().rounds() > 1;
    gathered = new RowsOfUpdate(training);
    Parameters parameters = training.policy().parameters();
    ScoreModel model = Scores.model(training.policy());
    look = new Look(model, Samples.doubles(parameters.values(), parameters.size()), this);
    for (Descent descent : training.learner().setup().descents()) {
      if (descent.parameters() == parameters) {
        look.watch(descent);
      }
    }
  }

  @Override
  public void sampling() {
    gathered.sampling();
    rounds.sampling();
  }

  @Override
  public void learning() {
    gathered.learning();
    if (!several || (gathered.rows().rows() >= most && !look.begun())) {
      begin();
    }
    rounds.learning();
  }

  private void begin() {
    Rollout rollout = gathered.rows();
    int all = rollout.rows();
    int count = Math.min(all, most);
    rows = new int[count];
    Arrays.setAll(rows, i -> several ? i : (int) ((long) i * all / count));
    place = new int[several ? 0 : all];
    Arrays.fill(place, -1);
    for (int i = 0; !several && i < count; i++) {
      place[rows[i]] = i;
    }
    int[] trajectory = rollout.trajectoryOfRow();
    boolean whole = count == (several ? training.learner().sampling().stepsOfUpdate() : all);
    look.at(
        new Explained(
            UpdateStatistics.samples(rollout, rows),
            whole ? trajectory : new int[count],
            NO_WEIGHTS),
        whole);
  }

  @Override
  public int of(Batch batch, int row) {
    int i = gathered.of(batch, row);
    return several ? (i < most ? i : -1) : (i < 0 ? -1 : place[i]);
  }

  /// What the update says of itself, once it is made.
  PushStatistics statistics() {
    if (!look.begun()) {
      begin();
    }
    Rollout rollout = gathered.rows();
    if (several && training.rollout().rewardScale() != 1) {
      return PushStatistics.none();
    }
    boolean weighted = training.learner().agent() instanceof Weighted;
    return look.statistics(
        training.policy().parameters().values(),
        weighted ? UpdateStatistics.gathered(gathered.weights(), 1, rows) : NO_WEIGHTS,
        training.learner().agent() instanceof Weighted agent
            ? UpdateStatistics.choices(rollout, agent.weighing(), rows)
            : PushStatistics.Choices.none());
  }

  /// What failed in it, and was no refusal.
  Optional<RuntimeException> failure() {
    return look.failure();
  }

  @Override
  public void close() {
    look.leave();
  }
}
