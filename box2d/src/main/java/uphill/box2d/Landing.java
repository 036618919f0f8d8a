package uphill.box2d;

import java.util.List;
import uphill.box2d.engine.Hinge;
import uphill.box2d.engine.Material;
import uphill.box2d.engine.Part;
import uphill.box2d.engine.Scene;
import uphill.env.Ending;
import uphill.env.Step;
import uphill.kernel.Angle;
import uphill.kernel.Rng;

/// An episode of [LunarLander]. Draws and arithmetic are in the order of Gymnasium's, in float64
/// from the float32 of Box2D.
final class Landing implements Episode {

  static final double FPS = 50;
  static final double SCALE = Drawing.SCALE; // pixels in a metre, of Gymnasium's picture
  private static final double WIDTH = 600 / SCALE; // m
  private static final double HEIGHT = 400 / SCALE; // m
  static final double HALF_WIDTH = WIDTH / 2;
  static final double HALF_HEIGHT = HEIGHT / 2;

  private static final double MAIN_POWER = 13;
  private static final double MAIN_BELOW = 4 / SCALE;
  private static final double SIDE_POWER = 0.6;
  private static final double SIDE_AWAY = 12;
  private static final double SIDE_UP = 14;
  private static final double SIDE_IN = 17;
  private static final double MAIN_DENSITY = 3.5; // of what it blows out, in kg/m²
  private static final double SIDE_DENSITY = 0.7;
  private static final double PUSH = 1000; // N

  private static final double[] BODY = {-14, 17, -17, 0, -17, -10, 17, -10, 17, 0, 14, 17};

  static {
    for (int i = 0; i < BODY.length; i++) {
      BODY[i] /= SCALE; // they are pixels
    }
  }

  private static final double LEG_AWAY = 20;
  private static final double LEG_DOWN = 18 / SCALE;
  private static final double LEG_HALF_WIDTH = 2 / SCALE;
  private static final double LEG_HALF_HEIGHT = 8 / SCALE;
  private static final double LEG_TORQUE = 40; // N·m
  private static final double LEG_SPEED = 0.3; // rad/s
  private static final double LEG_LEAST = 0.9 - 0.5; // rad
  private static final double LEG_MOST = 0.9;
  private static final double LEG_ANGLE = 0.05;

  private static final int CORNERS = 11; // of the ground
  private static final int FIRST_OF_PAD = 3;
  private static final int LAST_OF_PAD = 7;
  static final double PAD = HEIGHT / 4; // its height
  private static final double ROUGH = 0.1; // friction of what is not the bottom

  private static final Material HULL = new Material(5, ROUGH);
  private static final Material LEG = new Material(1, Material.FRICTION);

  private static final long WIND_PERIOD = 9999;

  private final Scene scene;
  private final LunarLander.Config config;
  private final Rng rng;
  private final double[] ground; // heights of its corners
  private final Exhaust exhaust;
  private final Part lander;
  private final Part rightLeg;
  private final Part leftLeg;
  private final double[] state = new double[8];
  private double shaping;
  private long windIndex;
  private long torqueIndex;

  /// Builds it in an empty scene, and takes the first step.
  Landing(Scene scene, LunarLander.Config config, Rng rng) {
    this.scene = scene;
    this.config = config;
    this.rng = rng;
    ground = buildGround(scene, rng);
    exhaust = new Exhaust(config.gravity());
    lander = scene.moving(HALF_WIDTH, HEIGHT, 0);
    lander.polygon(BODY, HULL);
    lander.push(rng.uniform(-PUSH, PUSH), rng.uniform(-PUSH, PUSH));
    if (config.enableWind()) {
      windIndex = rng.integers(-WIND_PERIOD, WIND_PERIOD);
      torqueIndex = rng.integers(-WIND_PERIOD, WIND_PERIOD);
    }
    rightLeg = leg(-1); // Gymnasium counts it so
    leftLeg = leg(1);
    move(0, 0, 0);
    remember();
  }

  /// The mean of each three heights, a little less; the first one's neighbour is a twelfth that is
  /// drawn and seen nowhere else.
  private static double[] buildGround(Scene scene, Rng rng) {
    double[] height = new double[CORNERS + 1];
    for (int i = 0; i < height.length; i++) {
      height[i] = rng.uniform(0, HALF_HEIGHT);
    }
    for (int i = FIRST_OF_PAD; i <= LAST_OF_PAD; i++) {
      height[i] = PAD;
    }
    double[] smooth = new double[CORNERS];
    for (int i = 0; i < CORNERS; i++) {
      double before = height[i == 0 ? CORNERS : i - 1];
      smooth[i] = 0.33 * (before + height[i] + height[i + 1]);
    }
    Part ground = scene.ground();
    ground.edge(0, 0, WIDTH, 0, Material.FRICTION);
    double chunk = WIDTH / (CORNERS - 1);
    for (int i = 0; i + 1 < CORNERS; i++) {
      ground.edge(chunk * i, smooth[i], chunk * (i + 1), smooth[i + 1], ROUGH);
    }
    return smooth;
  }

