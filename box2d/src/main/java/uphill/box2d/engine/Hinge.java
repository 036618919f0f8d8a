package uphill.box2d.engine;

import com.badlogic.gdx.physics.box2d.joints.RevoluteJoint;

/// A joint that turns, with a motor and two stops.
public final class Hinge {

  /// Where and how two parts are joined.
  ///
  /// @param ax anchor on the first part, in its coordinates
  /// @param ay the same
  /// @param bx anchor on the second
  /// @param by the same
  /// @param torque of the motor, at most, in N·m
  /// @param speed that the motor strives for, in rad/s
  /// @param lower stop, in rad
  /// @param upper stop
  public record Plan(
      double ax,
      double ay,
      double bx,
      double by,
      double torque,
      double speed,
      double lower,
      double upper) {}

  private final RevoluteJoint joint;

  Hinge(RevoluteJoint joint) {
    this.joint = joint;
  }

  /// How far it has turned from where it was made, in rad.
  public float angle() {
    return joint.getJointAngle();
  }

  /// How fast it turns, in rad/s.
  public float speed() {
    return joint.getJointSpeed();
  }

  /// Lets the motor strive for a speed, with this torque at most.
  public void drive(double speed, double torque) {
    joint.setMotorSpeed((float) speed);
    joint.setMaxMotorTorque((float) torque);
  }
}
