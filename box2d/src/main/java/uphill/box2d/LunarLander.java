package uphill.box2d;

import java.util.StringJoiner;
import uphill.env.Space;
import uphill.env.Words;

/// Land on a pad of the moon, gently and on both legs; Gymnasium's `LunarLander-v3`.
///
/// ```text
/// observation  (x−10)/10,  (y−y_pad)/6.67,  vₓ/5,  v_y/7.5,  θ,  0.4·ω,  right leg down,  left leg down
/// action       nothing, left engine, main engine, right engine; or in [−1, 1]²:
///              main engine m = ½(1+a₀) if a₀ > 0;  side engine s = |a₁| if |a₁| > ½, the left one if a₁ < 0
/// shaping      φ = −100·√(x² + y²) − 100·√(vₓ² + v_y²) − 100·|θ| + 10·legs down        as observed
/// reward       φ′ − φ − 0.3·m − 0.03·s;  −100 for an end in a crash or out of sight, +100 at rest
/// wind         P·tanh( sin 0.02k + sin 0.01πk ),  k counted from a number drawn; a force and a torque,
///              while no leg is down
/// reset        heights of the ground uniform in [0, 6.67] m, flat at the pad; a push uniform in ±1000 N
///              along x and along y; then a step in which nothing is done
/// terminated   the body touches ground, |x| ≥ 1 as observed, or all has come to rest
/// ```
///
/// Two numbers, drawn in every step, disperse what the engines do. Side engines push at a place
/// that depends on the angle, as in Gymnasium.
///
/// Not as in Gymnasium: the space of observations has no bounds but those of the legs, because what
/// climbs or spins leaves Gymnasium's; a power of the wind is refused where it is negative or above
/// 1000. Where a body would sink into ground within a step, Box2D stops it on its way, and libGDX's
/// rounds that place otherwise than pybox2d's: all is equal to the bit up to the first touch, and
/// about half of all landings to their end; the others agree up to rounding, which few make larger.
public final class LunarLander implements OnBox2d {

  /// What a lander is made with, by Gymnasium's names.
  ///
  /// @param continuous whether engines have a throttle
  /// @param gravity in m/s²
  /// @param enableWind whether there is any
  /// @param windPower its force, at most, in N
  /// @param turbulencePower its torque, at most, in N·m
  public record Config(
      boolean continuous,
      double gravity,
      boolean enableWind,
      double windPower,
      double turbulencePower) {

    /// Gymnasium's own: four actions, 10 m/s² downwards, no wind.
    public static final Config STANDARD =
        new Config(
            /* continuous= */ false,
            /* gravity= */ -10,
            /* enableWind= */ false,
            /* windPower= */ 15,
            /* turbulencePower= */ 1.5);

    private static final double STRONGEST = 1000;

    /// What a gravity may be, in words.
    static final String GRAVITIES = "above -12 and below 0";

    /// What a power may be, in words.
    static final String POWERS = "from 0 to 1000";

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if one is left
    public Config {
      check("gravity", gravity, hasGravity(gravity), GRAVITIES);
      check("wind_power", windPower, hasPower(windPower), POWERS);
      check("turbulence_power", turbulencePower, hasPower(turbulencePower), POWERS);
    }

    static boolean hasGravity(double gravity) {
      return gravity > -12 && gravity < 0;
    }

    static boolean hasPower(double power) {
      return power >= 0 && power <= STRONGEST;
    }

    private static void check(String argument, double value, boolean good, String expected) {
      if (!good) {
        throw new IllegalArgumentException(
            "%s: argument \"%s\" must be %s, got %s"
                .formatted(NAME, argument, expected, Double.toString(value)));
      }
    }

    /// The same, with or without a throttle.
    public Config withContinuous(boolean other) {
      return new Config(other, gravity, enableWind, windPower, turbulencePower);
    }
  }

  private static final String NAME = "LunarLander";
  private static final int PARTS = 3;
  private static final float ANY = Float.POSITIVE_INFINITY;
  private static final Space OBSERVATIONS =
      new Space.Box(
          new float[] {-ANY, -ANY, -ANY, -ANY, -ANY, -ANY, 0, 0},
          new float[] {ANY, ANY, ANY, ANY, ANY, ANY, 1, 1});

  private final Config config;
  private final Simulated simulated;

  /// With four actions, and without wind.
  public LunarLander() {
    this(Config.STANDARD);
  }

  /// As configured.
  public LunarLander(Config config) {
    this.config = config;
    simulated =
        new Simulated(
            NAME,
            config.gravity(),
            PARTS,
            OBSERVATIONS,
            config.continuous() ? Space.Box.of(-1, 1, 2) : new Space.Discrete(4),
            (empty, random) -> new Landing(empty, config, random));
  }

  @Override
  @SuppressWarnings("exports") // of no use to anyone outside
  public Simulated simulated() {
    return simulated;
  }

  @Override
  public String describeObservation(float[] observation, int at) {
    double x = Landing.HALF_WIDTH * observation[at]; // m
    double y = Landing.HALF_HEIGHT * observation[at + 1];
    double along = Landing.FPS / Landing.HALF_WIDTH * observation[at + 2]; // m/s
    double up = Landing.FPS / Landing.HALF_HEIGHT * observation[at + 3];
    StringJoiner words = new StringJoiner(", ");
    words.add("%s m %s the pad".formatted(Tenths.of(y), y < 0 ? "below" : "above"));
    if (Math.abs(x) >= 0.1) {
      words.add("%s m %s of it".formatted(Tenths.of(x), x < 0 ? "left" : "right"));
    }
    words.add(Math.abs(up) < 0.1 ? "hovering" : up < 0 ? "falling" : "rising");
    if (Math.abs(along) >= 0.1) {
      words.add(Words.moving(along, 0));
    }
    words.add(lean(observation[at + 4]));
    boolean right = observation[at + 6] > 0;
    boolean left = observation[at + 7] > 0;
    if (right || left) {
      words.add(right && left ? "both legs down" : right ? "right leg down" : "left leg down");
    }
    return words.toString();
  }

  private static String lean(double angle) {
    return Math.abs(angle) < 0.05
        ? "upright"
        : Math.abs(angle) > Math.PI / 2 && Math.abs(angle) < 3 * Math.PI / 2
            ? "upside down"
            : angle > 0 ? "leaning left" : "leaning right";
  }

  @Override
  public String describeAction(float[] action, int at) {
    if (!config.continuous()) {
      return switch (((Space.Discrete) actionSpace()).index(action[at])) {
        case 0 -> "no engine";
        case 1 -> "left engine";
        case 2 -> "main engine";
        default -> "right engine";
      };
    }
    StringJoiner words = new StringJoiner(", ");
    words.setEmptyValue("no engine");
    double main = Landing.mainThrottle(action[at]);
    double side = Landing.sideThrottle(action[at + 1]);
    if (main > 0) {
      words.add("main engine at %s %%".formatted(Tenths.percent(main)));
    }
    if (side > 0) {
      words.add(
          "%s engine at %s %%"
              .formatted(action[at + 1] < 0 ? "left" : "right", Tenths.percent(side)));
    }
    return words.toString();
  }
}
