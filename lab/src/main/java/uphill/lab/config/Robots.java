package uphill.lab.config;

import java.util.List;
import java.util.stream.Stream;

/// MuJoCo's worlds by name, for presets.
final class Robots {

  static final List<String> HALF_CHEETAH = List.of("HalfCheetah");
  static final List<String> SWIMMER = List.of("Swimmer");

  /// All but these.
  static final List<String> OTHERS =
      List.of(
          "Ant",
          "Hopper",
          "Humanoid",
          "HumanoidStandup",
          "InvertedDoublePendulum",
          "InvertedPendulum",
          "Pusher",
          "Reacher",
          "Walker2d");

  private Robots() {}

  /// Their ids, in both versions.
  static List<String> both(List<String> names) {
    return names.stream().flatMap(name -> Stream.of(name + "-v4", name + "-v5")).toList();
  }

  /// The ids of all.
  static Stream<String> all() {
    return Stream.of(HALF_CHEETAH, SWIMMER, OTHERS).map(Robots::both).flatMap(List::stream);
  }
}
