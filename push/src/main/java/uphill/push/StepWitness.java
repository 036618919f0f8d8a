package uphill.push;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import uphill.autodiff.HeadErrors;
import uphill.autodiff.Onlooker;
import uphill.nn.Batch;
import uphill.nn.Descent;
import uphill.nn.Optimizer;

/// Sees every step of a descent while an algorithm, which knows nothing of it, takes them; changes
/// nothing.
///
/// At each it evaluates the loss once more in double precision, on the parameters as stored, and on
/// the branches that training took.
public final class StepWitness implements Descent.Watcher {

  private final ScoreModel model;
  private final Rows rows;
  private final List<Step> steps = new ArrayList<>();
  private final List<Step> takenBack = new ArrayList<>();
  private long most = Long.MAX_VALUE;
  private @Nullable Onlooker onlooker;
  private @Nullable Seen seen; // before a step that may be taken
  private @Nullable Seen taken; // before the last one, which may be taken back

  /// Which of an update's rows a row of a batch is.
  @FunctionalInterface
  public interface Rows {
    /// Counted from 0; −1 if it is none of them.
    int of(Batch batch, int row);
  }

  /// What is known before a step.
  private record Seen(
      double[] theta,
      OptimizerStep.Before optimizer,
      int[] row,
      float[] observation,
      float[] action,
      float[] mask,
      float[] weight,
      HeadErrors errors) {}

  /// Sees steps of batches whose rows are those of the update.
  ///
  /// @param model the policy whose steps these are
  public StepWitness(ScoreModel model) {
    this(model, (_, row) -> row);
  }

  /// @param model the policy whose steps these are
  /// @param rows asked before each step
  public StepWitness(ScoreModel model, Rows rows) {
    this.model = model;
    this.rows = rows;
  }

  /// Hangs this on a descent of the policy's parameters.
  ///
  /// @throws IllegalArgumentException if its loss does not name the policy's heads
  public StepWitness watch(Descent descent) {
    Errors.requireHeads(model, descent.heads());
    onlooker = descent.onlooker().measuring();
    descent.watchedBy(this);
    return this;
  }

  /// Refuses more steps than these: each is kept with all that it stands on.
  public StepWitness atMost(long steps) {
    most = steps;
    return this;
  }

  @Override
  public void before(Descent descent) {
    if (steps.size() >= most) {
      throw new IllegalArgumentException(
          "the update is not explained: it took more than %s steps of the policy. With so many rows and parameters that is the most: shorter updates (batch_steps, epochs), larger minibatches or smaller networks have fewer"
              .formatted(Long.toString(most)));
    }
    if (onlooker == null) {
      throw new IllegalStateException("watch(descent) was not called");
    }
    int[] row = new int[descent.rows()];
    int[] which = new int[row.length];
    for (int j = 0; j < row.length; j++) {
      row[j] = descent.row(j);
      which[j] = rows.of(descent.batch(), row[j]);
    }
    seen =
        new Seen(
            theta(descent),
            OptimizerStep.Before.of(descent.optimizer(), 0),
            which,
            gathered(descent.batch().column("observation"), model.inputs(), row),
            gathered(descent.batch().column("action"), model.actionSize(), row),
            descent.reads("mask")
                ? gathered(descent.batch().column("mask"), model.outputs(), row)
                : new float[0],
            descent.reads("weight")
                ? gathered(descent.batch().column("weight"), 1, row)
                : new float[0],
            descent.errors(onlooker));
  }

  /// θ: the array of the last step where it is the same.
  private double[] theta(Descent descent) {
    double[] theta = Samples.doubles(descent.parameters().values(), descent.parameters().size());
    boolean known = !steps.isEmpty() && Arrays.equals(steps.getLast().after(), theta);
    return known ? steps.getLast().after() : theta;
  }

  private static float[] gathered(float[] column, int size, int[] row) {
    float[] gathered = new float[row.length * size];
    for (int j = 0; j < row.length; j++) {
      System.arraycopy(column, row[j] * size, gathered, j * size, size);
    }
    return gathered;
  }

  @Override
  public void after(Descent descent, double learningRate) {
    if (seen == null) {
      throw new IllegalStateException("a step was taken whose gradient nobody saw");
    }
    SequencedMap<String, Errors> errors = new LinkedHashMap<>();
    SequencedMap<String, double[]> gradients = new LinkedHashMap<>();
    SequencedMap<String, Double> values = new LinkedHashMap<>();
    for (String term : descent.terms().keySet()) {
      errors.put(term, Errors.of(model, seen.errors(), term));
      gradients.put(term, seen.errors().gradient(term));
      values.put(term, seen.errors().value(term));
    }
    steps.add(
        new Step(
            seen.theta(),
            Samples.doubles(descent.parameters().values(), seen.theta().length),
            seen.row(),
            seen.observation(),
            seen.action(),
            seen.mask(),
            seen.weight(),
            errors,
            gradients,
            values,
            seen.errors().gradientSize(),
            seen.errors().inherited(),
            descent.gradients().values().clone(),
            descent.gradientNorm(),
            descent.maxGradientNorm(),
            before(seen, descent.optimizer()).withLearningRate(learningRate)));
    taken = seen;
    seen = null;
  }

  /// What an optimizer was before its step: a direction is solved for after the gradient.
  private static OptimizerStep.Before before(Seen seen, Optimizer optimizer) {
    return switch (seen.optimizer()) {
      case OptimizerStep.Elementwise elementwise -> elementwise;
      case OptimizerStep.Solved _ -> OptimizerStep.Before.of(optimizer, 0);
    };
  }

  /// The gradient may be gone down again, by another length.
  @Override
  public void undone(Descent descent) {
    takenBack.add(steps.removeLast());
    seen = taken;
  }

  /// The steps that were taken back, in order.
  public List<Step> takenBack() {
    return List.copyOf(takenBack);
  }

  /// The steps that were seen, in order, without those that were taken back.
  public List<Step> steps() {
    return List.copyOf(steps);
  }
}
