package uphill.push;

import java.util.Arrays;
import java.util.SequencedMap;
import uphill.push.Ledger.Part;

/// One step, and what it did to the explained actions, part by part.
///
/// Its own rows may be others than these, fewer, or some of them several times.
final class StepPush {

  private final Explained explained;
  private final PolicyStep step;
  private final ScorePass scores;
  private final ScorePass rows;
  private final BackwardPass errors;
  private final Direction direction;

  StepPush(ScoreModel model, Explained explained, PolicyStep step) {
    this.explained = explained;
    this.step = step;
    scores = model.at(step.before(), explained.samples());
    rows = ofAll() ? scores : model.at(step.before(), step.samples());
    errors = rows.with(step.errors());
    direction = Direction.of(step, rows, errors);
  }

  private boolean ofAll() {
    return step.samples().equals(explained.samples()); // the very arrays
  }

  PolicyStep step() {
    return step;
  }

  /// The scores of the explained actions at θ.
  ScorePass scores() {
    return scores;
  }

  /// The scores of the step's rows at θ.
  ScorePass rows() {
    return rows;
  }

  /// What the loss wanted of the step's rows.
  BackwardPass errors() {
    return errors;
  }

  Direction direction() {
    return direction;
  }

  /// gᵢ·(θ′ − θ).
  double[] predicted() {
    return scores.along(step.moved());
  }

  /// gᵢ·α·Σⱼ Jⱼᵀeⱼ: without optimizer, entropy, value or clipping.
  double[] plain() {
    double[] plain = direction.policy().clone();
    double rate = step.optimizer().learningRate();
    Arrays.setAll(plain, k -> rate * plain[k]);
    return scores.along(plain);
  }

  /// Whether it takes little to tell of every action who pushed it.
  boolean decomposed() {
    return direction.taken().preconditioner().decomposed();
  }

  /// Adds the parts.
  ///
  /// @param before first moments that earlier updates left
  /// @param apart actions of which is told who pushed them where P is not decomposed: of all others
  ///   own, own trajectory and shared are then NaN
  void addTo(SequencedMap<Part, double[]> parts, double[] before, int... apart) {
    Preconditioner p = direction.taken().preconditioner();
    add(Part.ENTROPY, parts, step.entropy(), p);
    add(Part.VALUE, parts, step.value(), p);
    if (direction.clipping() < 1) {
      double[] lost = direction.ascent().clone();
      Arrays.setAll(lost, k -> (direction.clipping() - 1) * lost[k]);
      add(Part.CLIPPING, parts, lost, p);
    }
    momentum(parts, before);
    add(Part.SOLVER, parts, scores.along(direction.taken().solver()));
    add(Part.ROUNDING, parts, scores.along(direction.rounding(step.moved())));
    if (p.decomposed()) {
      bySamples(parts, p);
    } else {
      bySamples(parts, p, apart);
    }
  }

  private void add(
      Part part, SequencedMap<Part, double[]> parts, double[] ascent, Preconditioner p) {
    if (ascent.length > 0) {
      add(part, parts, scores.along(p.times(ascent)));
    }
  }

  private static void add(Part part, SequencedMap<Part, double[]> parts, double[] push) {
    double[] sum = parts.get(part);
    if (sum == null) {
      throw new IllegalStateException("no part " + part);
    }
    Vectors.add(1, push, sum);
  }

  /// m is linear in the moments: what is not of those from before is of this update's gradients.
  private void momentum(SequencedMap<Part, double[]> parts, double[] before) {
    double[] all = step.optimizer().moments();
    if (all.length == 0) {
      return;
    }
    double[] momentum = direction.taken().momentum();
    if (Arrays.equals(all, before)) {
      add(Part.MOMENTUM, parts, scores.along(momentum));
      return;
    }
    double[] earlier = step.optimizer().momentum(before, direction.taken());
    double[] within = momentum.clone();
    Vectors.add(-1, earlier, within);
    add(Part.MOMENTUM, parts, scores.along(earlier));
    add(Part.MOMENTUM_WITHIN, parts, scores.along(within));
  }

