package uphill.mujoco;

import uphill.kernel.Angle;
import uphill.kernel.Rng;
import uphill.mujoco.engine.Simulation.Reals;

/// Arms with something to reach: Reacher's finger a target, Pusher's an object, and that a goal.
///
/// ```text
/// Reacher   reward       −w_dist·‖tip − target‖ − w_ctrl·Σ aᵢ²
///           observation  cos and sin of both joints, where the target is, the joints' speeds, tip − target (version 4: with z)
/// Pusher    reward       −w_dist·‖object − goal‖ − w_ctrl·Σ aᵢ² − w_near·‖object − tip‖
///           observation  the seven joints, their speeds, and where tip, object and goal are
/// terminated             never
/// ```
///
/// In version 5 distances are those after the step, in version 4 those before it.
final class Arm implements Task {

  private final Mechanics body;
  private final int observationSize;
  private final boolean pusher;
  private final boolean v5;
  private final double nearWeight;
  private final double distanceWeight;
  private final double controlWeight;
  private final int tip;
  private final int target;
  private final int object;
  private final Reals places;

  private Arm(Given given, Mechanics body, boolean pusher, int observationSize) {
    this.body = body;
    this.observationSize = observationSize;
    this.pusher = pusher;
    v5 = given.v5();
    nearWeight = pusher ? weight(given, "reward_near_weight", 0.5) : 0;
    distanceWeight = weight(given, "reward_dist_weight", 1);
    controlWeight = weight(given, "reward_control_weight", pusher ? 0.1 : 1);
    tip = given.model().body(pusher ? "tips_arm" : "fingertip");
    target = given.model().body(pusher ? "goal" : "target");
    object = pusher ? given.model().body("object") : target;
    places = body.simulation().reals("xpos", 3 * given.model().bodies());
  }

  private static double weight(Given given, String name, double otherwise) {
    return given.v5() ? given.number(name, otherwise) : otherwise;
  }

  static Robot reacher(Given given) {
    Mechanics body = given.mechanics(2, 2);
    return new Robot(body, new Arm(given, body, false, given.v5() ? 10 : 11), given.motors());
  }

  static Robot pusher(Given given) {
    Mechanics body = given.mechanics(5, 2);
    return new Robot(body, new Arm(given, body, true, 23), given.motors());
  }

  @Override
  public int observationSize() {
    return observationSize;
  }

  @Override
  public void place(Rng random, double[] qpos, double[] qvel) {
    int held = pusher ? 4 : 2; // the last: what is to be reached, which stands still
    double x;
    double y;
    if (pusher) {
      do {
        x = random.uniform(-0.3, 0);
        y = random.uniform(-0.2, 0.2);
      } while (Numpy.norm(x, y) <= 0.17);
      qpos[qpos.length - 4] = x;
      qpos[qpos.length - 3] = y;
      qpos[qpos.length - 2] = 0;
      qpos[qpos.length - 1] = 0;
    } else {
      for (int i = 0; i < qpos.length; i++) {
        qpos[i] += random.uniform(-0.1, 0.1);
      }
      do {
        x = random.uniform(-0.2, 0.2);
        y = random.uniform(-0.2, 0.2);
      } while (Numpy.norm(x, y) >= 0.2);
      qpos[qpos.length - 2] = x;
      qpos[qpos.length - 1] = y;
    }
    for (int i = 0; i < qvel.length; i++) {
      qvel[i] += random.uniform(-0.005, 0.005);
    }
    for (int i = qvel.length - held; i < qvel.length; i++) {
      qvel[i] = 0;
    }
  }

  @Override
  public void remember(double[] kept) {
    kept[0] = distance(object, tip);
    kept[1] = distance(object, target);
  }

  private double between(int from, int to, int axis) {
    return places.get(3 * to + axis) - places.get(3 * from + axis);
  }

  private double distance(int from, int to) {
    return Numpy.norm(between(from, to, 0), between(from, to, 1), between(from, to, 2));
  }

  @Override
  public boolean ends() {
    return false;
  }

  @Override
  public double reward(float[] action, double speed, boolean ends) {
    double near = v5 ? distance(object, tip) : body.memory()[0];
    float control = -Numpy.squares(action) * (float) controlWeight;
    if (!pusher) {
      return -near * distanceWeight + control;
    }
    double far = v5 ? distance(object, target) : body.memory()[1];
    return -far * distanceWeight + control + -near * nearWeight;
  }

  @Override
  public void observe(float[] observation) {
    Observed observed = new Observed(observation);
    if (pusher) {
      observed
          .add(body.simulation().positions(), 0, 7)
          .add(body.simulation().velocities(), 0, 7)
          .add(places, 3 * tip, 3 * tip + 3)
          .add(places, 3 * object, 3 * object + 3)
          .add(places, 3 * target, 3 * target + 3);
      return;
    }
    observed
        .add(Angle.cos(body.position(0)))
        .add(Angle.cos(body.position(1)))
        .add(Angle.sin(body.position(0)))
        .add(Angle.sin(body.position(1)))
        .add(body.simulation().positions(), 2)
        .add(body.simulation().velocities(), 0, 2)
        .add(between(target, tip, 0))
        .add(between(target, tip, 1));
    if (!v5) {
      observed.add(between(target, tip, 2));
    }
  }

  @Override
  public String describe(float[] observation, int at) {
    if (pusher) {
      return "tip %s m from the object, which is %s m from the goal"
          .formatted(
              Seen.number(apart(observation, at + 14, at + 17)),
              Seen.number(apart(observation, at + 17, at + 20)));
    }
    return "tip %s m from the target"
        .formatted(Seen.number(Numpy.norm(observation[at + 8], observation[at + 9])));
  }

  private static double apart(float[] places, int one, int other) {
    return Numpy.norm(
        (double) places[one] - places[other],
        (double) places[one + 1] - places[other + 1],
        (double) places[one + 2] - places[other + 2]);
  }
}
