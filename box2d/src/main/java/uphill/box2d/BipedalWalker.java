package uphill.box2d;

import java.util.Arrays;
import java.util.StringJoiner;
import uphill.env.Space;

/// Walk to the right on two legs, over rough ground; Gymnasium's `BipedalWalker-v3`, and with
/// stumps, stairs and pits `BipedalWalkerHardcore-v3`.
///
/// ```text
/// observation  hull: θ,  ω/25,  0.12·vₓ,  0.08·v_y
///              each leg: hip angle, hip speed/4, knee angle + 1, knee speed/6, foot down
///              10 rays from straight down to 1.35 rad ahead, 5.33 m long: how much of each is free
/// action       a ∈ [−1, 1]⁴, clipped, of hip and knee of each leg: the motor strives for 4 rad/s (hip)
///              or 6 rad/s (knee) towards sign(a), with 80·|a| N·m at most
/// shaping      φ = 130·x/30 − 5·|θ|
/// reward       φ′ − φ − 0.028·Σ|a|;  −100 for a fall
/// reset        ground drawn ([Terrain]); a push uniform in ±5 N along x; then a step without action
/// terminated   the hull touches ground, x < 0, or x > 190·14/30 m, which is the end
/// ```
///
/// Not as in Gymnasium: each reset builds a new world, where Gymnasium goes on with one that
/// remembers the episodes before, on which an episode may depend there; the space of observations
/// has no bounds but those of feet and rays, because what is hit leaves Gymnasium's. Feet are
/// stopped on their way from the reset's own step on, and libGDX's Box2D rounds that place
/// otherwise than pybox2d's: ground, hull and draws of a reset are equal to the bit, knees and
/// steps up to rounding, which falls and slips make larger, and episodes in distribution.
public final class BipedalWalker implements OnBox2d {

  private static final String NAME = "BipedalWalker";
  private static final int PARTS = 5;
  private static final int HULL_NUMBERS = 4;
  private static final int RAYS_FROM = HULL_NUMBERS + 2 * Walk.LEG_NUMBERS;
  private static final Space OBSERVATIONS = observations();

  private static Space observations() {
    float[] low = new float[RAYS_FROM + Walk.RAYS];
    float[] high = new float[low.length];
    Arrays.fill(high, 1);
    Arrays.fill(low, 0, RAYS_FROM, Float.NEGATIVE_INFINITY);
    Arrays.fill(high, 0, RAYS_FROM, Float.POSITIVE_INFINITY);
    for (int leg = 0; leg < 2; leg++) {
      int foot = HULL_NUMBERS + Walk.LEG_NUMBERS * leg + 4;
      low[foot] = 0;
      high[foot] = 1;
    }
    return new Space.Box(low, high);
  }

  private final Simulated simulated;

  /// On rough ground.
  public BipedalWalker() {
    this(false);
  }

  /// On rough ground, or among stumps, stairs and pits.
  public BipedalWalker(boolean hardcore) {
    simulated =
        new Simulated(
            NAME,
            /* gravity= */ -10,
            PARTS,
            OBSERVATIONS,
            Space.Box.of(-1, 1, 4),
            (empty, random) -> new Walk(empty, hardcore, random));
  }

  @Override
  @SuppressWarnings("exports") // of no use to anyone outside
  public Simulated simulated() {
    return simulated;
  }

  @Override
  public String describeObservation(float[] observation, int at) {
    double speed = Walk.FPS / 6 * observation[at + 2]; // m/s
    double angle = observation[at];
    boolean first = observation[at + HULL_NUMBERS + 4] > 0;
    boolean second = observation[at + HULL_NUMBERS + Walk.LEG_NUMBERS + 4] > 0;
    StringJoiner words = new StringJoiner(", ");
    words.add(
        Math.abs(speed) < 0.05
            ? "standing still"
            : "walking %s at %s m/s".formatted(speed < 0 ? "back" : "forward", Tenths.of(speed)));
    words.add(Math.abs(angle) < 0.05 ? "upright" : angle < 0 ? "leaning forward" : "leaning back");
    words.add(
        first && second
            ? "both feet down"
            : first ? "foot 1 down" : second ? "foot 2 down" : "no foot down");
    words.add("ground %s m below".formatted(Tenths.of(Walk.RANGE * observation[at + RAYS_FROM])));
    return words.toString();
  }

  @Override
  public String describeAction(float[] action, int at) {
    StringJoiner words = new StringJoiner(", ");
    words.setEmptyValue("no motor");
    for (int j = 0; j < 4; j++) {
      double share = Math.clamp((double) action[at + j], -1, 1);
      if (share != 0) {
        String way =
            j % 2 == 0 ? (share > 0 ? "forward" : "back") : (share > 0 ? "straight" : "bent");
        words.add(
            "%s %s %s at %s %%"
                .formatted(
                    j % 2 == 0 ? "hip" : "knee",
                    Integer.toString(1 + j / 2),
                    way,
                    Tenths.percent(share)));
      }
    }
    return words.toString();
  }
}
