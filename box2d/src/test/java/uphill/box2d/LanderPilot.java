package uphill.box2d;

/// Tilts towards the pad, and keeps a height that grows with the distance from it: the control law
/// that Gymnasium's demonstration has.
///
/// @param continuous whether engines have a throttle
record LanderPilot(boolean continuous) implements Pilot {

  private static final double MOST_TILT = 0.4;

  @Override
  public void act(float[] seen, float[] action) {
    double along = 0.5 * seen[0] + seen[2];
    double turn = 0.5 * (Math.clamp(along, -MOST_TILT, MOST_TILT) - seen[4]) - seen[5];
    double lift = 0.5 * (0.55 * Math.abs(seen[0]) - seen[1]) - 0.5 * seen[3];
    if (seen[6] > 0 || seen[7] > 0) {
      turn = 0;
      lift = -0.5 * seen[3];
    }
    if (continuous) {
      action[0] = (float) Math.clamp(20 * lift - 1, -1, 1);
      action[1] = (float) Math.clamp(-20 * turn, -1, 1);
    } else if (lift > Math.abs(turn) && lift > 0.05) {
      action[0] = 2;
    } else {
      action[0] = turn < -0.05 ? 3 : turn > 0.05 ? 1 : 0;
    }
  }
}
