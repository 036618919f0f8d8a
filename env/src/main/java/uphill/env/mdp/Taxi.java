package uphill.env.mdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import uphill.env.Words;
import uphill.env.scene.Scene;

/// Fetch a passenger and take them where they want to go, in a town with walls. Dietterich (2000),
/// [arXiv:cs/9905014](https://arxiv.org/abs/cs/9905014); Gymnasium's `Taxi-v4`.
///
/// ```text
/// state        ((row · 5 + column) · 5 + passenger) · 4 + destination
///              passenger 0 … 3 waits at R, G, Y, B, 4 rides; destination 0 … 3
/// action       0 south, 1 north, 2 east, 3 west, 4 pick up, 5 drop off
/// rainy        where the way is free: a with probability p = 0.8, else to either side of it
/// reward       −1 per step, 20 for dropping off at the destination, −10 for a pick up or a drop
///              off where it cannot be
/// terminated   at the destination
/// reset        any of the 300 states with a passenger who waits elsewhere than they want to go
/// ```
///
/// In words, rows and columns count from 1, from the upper left. [FickleTaxi] is the town where
/// passengers change their minds.
public final class Taxi {

  /// The probability with which a taxi goes where it should in the rain.
  public static final double RAINY_PROBABILITY = 0.8;

  static final int RIDING = 4;
  static final int DESTINATIONS = 4;

  private static final int SIZE = 5;
  private static final int STATES = 500;
  private static final double STEP_REWARD = -1;
  private static final double DELIVERY_REWARD = 20;
  private static final double MISTAKE_REWARD = -10;
  private static final int PICK_UP = 4;
  private static final int DROP_OFF = 5;
  private static final List<String> ACTIONS =
      List.of("south", "north", "east", "west", "pick up", "drop off");
  private static final int[] DOWN = {1, -1, 0, 0}; // rows further, by direction
  private static final int[] RIGHT = {0, 0, 1, -1}; // columns further, by direction
  private static final int[] LEFT_OF = {2, 3, 1, 0}; // the direction to the left of one
  private static final int[] RIGHT_OF = {3, 2, 0, 1};
  private static final String STANDS = "RGYB";
  static final int[] STAND_ROW = {0, 0, 4, 4};
  static final int[] STAND_COLUMN = {0, 4, 0, 3};

  /// A colon between two squares is open, a bar is a wall.
  static final List<String> MAP =
      List.of(
          "+---------+",
          "|R: | : :G|",
          "| : | : : |",
          "| : : : : |",
          "| | : | : |",
          "|Y| : |B: |",
          "+---------+");

  private Taxi() {}

  /// The weather of a town.
  ///
  /// @param rainy whether a taxi may slide off to the side
  /// @param probability of going where it should, where it is rainy
  public record Weather(boolean rainy, double probability) {

    /// Gymnasium's.
    public static final Weather DRY = new Weather(false, RAINY_PROBABILITY);

    /// Checks the probability.
    public Weather {
      if (!(probability >= 0 && probability <= 1)) {
        throw new IllegalArgumentException(
            "Taxi: rainy_probability must be in [0, 1], got " + probability);
      }
    }
  }

  /// Where everything is.
  ///
  /// @param passenger 0 … 3 waits at R, G, Y, B, 4 rides
  record Town(int row, int column, int passenger, int destination) {

    static Town of(int state) {
      return new Town(state / 100, state / 20 % SIZE, state / 4 % 5, state % 4);
    }

    int state() {
      return ((row * SIZE + column) * 5 + passenger) * 4 + destination;
    }

    boolean samePlace(Town other) {
      return row == other.row && column == other.column;
    }

    /// The stand that the taxi is at; −1 where there is none.
    int stand() {
      for (int stand = 0; stand < DESTINATIONS; stand++) {
        if (row == STAND_ROW[stand] && column == STAND_COLUMN[stand]) {
          return stand;
        }
      }
      return -1;
    }

    Town at(int row, int column) {
      return new Town(row, column, passenger, destination);
    }

    Town with(int passenger) {
      return new Town(row, column, passenger, destination);
    }
  }

  /// The world.
  public static TableEnv world(Weather weather) {
    return new TableEnv(mdp(weather), Taxi::picture, Taxi::scene);
  }

  /// The world whose states allow what changes them, as Gymnasium's `action_mask` says: to go where
  /// the way is free, to pick up who waits here, to drop off who rides at one of the four stands.
  public static TableEnv masked(Weather weather) {
    return new TableEnv(mdp(weather), Taxi::picture, Optional.of(Taxi::scene), Masked.ALLOWED);
  }

  /// Made once; it is the same in any weather.
  private static final class Masked {
    private static final boolean[] ALLOWED = new boolean[STATES * ACTIONS.size()];