  /// Own, own trajectory and shared, one trajectory after the other.
  private void bySamples(SequencedMap<Part, double[]> parts, Preconditioner p) {
    double[] policy = direction.policy();
    double[] own = own(p);
    double[] together = new double[own.length];
    double[] shared = new double[own.length];
    double[] inside = new double[policy.length];
    double[] outside = new double[policy.length];
    int[][] pushed = Trajectories.rows(explained.trajectory());
    int[][] pushing = pushing(pushed.length);
    for (int t = 0; t < pushed.length; t++) {
      Arrays.fill(inside, 0);
      errors.add(pushing[t], inside);
      for (int k = 0; k < outside.length; k++) {
        outside[k] = policy[k] - inside[k];
      }
      if (pushing[t].length > 0) {
        scores.score().along(pushed[t], p.times(inside), together);
      }
      scores.score().along(pushed[t], p.times(outside), shared);
      for (int i : pushed[t]) {
        together[i] -= own[i];
      }
    }
    add(Part.OWN, parts, own);
    add(Part.OWN_TRAJECTORY, parts, together);
    add(Part.SHARED, parts, shared);
  }

  /// Of these actions alone, by a system for each; shared is what is not of the others.
  private void bySamples(SequencedMap<Part, double[]> parts, Preconditioner p, int... apart) {
    double[] all = scores.along(p.times(direction.policy()));
    double[] own = unknown();
    double[] together = unknown();
    double[] shared = unknown();
    for (int i : apart) {
      double[] by = by(i);
      own[i] = 0;
      together[i] = 0;
      for (int j : known()) {
        int k = step.row()[j];
        if (k == i) {
          own[i] += by[j];
        } else if (explained.trajectory()[k] == explained.trajectory()[i]) {
          together[i] += by[j];
        }
      }
      shared[i] = all[i] - own[i] - together[i];
    }
    add(Part.OWN, parts, own);
    add(Part.OWN_TRAJECTORY, parts, together);
    add(Part.SHARED, parts, shared);
  }

  private double[] unknown() {
    double[] unknown = new double[explained.rows()];
    Arrays.fill(unknown, Double.NaN);
    return unknown;
  }

  /// gᵢᵀ·P·Jⱼᵀeⱼ of an explained action by every row of the step.
  double[] by(int i) {
    double[] gradient = new double[direction.policy().length];
    scores.score().add(new int[] {i}, gradient);
    return errors.along(direction.taken().preconditioner().times(gradient));
  }

  private double[] own(Preconditioner p) {
    int[] theirs = known();
    int[] mine = new int[theirs.length];
    Arrays.setAll(mine, n -> step.row()[theirs[n]]);
    double[] products =
        switch (p) {
          case Preconditioner.Diagonal(var scale) ->
              scores.score().products(mine, errors, theirs, scale);
          case Natural natural -> natural.products(scores.score(), mine, errors, theirs);
        };
    double[] own = new double[explained.rows()];
    for (int n = 0; n < mine.length; n++) {
      own[mine[n]] += products[n];
    }
    return own;
  }

  /// Rows of the step that are explained actions.
  private int[] known() {
    int[] known = new int[step.row().length];
    int count = 0;
    for (int j = 0; j < known.length; j++) {
      if (step.row()[j] >= 0) {
        known[count++] = j;
      }
    }
    return Arrays.copyOf(known, count);
  }

  /// Rows of the step by the trajectories of the actions that they are.
  int[][] pushing(int trajectories) {
    int[] known = known();
    int[] of = new int[known.length];
    int[] count = new int[trajectories];
    for (int n = 0; n < known.length; n++) {
      of[n] = explained.trajectory()[step.row()[known[n]]];
      count[of[n]]++;
    }
    int[][] rows = new int[trajectories][];
    Arrays.setAll(rows, t -> new int[count[t]]);
    for (int n = known.length - 1; n >= 0; n--) {
      rows[of[n]][--count[of[n]]] = known[n];
    }
    return rows;
  }
}
