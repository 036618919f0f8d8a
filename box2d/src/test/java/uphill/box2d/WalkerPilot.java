package uphill.box2d;

/// Swings one leg forward while the other pushes back; they change when the swinging foot comes
/// down, 5 steps after the last change at the earliest, 17 at the latest.
final class WalkerPilot implements Pilot {

  private int swinging;
  private int steps;

  @Override
  public void act(float[] seen, float[] action) {
    boolean down = seen[8 + 5 * swinging] > 0;
    if (steps >= 17 || (steps >= 5 && down)) {
      swinging = 1 - swinging;
      steps = 0;
    }
    steps++;
    for (int leg = 0; leg < 2; leg++) {
      int at = 4 + 5 * leg;
      double hip = leg == swinging ? 0.51 : -0.25;
      double knee = leg == swinging ? 0.26 : 0.35;
      double upright = 1.1 * seen[0] + 2.0 * seen[1];
      hip = 0.9 * (hip - seen[at]) - 0.25 * seen[at + 1] + upright;
      knee = 4.0 * (knee - seen[at + 2]) - 0.25 * seen[at + 3] - 13.5 * seen[3];
      action[2 * leg] = (float) Math.clamp(0.41 * hip, -1, 1);
      action[2 * leg + 1] = (float) Math.clamp(0.41 * knee, -1, 1);
    }
  }
}
