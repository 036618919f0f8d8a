package uphill.push;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import uphill.autodiff.HeadErrors;
import uphill.autodiff.Onlooker;
import uphill.nn.Batch;
import uphill.nn.Descent;
import uphill.push.LookSums.Seen;

/// Looks at some actions of an update while its policy takes its steps, and keeps sums of them: the
/// pushes and weights that a [Ledger] of these actions has, without its parts.
///
/// Of a step only those rows are evaluated that are one of these actions. It changes nothing, and
/// stops no training: an update that would not be explained has no statistics. Nor has one in which
/// something else failed, which is kept for [#failure()].
public final class Look implements Descent.Watcher {

  private final ScoreModel model;
  private final StepWitness.Rows rows;
  private final List<Descent> watched = new ArrayList<>();
  private final List<Onlooker> onlookers = new ArrayList<>();
  private final List<Seen> waiting = new ArrayList<>();
  private final double[] first;
  private double[] theta;
  private boolean over;
  private Optional<RuntimeException> failure = Optional.empty();
  private long steps;
  private Optional<Seen> seen = Optional.empty(); // a step that may be taken
  private Optional<Seen> last = Optional.empty(); // one that was taken, and may be taken back
  private Optional<LookSums> sums = Optional.empty();

  /// Looks at an update that begins here.
  ///
  /// @param model the policy whose steps these are
  /// @param theta θ before it
  /// @param rows which of the actions a row of a batch is, counted from 0; −1 if it is none of them
  public Look(ScoreModel model, double[] theta, StepWitness.Rows rows) {
    this.model = model;
    this.rows = rows;
    first = theta;
    this.theta = theta;
  }

  /// Hangs this on a descent of the policy's parameters.
  public void watch(Descent descent) {
    carefully(
        () -> {
          Errors.requireHeads(model, descent.heads());
          onlookers.add(descent.onlooker());
          watched.add(descent);
          descent.watchedBy(this);
        });
  }

  /// Looks no longer.
  public void leave() {
    watched.forEach(descent -> descent.leftBy(this));
  }

  /// Does what an explanation would refuse by an [IllegalArgumentException]; whatever else is
  /// thrown is a fault.
  private void carefully(Runnable look) {
    try {
      look.run();
    } catch (IllegalArgumentException _) {
      stop();
    } catch (RuntimeException e) { // a batch of one's own may throw anything when it is asked
      failure = Optional.of(e);
      stop();
    }
  }

  private void stop() {
    over = true;
    waiting.clear();
    seen = Optional.empty();
    last = Optional.empty();
  }

  /// What failed, where it was no refusal.
  public Optional<RuntimeException> failure() {
    return failure;
  }

  /// Gives the actions, when all of them are gathered. Steps that were taken before wait for it.
  ///
  /// @param actions without their weights
  /// @param whole whether their trajectories are: then the gradient's noise over these is told
  public void at(Explained actions, boolean whole) {
    LookSums begun = new LookSums(model, actions, whole);
    sums = Optional.of(begun);
    List<Seen> earlier = List.copyOf(waiting);
    waiting.clear();
    for (Seen step : earlier) {
      if (!over) {
        add(step, begun);
      }
    }
  }

  /// Whether the actions were given.
  public boolean begun() {
    return sums.isPresent();
  }

  @Override
  public void before(Descent descent) {
    if (!over) {
      carefully(
          () -> {
            requireHere(descent.parameters().values());
            seen = Optional.of(see(descent));
          });
    }
  }

  private void requireHere(float[] values) {
    if (!Arrays.equals(theta, Samples.doubles(values, theta.length))) {
      throw new IllegalArgumentException("the policy was moved by a step that nobody saw");
    }
  }

  private Seen see(Descent descent) {
    int[] row = new int[descent.rows()];
    int[] action = new int[row.length];
    int known = 0;
    for (int j = 0; j < row.length; j++) {
      int which = rows.of(descent.batch(), descent.row(j));
      if (which >= 0) {
        row[known] = j;
        action[known++] = which;
      }
    }
    if (known == 0) {
      return Seen.of(theta);
    }
    int[] some = Arrays.copyOf(row, known);
    HeadErrors errors = descent.errors(onlookers.get(watched.indexOf(descent)), some);
    Errors wish = Errors.none(model, known);
    double[] gradient = new double[theta.length];
    for (String term : descent.terms().keySet()) {
      if (Step.bySample(term)) {
        Errors wanted = Errors.of(model, errors, term);
        for (int k = 0; k < known; k++) {
          wish.add(-1, wanted, k, k, model.outputs());
        }
        Vectors.add(1, errors.gradient(term), gradient);
      }
    }
    return new Seen(
        theta,
        theta,
        row.length,
        Arrays.copyOf(action, known),
        samples(descent, some),
        wish,
        gradient,
        errors.gradientSize());
  }

  /// These rows of a batch.
  private Samples samples(Descent descent, int[] row) {
    Batch batch = descent.batch();
    int choices = descent.reads("mask") ? model.outputs() : 0;
    float[] mask = choices == 0 ? new float[0] : batch.column("mask");
    return Samples.of(
            row.length,
            gathered(batch.column("observation"), model.inputs(), descent, row),
            gathered(batch.column("action"), model.actionSize(), descent, row),
            model.inputs(),
            model.actionSize())
        .allowing(gathered(mask, choices, descent, row), choices);
  }

  private static float[] gathered(float[] column, int size, Descent descent, int[] row) {
    float[] gathered = new float[row.length * size];
    for (int k = 0; k < row.length; k++) {
      System.arraycopy(column, descent.row(row[k]) * size, gathered, k * size, size);
    }
    return gathered;
  }

  @Override
  public void after(Descent descent, double learningRate) {
    if (seen.isPresent()) {
      count();
      theta = Samples.doubles(descent.parameters().values(), theta.length);
      last = Optional.of(seen.get().to(theta));
      seen = Optional.empty();
    }
  }

  @Override
  public void undone(Descent descent) {
    if (last.isPresent()) {
      theta = last.get().before();
      seen = last; // the gradient may be gone down again, by another length
      last = Optional.empty();
    }
  }

  /// Counts the last step: it stays.
  private void count() {
    if (last.isPresent()) {
      Seen step = last.get();
      last = Optional.empty();
      steps++;
      sums.ifPresentOrElse(begun -> add(step, begun), () -> waiting.add(step));
    }
  }

  private void add(Seen step, LookSums begun) {
    carefully(() -> begun.add(step));
  }

  /// What the update says of itself; nothing where its policy took no step, or an explanation would
  /// refuse one.
  ///
  /// @param values θ after it
  /// @param psi w of the actions; empty if the algorithm has none, and they are derived
  public PushStatistics statistics(float[] values, double[] psi, PushStatistics.Choices choices) {
    PushStatistics[] told = {PushStatistics.none()};
    if (!over) {
      carefully(
          () -> {
            requireHere(values);
            count();
            if (!over && steps > 0 && sums.isPresent()) {
              told[0] = sums.get().statistics(first, theta, psi, choices);
            }
          });
    }
    return told[0];
  }
}
