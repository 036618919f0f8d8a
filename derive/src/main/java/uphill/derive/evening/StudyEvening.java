package uphill.derive.evening;

import java.util.ArrayList;
import java.util.List;
import uphill.env.mdp.FiniteMdp;
import uphill.env.mdp.SmallMdps;
import uphill.oracle.Criterion;
import uphill.oracle.Exact;
import uphill.oracle.TabularPolicy;
import uphill.oracle.Trajectories;
import uphill.oracle.Trajectory;

/// The world of the derivation: three hours before an exam. And the policy of a stubborn student,
/// who reads on when tired.
///
/// ```text
/// π(read|fresh) = 0.7     π(read|tired) = 0.8
/// ```
public final class StudyEvening {

  public static final int FRESH = 0;
  public static final int TIRED = 1;
  public static final int READ = 0;
  public static final int REST = 1;
  public static final int HOURS = 3;
  public static final double TIRING = 0.6; // probability that an hour of reading tires
  public static final double REFRESHING = 0.75; // probability that an hour of rest helps
  static final double FRESH_PAGES = 8;
  static final double TIRED_PAGES = 2;
  static final double REST_PAGES = 1;

  public static final FiniteMdp WORLD = world(TIRING, REFRESHING);
  private static final double[][] LOGITS = {{StrictMath.log(7.0 / 3), 0}, {StrictMath.log(4), 0}};
  public static final TabularPolicy POLICY = TabularPolicy.softmax(LOGITS);
  public static final Criterion PAGES = Criterion.steps(HOURS, 1);
  public static final Exact EXACT = Exact.of(WORLD, POLICY, PAGES);

  /// One choice only: the last hour, in which one may read, skim or rest.
  public static final FiniteMdp LAST_HOUR = SmallMdps.bandit(5, 3, 1);

  public static final List<String> CHOICES = List.of("read", "skim", "rest");
  public static final TabularPolicy HABIT = TabularPolicy.of(new double[][] {{0.7, 0.2, 0.1}});
  public static final Criterion ONE_HOUR = Criterion.steps(1, 1);

  private StudyEvening() {}

  public static FiniteMdp world(double tiring, double refreshing) {
    return FiniteMdp.builder("study evening", 2, 2)
        .stateNames(List.of("fresh", "tired"))
        .actionNames(List.of("read", "rest"))
        .start(FRESH, 1)
        .maxSteps(HOURS)
        .add(FRESH, READ, 1 - tiring, FRESH, FRESH_PAGES, false)
        .add(FRESH, READ, tiring, TIRED, FRESH_PAGES, false)
        .add(FRESH, REST, 1, FRESH, REST_PAGES, false)
        .add(TIRED, READ, 1, TIRED, TIRED_PAGES, false)
        .add(TIRED, REST, refreshing, FRESH, REST_PAGES, false)
        .add(TIRED, REST, 1 - refreshing, TIRED, REST_PAGES, false)
        .build();
  }

  /// The policy's parameter of this action in this state.
  public static double logit(int state, int action) {
    return LOGITS[state][action];
  }

  /// "fresh, read".
  public static String pair(int state, int action) {
    return WORLD.stateName(state) + ", " + WORLD.actionName(action);
  }

  /// ∇log π(a|s) with respect to the logits.
  public static double[] score(TabularPolicy policy, int state, int action) {
    double[] score = new double[policy.states() * policy.actions()];
    policy.addScore(state, action, 1, score);
    return score;
  }

  /// P(τ) of every evening, in the order of [Trajectories].
  public static double[] probabilities(FiniteMdp world, TabularPolicy policy) {
    List<Double> all = new ArrayList<>();
    Trajectories.forEach(world, policy, HOURS, tau -> all.add(tau.probability()));
    return all.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /// ∇log P(τ) of every evening: the sum of its scores.
  public static List<double[]> scoreSums() {
    List<double[]> all = new ArrayList<>();
    Trajectories.forEach(
        WORLD,
        POLICY,
        HOURS,
        tau -> {
          double[] sum = zeros();
          for (int t = 0; t < tau.length(); t++) {
            POLICY.addScore(tau.state(t), tau.action(t), 1, sum);
          }
          all.add(sum);
        });
    return all;
  }

  /// "fresh read, tired rest, …", and the state in which it ends.
  public static String story(Trajectory tau) {
    List<String> words = new ArrayList<>();
    for (int t = 0; t < tau.length(); t++) {
      words.add(WORLD.stateName(tau.state(t)) + " " + WORLD.actionName(tau.action(t)));
    }
    return String.join(", ", words) + ", then " + WORLD.stateName(tau.state(tau.length()));
  }

  public static double[] zeros() {
    return new double[WORLD.states() * WORLD.actions()];
  }
}
