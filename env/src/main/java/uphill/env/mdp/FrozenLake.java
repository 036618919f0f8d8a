package uphill.env.mdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import uphill.env.Words;
import uphill.kernel.Nearest;
import uphill.kernel.Rng;

/// Cross a frozen lake without falling into a hole, though the ice is slippery; Gymnasium's
/// `FrozenLake-v1`.
///
/// ```text
/// map          S start, F frozen, H hole, G goal; state = row · columns + column
/// action       0 left, 1 down, 2 right, 3 up; over the edge there is no way
/// slippery     a with probability p = 1/3, a turned left or right with (1 − p)/2 each
/// reward       1 for reaching G, else 0
/// terminated   on G or H
/// ```
///
/// In words, rows and columns count from 1, from the upper left.
public final class FrozenLake {

  /// Gymnasium's maps, by name.
  public static final Map<String, List<String>> MAPS =
      Map.of(
          "4x4",
          List.of("SFFF", "FHFH", "FFFH", "HFFG"),
          "8x8",
          List.of(
              "SFFFFFFF",
              "FFFFFFFF",
              "FFFHFFFF",
              "FFFFFHFF",
              "FFFHFFFF",
              "FHHFFFHF",
              "FHFFHFHF",
              "FFFHFFFG"));

  /// The probability with which Gymnasium's ice lets one go where one wants.
  public static final double SUCCESS_RATE = 1.0 / 3.0;

  private static final List<String> ACTIONS = List.of("left", "down", "right", "up");
  private static final int[] DOWN = {0, 1, 0, -1}; // rows further, by action
  private static final int[] RIGHT = {-1, 0, 1, 0}; // columns further, by action

  /// Maps without a way to the goal, one after the other, until it is given up.
  private static final int ATTEMPTS = 1_000_000;

  private FrozenLake() {}

  /// What reaching a tile earns.
  ///
  /// @param goal the goal
  /// @param hole a hole
  /// @param frozen any other tile
  public record Rewards(double goal, double hole, double frozen) {

    /// Gymnasium's.
    public static final Rewards STANDARD = new Rewards(1, 0, 0);

    private double of(char tile) {
      return switch (tile) {
        case 'G' -> goal;
        case 'H' -> hole;
        default -> frozen;
      };
    }
  }

  /// The world on this map.
  public static TableEnv world(String name, List<String> map, Ice ice) {
    FrozenLakeScene scene = new FrozenLakeScene(map);
    return new TableEnv(
        mdp(name, map, ice),
        state -> picture(map, state),
        (state, action) ->
            action == TableEnv.NONE
                ? scene.of(state, 0, -1)
                : scene.of(state, RIGHT[action], -DOWN[action]));
  }

  /// How the lake is to be.
  ///
  /// @param slippery whether one may slide off to the side
  /// @param successRate the probability of going where one wants, where it is slippery
  /// @param rewards what is earned
  public record Ice(boolean slippery, double successRate, Rewards rewards) {

    /// Gymnasium's.
    public static final Ice STANDARD = new Ice(true, SUCCESS_RATE, Rewards.STANDARD);

    /// Checks the probability.
    public Ice {
      if (!(successRate >= 0 && successRate <= 1)) {
        throw new IllegalArgumentException(
            "FrozenLake: success_rate must be in [0, 1], got " + successRate);
      }
    }
  }

