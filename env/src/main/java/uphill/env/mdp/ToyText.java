package uphill.env.mdp;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import uphill.env.Arguments;
import uphill.env.Env;
import uphill.env.EnvProvider;
import uphill.env.EnvSpec;

/// The toy-text worlds, which are tables but for Blackjack, with the limits and thresholds of
/// Gymnasium 1.4.0.
public final class ToyText implements EnvProvider {

  private static final int RANDOM_MAP_SIZE = 8;
  private static final double RANDOM_MAP_FROZEN = 0.8;
  private static final int LARGEST_MAP = 300; // 90,000 states: a table takes seconds to make

  /// For [java.util.ServiceLoader].
  public ToyText() {}

  @Override
  public List<EnvSpec> environments() {
    return List.of(
        new EnvSpec(
            "Blackjack-v1",
            "Ask for cards without passing 21, against a dealer who asks below 17.",
            Blackjack::new,
            OptionalInt.empty(),
            OptionalDouble.empty()),
        new EnvSpec(
            "CliffWalking-v1",
            "Walk along a cliff to a goal: the shortest way is the most dangerous one.",
            () -> CliffWalking.world(false),
            OptionalInt.empty(),
            OptionalDouble.empty()),
        new EnvSpec(
            "CliffWalkingSlippery-v1",
            "The same cliff, where two steps of three go to the side.",
            () -> CliffWalking.world(true),
            OptionalInt.empty(),
            OptionalDouble.empty()),
        new EnvSpec(
            "FrozenLake-v1",
            "Cross a slippery lake of 4 x 4 tiles without falling into a hole.",
            () -> lake("FrozenLake", "4x4"),
            OptionalInt.of(100),
            OptionalDouble.of(0.70)),
        new EnvSpec(
            "FrozenLake8x8-v1",
            "Cross a slippery lake of 8 x 8 tiles without falling into a hole.",
            () -> lake("FrozenLake8x8", "8x8"),
            OptionalInt.of(200),
            OptionalDouble.of(0.85)),
        new EnvSpec(
            "Taxi-v4",
            "Fetch a passenger and take them where they want to go, in a town with walls.",
            () -> Taxi.world(Taxi.Weather.DRY),
            OptionalInt.of(200),
            OptionalDouble.of(8)));
  }

  private static Env lake(String name, String map) {
    return FrozenLake.world(name, FrozenLake.map(map), FrozenLake.Ice.STANDARD);
  }

  @Override
  public Env create(EnvSpec spec, Arguments arguments) {
    return switch (spec.id()) {
      case "Blackjack-v1" ->
          new Blackjack(arguments.flag("natural", false), arguments.flag("sab", true));
      case "FrozenLake-v1" -> lake("FrozenLake", "4x4", arguments);
      case "FrozenLake8x8-v1" -> lake("FrozenLake8x8", "8x8", arguments);
      case "CliffWalking-v1" -> CliffWalking.world(arguments.flag("is_slippery", false));
      case "CliffWalkingSlippery-v1" -> CliffWalking.world(arguments.flag("is_slippery", true));
      case "Taxi-v4" -> taxi(arguments);
      default -> spec.create().get();
    };
  }

  /// A lake: on the map `desc`; or a random one, of `map_size` and `map_frozen`, where there is a
  /// `map_seed`; or on the one of `map_name`.
  private static Env lake(String name, String standardMap, Arguments arguments) {
    String mapName = arguments.text("map_name", standardMap);
    List<String> rows = arguments.texts("desc");
    double seed =
        arguments.number("map_seed", -1, s -> s >= 0 && s == (long) s, "a whole number from 0 on");
    double size =
        arguments.number(
            "map_size",
            RANDOM_MAP_SIZE,
            n -> n == (int) n && n >= 2 && n <= LARGEST_MAP,
            "a whole number from 2 to " + LARGEST_MAP);
    double frozen =
        arguments.number("map_frozen", RANDOM_MAP_FROZEN, p -> p > 0 && p <= 1, "above 0, up to 1");
    double[] rewards = arguments.numbers("reward_schedule", 1, 0, 0);
    var ice =
        new FrozenLake.Ice(
            arguments.flag("is_slippery", true),
            arguments.probability("success_rate", FrozenLake.SUCCESS_RATE),
            new FrozenLake.Rewards(rewards[0], rewards[1], rewards[2]));
    List<String> map;
    if (!rows.isEmpty()) {
      map = rows;
    } else if (seed >= 0) {
      map = FrozenLake.randomMap((int) size, frozen, (long) seed);
    } else {
      map = FrozenLake.map(mapName);
    }
    return FrozenLake.world(name, map, ice);
  }

  private static Env taxi(Arguments arguments) {
    var weather =
        new Taxi.Weather(
            arguments.flag("is_rainy", false),
            arguments.probability("rainy_probability", Taxi.RAINY_PROBABILITY));
    double fickle = arguments.probability("fickle_probability", FickleTaxi.FICKLE_PROBABILITY);
    boolean masks = arguments.flag("action_mask", false);
    TableEnv taxi = masks ? Taxi.masked(weather) : Taxi.world(weather);
    return arguments.flag("fickle_passenger", false) ? new FickleTaxi(taxi, fickle) : taxi;
  }
}
