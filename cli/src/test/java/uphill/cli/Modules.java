package uphill.cli;

import java.util.List;

/// What the command line is made of.
final class Modules {

  /// Our modules that the launcher runs with, in the order in which they are built.
  static final List<String> OURS =
      List.of(
          "kernel",
          "autodiff",
          "nn",
          "env",
          "mujoco",
          "box2d",
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

  private Modules() {}
}