  /// The table of this map, without a time limit.
  ///
  /// @throws IllegalArgumentException for a map that is not a rectangle of S, F, H and G with a
  ///   start
  public static FiniteMdp mdp(String name, List<String> map, Ice ice) {
    check(map);
    int rows = map.size();
    int columns = map.getFirst().length();
    long starts = map.stream().flatMapToInt(String::chars).filter(tile -> tile == 'S').count();
    List<String> names = new ArrayList<>();
    MdpBuilder table = FiniteMdp.builder(name, rows * columns, ACTIONS.size());
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int state = row * columns + column;
        char tile = map.get(row).charAt(column);
        names.add(Words.cell(row, column) + " (" + tileName(tile) + ")");
        table.start(state, tile == 'S' ? 1.0 / starts : 0);
        for (int action = 0; action < ACTIONS.size(); action++) {
          if (tile == 'G' || tile == 'H') {
            table.add(state, action, 1, state, 0, true);
          } else if (ice.slippery()) {
            double off = (1 - ice.successRate()) / 2;
            move(table, map, state, action, (action + 3) % 4, off, ice.rewards());
            move(table, map, state, action, action, ice.successRate(), ice.rewards());
            move(table, map, state, action, (action + 1) % 4, off, ice.rewards());
          } else {
            move(table, map, state, action, action, 1, ice.rewards());
          }
        }
      }
    }
    return table.stateNames(names).actionNames(ACTIONS).build();
  }

  /// Adds going in `direction` to what follows (state, action).
  private static void move(
      MdpBuilder table,
      List<String> map,
      int state,
      int action,
      int direction,
      double probability,
      Rewards rewards) {
    int columns = map.getFirst().length();
    int row = Math.clamp(state / columns + DOWN[direction], 0, map.size() - 1);
    int column = Math.clamp(state % columns + RIGHT[direction], 0, columns - 1);
    char tile = map.get(row).charAt(column);
    table.add(
        state,
        action,
        probability,
        row * columns + column,
        rewards.of(tile),
        tile == 'G' || tile == 'H');
  }

  private static void check(List<String> map) {
    require(!map.isEmpty() && !map.getFirst().isEmpty(), "a map has at least one tile");
    for (int row = 0; row < map.size(); row++) {
      String tiles = map.get(row);
      require(
          tiles.length() == map.getFirst().length(),
          String.format(
              Locale.ROOT,
              "the rows of a map are equally long; row %d has %d tiles, row 1 has %d",
              row + 1,
              tiles.length(),
              map.getFirst().length()));
      require(
          tiles.chars().allMatch(tile -> "SFHG".indexOf(tile) >= 0),
          String.format(
              Locale.ROOT, "a map has S, F, H and G, got \"%s\" in row %d", tiles, row + 1));
    }
    require(map.stream().anyMatch(row -> row.indexOf('S') >= 0), "a map needs a start, S");
  }

  /// The map of this name.
  ///
  /// @throws IllegalArgumentException for an unknown one
  public static List<String> map(String name) {
    List<String> map = MAPS.get(name);
    if (map == null) {
      throw new IllegalArgumentException(
          "FrozenLake: no map \"%s\".%s There are 4x4 and 8x8."
              .formatted(name, Nearest.hint(name, MAPS.keySet())));
    }
    return map;
  }

  /// A square map with a way from start to goal, tile by tile frozen with probability p: what
  /// Gymnasium's `generate_random_map(size, p, seed)` gives.
  ///
  /// @throws IllegalArgumentException for a size below 2, a p that is no probability, or one with
  ///   which no map has a way
  public static List<String> randomMap(int size, double p, long seed) {
    require(size >= 2, "a random map has at least 2 rows, got " + size);
    require(p > 0 && p <= 1, "p must be in (0, 1], got " + p);
    Rng rng = Rng.seeded(seed);
    double frozen = p / (p + (1 - p));
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      char[][] tiles = new char[size][size];
      for (char[] row : tiles) {
        for (int column = 0; column < size; column++) {
          row[column] = rng.random() < frozen ? 'F' : 'H';
        }
      }
      tiles[0][0] = 'S';
      tiles[size - 1][size - 1] = 'G';
      if (reaches(tiles, 0, 0, new boolean[size][size])) {
        return java.util.Arrays.stream(tiles).map(String::new).toList();
      }
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "FrozenLake: none of %d maps of size %d with p = %s has a way; take a larger p",
            ATTEMPTS,
            size,
            p));
  }

  private static boolean reaches(char[][] tiles, int fromRow, int fromColumn, boolean[][] seen) {
    List<int[]> left = new ArrayList<>(List.of(new int[] {fromRow, fromColumn}));
    while (!left.isEmpty()) {
      int[] at = left.removeLast();
      int row = at[0];
      int column = at[1];
      boolean outside = Math.min(row, column) < 0 || Math.max(row, column) >= tiles.length;
      if (outside || seen[row][column] || tiles[row][column] == 'H') {
        continue;
      }
      if (tiles[row][column] == 'G') {
        return true;
      }
      seen[row][column] = true;
      for (int direction = 0; direction < 4; direction++) {
        left.add(new int[] {row + DOWN[direction], column + RIGHT[direction]});
      }
    }
    return false;
  }

  private static String tileName(char tile) {
    return switch (tile) {
      case 'S' -> "start";
      case 'H' -> "hole";
      case 'G' -> "goal";
      default -> "frozen";
    };
  }

  /// The map, with brackets around where one is.
  private static String picture(List<String> map, int state) {
    StringBuilder text = new StringBuilder();
    int columns = map.getFirst().length();
    for (int row = 0; row < map.size(); row++) {
      for (int column = 0; column < columns; column++) {
        char tile = map.get(row).charAt(column);
        text.append(row * columns + column == state ? "[" + tile + "]" : " " + tile + " ");
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException("FrozenLake: " + message + ".");
    }
  }
}