    static {
      for (int state = 0; state < STATES; state++) {
        for (int a = 0; a < ACTIONS.size(); a++) {
          ALLOWED[state * ACTIONS.size() + a] = allows(Town.of(state), a);
        }
      }
    }
  }

  private static boolean allows(Town town, int action) {
    return switch (action) {
      case PICK_UP -> canPickUp(town);
      case DROP_OFF -> canDropOff(town);
      default -> isOpen(town, action);
    };
  }

  private static boolean canPickUp(Town town) {
    return town.passenger() != RIDING && town.stand() == town.passenger();
  }

  private static boolean canDropOff(Town town) {
    return town.passenger() == RIDING && town.stand() >= 0;
  }

  /// The table, without a time limit.
  public static FiniteMdp mdp(Weather weather) {
    return weather.equals(Weather.DRY) ? Dry.TABLE : table(weather);
  }

  /// Made once: worlds come by the hundred.
  private static final class Dry {
    private static final FiniteMdp TABLE = table(Weather.DRY);
  }

  private static FiniteMdp table(Weather weather) {
    MdpBuilder table = FiniteMdp.builder("Taxi", STATES, ACTIONS.size());
    List<String> names = new ArrayList<>();
    for (int state = 0; state < STATES; state++) {
      Town town = Town.of(state);
      names.add(name(town));
      boolean waits = town.passenger() != RIDING && town.passenger() != town.destination();
      table.start(state, waits ? 1.0 / 300 : 0);
      for (int direction = 0; direction < 4; direction++) {
        drive(table, town, direction, weather);
      }
      pickUp(table, town);
      dropOff(table, town);
    }
    return table.stateNames(names).actionNames(ACTIONS).build();
  }

  private static void drive(MdpBuilder table, Town town, int direction, Weather weather) {
    int state = town.state();
    if (!weather.rainy()) {
      table.add(state, direction, 1, ahead(town, direction).state(), STEP_REWARD, false);
      return;
    }
    boolean open = isOpen(town, direction);
    double aside = (1 - weather.probability()) / 2;
    Town left = open ? ahead(town, LEFT_OF[direction]) : town;
    Town right = open ? ahead(town, RIGHT_OF[direction]) : town;
    int next = ahead(town, direction).state();
    table.add(state, direction, weather.probability(), next, STEP_REWARD, false);
    table.add(state, direction, aside, left.state(), STEP_REWARD, false);
    table.add(state, direction, aside, right.state(), STEP_REWARD, false);
  }

  private static boolean isOpen(Town town, int direction) {
    int row = town.row() + DOWN[direction];
    if (row < 0 || row >= SIZE) {
      return false;
    }
    int wall = 2 * town.column() + 1 + RIGHT[direction];
    return RIGHT[direction] == 0 || MAP.get(1 + town.row()).charAt(wall) == ':';
  }

  private static Town ahead(Town town, int direction) {
    return isOpen(town, direction)
        ? town.at(town.row() + DOWN[direction], town.column() + RIGHT[direction])
        : town;
  }

  private static void pickUp(MdpBuilder table, Town town) {
    boolean here = canPickUp(town);
    table.add(
        town.state(),
        PICK_UP,
        1,
        here ? town.with(RIDING).state() : town.state(),
        here ? STEP_REWARD : MISTAKE_REWARD,
        false);
  }

  private static void dropOff(MdpBuilder table, Town town) {
    int stand = town.stand();
    boolean possible = canDropOff(town);
    boolean arrived = possible && stand == town.destination();
    table.add(
        town.state(),
        DROP_OFF,
        1,
        possible ? town.with(stand).state() : town.state(),
        arrived ? DELIVERY_REWARD : possible ? STEP_REWARD : MISTAKE_REWARD,
        arrived);
  }

  private static String name(Town town) {
    String passenger =
        town.passenger() == RIDING
            ? "passenger riding"
            : "passenger at " + STANDS.charAt(town.passenger());
    return "taxi in %s, %s, wants to %s"
        .formatted(
            Words.cell(town.row(), town.column()), passenger, STANDS.charAt(town.destination()));
  }

  private static Scene scene(int state, int action) {
    return TaxiScene.of(Town.of(state), action);
  }

  /// The town: t is the taxi, T one with its passenger; the line below says who wants what.
  static String picture(int state) {
    Town town = Town.of(state);
    StringBuilder text = new StringBuilder();
    for (int line = 0; line < MAP.size(); line++) {
      StringBuilder row = new StringBuilder(MAP.get(line));
      if (line == 1 + town.row()) {
        row.setCharAt(2 * town.column() + 1, town.passenger() == RIDING ? 'T' : 't');
      }
      text.append(row).append('\n');
    }
    return text.append(name(town)).append('\n').toString();
  }
}
