package uphill.cli;

import java.util.List;
import java.util.stream.Stream;

/// What the command line is made of.
final class Modules {

  /// Our modules, in the order in which they are built.
  static final List<String> OURS =
      List.of(
          "kernel",
          "autodiff",
          "nn",
          "env",
          "oracle",
          "rl",
          "push",
          "records",
          "figure",
          "picture",
          "lab",
          "compare",
          "study",
          "explain",
          "derive",
          "cli");

  /// Those that the launcher runs with: these, and what brings worlds and nobody names.
  static final List<String> LAUNCHED =
      Stream.concat(OURS.stream(), Stream.of("mujoco", "box2d")).toList();

  private Modules() {}
}
