package uphill.env.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import uphill.env.Space;

/// Numbers that are so far from 0 that a policy is not likely to learn anything: networks begin
/// with weights for inputs of about 1, and a Gaussian policy begins with actions of about 0 ± 1.
/// Gymnasium and Stable-Baselines3 warn of the like.
///
/// CartPole with 100 added to its observations stays where it began, at a return of 9 (with 10, at
/// 80 of 500); Pendulum with its torque spread over ±10 reaches −890, over ±100 −1170, of −200.
/// CartPole with its rewards times 10⁸ comes to 300 and 440 (two seeds, 150k steps), of 500, and
/// its critic explains nothing of the returns.
public final class Scales {

  /// What an observation is large beyond; Acrobot's largest is 28.
  private static final float LARGE = 100;

  private static final int MANY_INPUTS = 10_000;
  private static final double REACH = 3; // deviations: a Gaussian draws 0.3 % beyond
  private static final double WIDE = 5; // half of the width, in deviations
  private static final double NARROW = 0.05;

  private static final double LARGE_REWARD = 1e4;
  private static final double SQUARE = Math.sqrt(Float.MAX_VALUE);

  private Scales() {}

  /// What to change about rewards; empty where nothing is.
  ///
  /// @param largest absolute value of those that were seen
  public static Optional<String> ofRewards(double largest) {
    if (!(largest > LARGE_REWARD)) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "Rewards are as large as %.1e: %s. The policy is then left without a baseline, and"
                + " learns slowly and less surely. Divide all rewards by the same number in the"
                + " environment, so that they are about -1 to 1.",
            largest,
            largest < SQUARE
                ? "a critic begins at 0 and does not come to such values in the steps it is given"
                : String.format(
                    Locale.ROOT,
                    "a critic cannot be fitted to them, because their squares are beyond the"
                        + " largest float32, %.1e",
                    Float.MAX_VALUE)));
  }

  /// What to change about a world before anything is trained in it, in sentences; empty where
  /// nothing is.
  ///
  /// @param seen observations, of any number
  public static List<String> warnings(Space observations, Space actions, float[] seen) {
    List<String> warnings = new ArrayList<>(ofObservations(observations, seen));
    ofActions(actions).ifPresent(warnings::add);
    return warnings;
  }

  /// What to change about observations; empty where nothing is.
  public static List<String> ofObservations(Space observations, float[] seen) {
    List<String> warnings = new ArrayList<>();
    switch (observations) {
      case Space.Box box -> large(box, seen, warnings);
      case Space.Discrete discrete -> oneHot(discrete, discrete.n(), warnings);
      case Space.MultiDiscrete several -> {
        long inputs = 0;
        for (int n : several.n()) {
          inputs += n;
        }
        oneHot(several, inputs, warnings);
      }
      case Space.MultiBinary _ -> {}
    }
    return warnings;
  }

  /// What to change about actions; empty where nothing is.
  public static Optional<String> ofActions(Space actions) {
    return actions instanceof Space.Box box ? reach(box) : Optional.empty();
  }

  /// By its bounds, where it has any; and as it was seen.
  private static void large(Space.Box box, float[] seen, List<String> warnings) {
    float most = 0;
    for (float[] values : new float[][] {box.low(), box.high(), seen}) {
      for (float value : values) {
        most = Float.isFinite(value) ? Math.max(most, Math.abs(value)) : most;
      }
    }
    if (most > LARGE) {
      warnings.add(
          ("Observations may be as large as %s: inputs so far from 0 saturate a network, which then"
                  + " learns little or nothing. Shift and divide them in the environment, to about"
                  + " -1 to 1.")
              .formatted(most));
    }
  }

  private static void oneHot(Space space, long inputs, List<String> warnings) {
    if (inputs > MANY_INPUTS) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "Observations are %s, which networks read one-hot: %,d inputs, nearly all 0, in every"
                  + " row of a batch. Observe a Box of a few numbers instead.",
              space,
              inputs));
    }
  }

  private static Optional<String> reach(Space.Box box) {
    for (int j = 0; j < box.size(); j++) {
      double low = box.low()[j];
      double high = box.high()[j];
      boolean far = low > REACH || high < -REACH;
      boolean bounded = box.boundedBelow(j) && box.boundedAbove(j);
      double half = (high - low) / 2;
      if (far || (bounded && (half > WIDE || half < NARROW))) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "Component %d of an action is from %s to %s, but a Gaussian policy begins with 0 ±"
                    + " 1 there and is clipped to these bounds. Let the environment take actions"
                    + " from -1 to 1, and scale them itself.",
                j,
                box.low()[j],
                box.high()[j]));
      }
    }
    return Optional.empty();
  }
}
