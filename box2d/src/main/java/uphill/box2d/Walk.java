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

/// An episode of [BipedalWalker]. Draws and arithmetic are in the order of Gymnasium's, in float64
/// from the float32 of Box2D; what motors cost in float32, as under numpy 2.
final class Walk implements Episode {

  static final int RAYS = 10;
  static final int LEG_NUMBERS = 5; // hip and its speed, knee and its speed, contact
  static final double FPS = 50;
  static final double RANGE = 160 / Terrain.SCALE; // m
  private static final double SCALE = Terrain.SCALE;

  private static final double TORQUE = 80; // N·m
  private static final float COST = (float) (0.00035 * TORQUE);
  private static final double HIP_SPEED = 4; // rad/s
  private static final double KNEE_SPEED = 6; // rad/s
  private static final double PUSH = 5; // N

  private static final double[] HULL = {-30, 9, 6, 9, 34, 1, 34, -8, -30, -8};
  private static final double LEG_DOWN = -8 / SCALE;
  private static final double LEG_WIDTH = 8 / SCALE;
  private static final double LOWER_WIDTH = 0.8 * LEG_WIDTH;
  private static final double LEG_HEIGHT = 34 / SCALE;
  private static final double LEG_ANGLE = 0.05;

  private static final double ROUGH = 2.5; // friction of ground
  private static final Material BODY = new Material(5, 0.1);
  private static final Material LEG = new Material(1, Material.FRICTION);

  private static final double END = (Terrain.LENGTH - Terrain.STRETCH) * Terrain.STEP;
  private static final double[] RAY_X = new double[RAYS];
  private static final double[] RAY_Y = new double[RAYS];

  static {
    for (int i = 0; i < HULL.length; i++) {
      HULL[i] /= SCALE; // they are pixels
    }
    for (int i = 0; i < RAYS; i++) {
      RAY_X[i] = Angle.sin(1.5 * i / 10.0) * RANGE;
      RAY_Y[i] = Angle.cos(1.5 * i / 10.0) * RANGE;
    }
  }

  private final Scene scene;
  private final Terrain terrain;
  private final Clouds clouds;
  private final Part hull;
  private final Part[] legs = new Part[4]; // upper and lower of one leg, then of the other
  private final Hinge[] joints = new Hinge[4]; // hip and knee, hip and knee
  private final double[] state = new double[4 + 2 * LEG_NUMBERS];
  private final float[] free = new float[RAYS];
  private double shaping;
  private long steps;

  /// Builds it in an empty scene, and takes the first step.
  Walk(Scene scene, boolean hardcore, Rng rng) {
    this.scene = scene;
    terrain = new Terrain(hardcore, rng);
    buildGround(scene, terrain);
    clouds = new Clouds(rng);
    double x = Terrain.STEP * Terrain.START / 2;
    double y = Terrain.HEIGHT + 2 * LEG_HEIGHT;
    hull = scene.moving(x, y, 0);
    hull.polygon(HULL, BODY);
    hull.push(rng.uniform(-PUSH, PUSH), 0);
    for (int i = 0; i < 2; i++) {
      buildLeg(2 * i, 2 * i - 1, x, y);
    }
    move(new float[4]);
    remember();
  }

  private static void buildGround(Scene scene, Terrain terrain) {
    for (double[] block : terrain.blocks()) {
      scene.ground().block(block, ROUGH);
    }
    for (int i = 0; i + 1 < Terrain.LENGTH; i++) {
      scene.ground().edge(Terrain.x(i), terrain.y(i), Terrain.x(i + 1), terrain.y(i + 1), ROUGH);
    }
  }

  private void buildLeg(int at, int side, double x, double y) {
    Part upper = scene.moving(x, y - LEG_HEIGHT / 2 - LEG_DOWN, side * LEG_ANGLE);
    upper.box(LEG_WIDTH / 2, LEG_HEIGHT / 2, LEG);
    legs[at] = upper;
    joints[at] =
        scene.hinge(
            hull, upper, new Hinge.Plan(0, LEG_DOWN, 0, LEG_HEIGHT / 2, TORQUE, side, -0.8, 1.1));
    Part lower = scene.moving(x, y - LEG_HEIGHT * 3 / 2 - LEG_DOWN, side * LEG_ANGLE);
    lower.box(LOWER_WIDTH / 2, LEG_HEIGHT / 2, LEG);
    legs[at + 1] = lower;
    joints[at + 1] =
        scene.hinge(
            upper,
            lower,
            new Hinge.Plan(0, -LEG_HEIGHT / 2, 0, LEG_HEIGHT / 2, TORQUE, 1, -1.6, -0.1));
  }

  @Override
  public List<Part> moving() {
    return List.of(hull, legs[0], legs[1], legs[2], legs[3]);
  }

  @Override
  public void act(float[] action, Step step) {
    move(action);
    steps++;
    double before = shaping;
    remember();
    float reward = (float) (shaping - before);
    for (int j = 0; j < joints.length; j++) {
      reward -= COST * Math.min(Math.abs(action[j]), 1);
    }
    float x = hull.x();
    boolean fell = hull.touched() || x < 0;
    boolean arrived = x > END;
    step.set(fell ? -100 : reward, fell || arrived ? Ending.TERMINATED : Ending.NONE);
  }

  private void move(float[] action) {
    for (int j = 0; j < joints.length; j++) {
      joints[j].drive(
          (j % 2 == 0 ? HIP_SPEED : KNEE_SPEED) * Math.signum(action[j]),
          TORQUE * Math.min(Math.abs(action[j]), 1));
    }
    scene.step();
  }

  /// Reads the state, and what it is worth.
  @Override
  public void remember() {
    float x = hull.x();
    float y = hull.y();
    for (int i = 0; i < RAYS; i++) {
      free[i] = scene.free(x, y, x + RAY_X[i], y - RAY_Y[i]);
    }
    state[0] = hull.angle();
    state[1] = 2.0 * hull.turning() / FPS;
    state[2] = 0.3 * hull.velocityX() * (600 / SCALE) / FPS;
    state[3] = 0.3 * hull.velocityY() * (400 / SCALE) / FPS;
    for (int leg = 0; leg < 2; leg++) {
      int at = 4 + LEG_NUMBERS * leg;
      Hinge hip = joints[2 * leg];
      Hinge knee = joints[2 * leg + 1];
      state[at] = hip.angle();
      state[at + 1] = hip.speed() / HIP_SPEED;
      state[at + 2] = knee.angle() + 1.0;
      state[at + 3] = knee.speed() / KNEE_SPEED;
      state[at + 4] = legs[2 * leg + 1].touches() ? 1 : 0;
    }
    shaping = 130 * (double) x / SCALE - 5.0 * Math.abs(state[0]);
  }

  @Override
  public void observe(float[] observation) {
    for (int j = 0; j < state.length; j++) {
      observation[j] = (float) state[j];
    }
    System.arraycopy(free, 0, observation, state.length, RAYS);
  }

  @Override
  public uphill.env.scene.Scene scene() {
    double[] ends = new double[2 * RAYS];
    for (int i = 0; i < RAYS; i++) {
      ends[2 * i] = hull.x() + free[i] * RAY_X[i];
      ends[2 * i + 1] = hull.y() - free[i] * RAY_Y[i];
    }
    double[] widths = {LEG_WIDTH / 2, LOWER_WIDTH / 2, LEG_HEIGHT / 2};
    return WalkerScene.of(terrain, clouds, HULL, widths, moving(), ends, steps);
  }
}
