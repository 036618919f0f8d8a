package uphill.env.mdp;

import java.util.ArrayList;
import java.util.List;
import uphill.env.Words;

/// Walk along a cliff to a goal: the shortest way is the most dangerous one. Example 6.6 of Sutton
/// and Barto's book (2020); Gymnasium's `CliffWalking-v1` and `CliffWalkingSlippery-v1`.
///
/// ```text
/// state        12 · row + column of 4 × 12; begins in 36, the lower left corner
/// action       0 up, 1 right, 2 down, 3 left; over the edge there is no way
/// slippery     a, a turned left, a turned right, 1/3 each
/// reward       −1 per step; −100 for stepping on the cliff, row 4 without its corners, which
///              leads back to the start
/// terminated   in 47, the lower right corner
/// ```
///
/// In words, rows and columns count from 1, from the upper left.
public final class CliffWalking {

  static final int ROWS = 4;
  static final int COLUMNS = 12;
  static final int START = 36;
  static final int GOAL = 47;
  private static final double STEP_REWARD = -1;
  private static final double FALL_REWARD = -100;
  private static final List<String> ACTIONS = List.of("up", "right", "down", "left");
  private static final int[] DOWN = {-1, 0, 1, 0}; // rows further, by action
  private static final int[] RIGHT = {0, 1, 0, -1}; // columns further, by action

  private CliffWalking() {}

  /// The world.
  public static TableEnv world(boolean slippery) {
    return new TableEnv(
        mdp(slippery),
        CliffWalking::picture,
        (state, action) ->
            action == TableEnv.NONE
                ? CliffWalkingScene.of(state, 0, -1)
                : CliffWalkingScene.of(state, RIGHT[action], -DOWN[action]));
  }

  /// The table.
  public static FiniteMdp mdp(boolean slippery) {
    MdpBuilder table =
        FiniteMdp.builder(
            slippery ? "CliffWalkingSlippery" : "CliffWalking", ROWS * COLUMNS, ACTIONS.size());
    List<String> names = new ArrayList<>();
    for (int state = 0; state < ROWS * COLUMNS; state++) {
      names.add(Words.cell(state / COLUMNS, state % COLUMNS) + place(state));
      for (int action = 0; action < ACTIONS.size(); action++) {
        int[] directions =
            slippery ? new int[] {(action + 3) % 4, action, (action + 1) % 4} : new int[] {action};
        for (int direction : directions) {
          int next = next(state, direction);
          double probability = 1.0 / directions.length;
          if (isCliff(next)) {
            table.add(state, action, probability, START, FALL_REWARD, false);
          } else {
            table.add(state, action, probability, next, STEP_REWARD, next == GOAL);
          }
        }
      }
    }
    return table.start(START, 1).stateNames(names).actionNames(ACTIONS).build();
  }

  private static int next(int state, int direction) {
    int row = Math.clamp(state / COLUMNS + DOWN[direction], 0, ROWS - 1);
    int column = Math.clamp(state % COLUMNS + RIGHT[direction], 0, COLUMNS - 1);
    return row * COLUMNS + column;
  }

  static boolean isCliff(int state) {
    return state > START && state < GOAL;
  }

  private static String place(int state) {
    if (isCliff(state)) {
      return " (cliff)";
    }
    return state == START ? " (start)" : state == GOAL ? " (goal)" : "";
  }

  /// The grid: x is where one is, C the cliff, T the goal.
  private static String picture(int state) {
    StringBuilder text = new StringBuilder();
    for (int s = 0; s < ROWS * COLUMNS; s++) {
      text.append(s == state ? 'x' : s == GOAL ? 'T' : isCliff(s) ? 'C' : 'o');
      text.append(s % COLUMNS == COLUMNS - 1 ? "\n" : "  ");
    }
    return text.toString();
  }
}