  private Part leg(int side) {
    Part leg = scene.moving(HALF_WIDTH - side * LEG_AWAY / SCALE, HEIGHT, side * LEG_ANGLE);
    leg.box(LEG_HALF_WIDTH, LEG_HALF_HEIGHT, LEG);
    scene.hinge(
        lander,
        leg,
        new Hinge.Plan(
            0,
            0,
            side * LEG_AWAY / SCALE,
            LEG_DOWN,
            LEG_TORQUE,
            LEG_SPEED * side,
            side < 0 ? LEG_LEAST : -LEG_MOST,
            side < 0 ? LEG_MOST : -LEG_MOST + 0.5));
    return leg;
  }

  @Override
  public List<Part> moving() {
    return List.of(lander, rightLeg, leftLeg);
  }

  /// How much the main engine gives.
  static double mainThrottle(float action) {
    double clipped = Math.clamp((double) action, -1, 1);
    return clipped > 0 ? (clipped + 1) * 0.5 : 0;
  }

  /// How much a side engine gives.
  static double sideThrottle(float action) {
    double clipped = Math.abs(Math.clamp((double) action, -1, 1));
    return clipped > 0.5 ? clipped : 0;
  }

  @Override
  public void act(float[] action, Step step) {
    double main;
    double side;
    int direction; // of the side engine: −1 is the left one
    if (config.continuous()) {
      main = mainThrottle(action[0]);
      side = sideThrottle(action[1]);
      direction = (int) Math.signum(action[1]);
    } else {
      main = action[0] == 2 ? 1 : 0;
      side = action[0] == 1 || action[0] == 3 ? 1 : 0;
      direction = (int) action[0] - 2;
    }
    move(main, side, direction);

    double before = shaping;
    remember();
    double reward = shaping - before;
    reward -= main * 0.30;
    reward -= side * 0.03;
    boolean lost = lander.touched() || Math.abs(state[0]) >= 1;
    boolean rests = !lander.awake();
    step.set(rests ? 100 : lost ? -100 : reward, rests || lost ? Ending.TERMINATED : Ending.NONE);
  }

  private void move(double main, double side, int direction) {
    if (config.enableWind() && !rightLeg.touches() && !leftLeg.touches()) {
      lander.push(gust(windIndex++) * config.windPower(), 0);
      lander.turn(gust(torqueIndex++) * config.turbulencePower());
    }
    double sin = Angle.sin(lander.angle());
    double cos = Angle.cos(lander.angle());
    double x = lander.x();
    double y = lander.y();
    double along = rng.uniform(-1, 1) / SCALE; // dispersion
    double across = rng.uniform(-1, 1) / SCALE;
    if (main > 0) {
      double ox = sin * (MAIN_BELOW + 2 * along) + -cos * across;
      double oy = -cos * (MAIN_BELOW + 2 * along) - sin * across;
      lander.hit(-ox * MAIN_POWER * main, -oy * MAIN_POWER * main, x + ox, y + oy);
      exhaust.puff(
          MAIN_DENSITY, x + ox, y + oy, ox * MAIN_POWER * main, oy * MAIN_POWER * main, main);
    }
    if (side > 0) {
      double away = 3 * across + direction * SIDE_AWAY / SCALE;
      double ox = sin * along + -cos * away;
      double oy = -cos * along - sin * away;
      double atX = x + ox - sin * SIDE_IN / SCALE;
      double atY = y + oy + cos * SIDE_UP / SCALE;
      lander.hit(-ox * SIDE_POWER * side, -oy * SIDE_POWER * side, atX, atY);
      exhaust.puff(SIDE_DENSITY, atX, atY, ox * SIDE_POWER * side, oy * SIDE_POWER * side, side);
    }
    scene.step();
    exhaust.move();
  }

  private static double gust(long k) {
    return StrictMath.tanh(Angle.sin(0.02 * k) + Angle.sin(Math.PI * 0.01 * k));
  }

  /// Reads the state, and what it is worth.
  @Override
  public void remember() {
    state[0] = (lander.x() - HALF_WIDTH) / HALF_WIDTH;
    state[1] = (lander.y() - (PAD + LEG_DOWN)) / HALF_HEIGHT;
    state[2] = lander.velocityX() * HALF_WIDTH / FPS;
    state[3] = lander.velocityY() * HALF_HEIGHT / FPS;
    state[4] = lander.angle();
    state[5] = 20.0 * lander.turning() / FPS;
    state[6] = rightLeg.touches() ? 1 : 0;
    state[7] = leftLeg.touches() ? 1 : 0;
    shaping =
        -100 * Math.sqrt(state[0] * state[0] + state[1] * state[1])
            - 100 * Math.sqrt(state[2] * state[2] + state[3] * state[3])
            - 100 * Math.abs(state[4])
            + 10 * state[6]
            + 10 * state[7];
  }

  @Override
  public void observe(float[] observation) {
    for (int j = 0; j < state.length; j++) {
      observation[j] = (float) state[j];
    }
  }

  @Override
  public uphill.env.scene.Scene scene() {
    double[] leg = {LEG_HALF_WIDTH, LEG_HALF_HEIGHT};
    return LanderScene.of(ground, BODY, leg, moving(), exhaust);
  }
}
