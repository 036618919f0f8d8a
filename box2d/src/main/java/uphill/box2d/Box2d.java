package uphill.box2d;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import uphill.box2d.engine.Engine;
import uphill.env.Arguments;
import uphill.env.Env;
import uphill.env.EnvProvider;
import uphill.env.EnvSpec;

/// The worlds of Box2D, with the limits and thresholds of Gymnasium 1.4.0.
public final class Box2d implements EnvProvider {

  /// For [java.util.ServiceLoader].
  public Box2d() {}

  @Override
  public List<EnvSpec> environments() {
    return List.of(
        new EnvSpec(
            "BipedalWalker-v3",
            "Walk on two legs over rough ground.",
            BipedalWalker::new,
            OptionalInt.of(1600),
            OptionalDouble.of(300)),
        new EnvSpec(
            "BipedalWalkerHardcore-v3",
            "Walk on two legs over stumps, stairs and pits.",
            () -> new BipedalWalker(true),
            OptionalInt.of(2000),
            OptionalDouble.of(300)),
        new EnvSpec(
            "LunarLander-v3",
            "Land gently on a pad, with three engines.",
            LunarLander::new,
            OptionalInt.of(1000),
            OptionalDouble.of(200)),
        new EnvSpec(
            "LunarLanderContinuous-v3",
            "The same landing with throttles.",
            () -> new LunarLander(LunarLander.Config.STANDARD.withContinuous(true)),
            OptionalInt.of(1000),
            OptionalDouble.of(200)));
  }

  @Override
  public List<String> remarks() {
    String unsupported = Engine.unsupported();
    return unsupported.isEmpty()
        ? List.of()
        : List.of("BipedalWalker and LunarLander: " + unsupported);
  }

  @Override
  public Env create(EnvSpec spec, Arguments arguments) {
    if (spec.id().startsWith("BipedalWalker")) {
      return new BipedalWalker(
          arguments.flag("hardcore", spec.id().startsWith("BipedalWalkerHardcore")));
    }
    LunarLander.Config standard = LunarLander.Config.STANDARD;
    return new LunarLander(
        new LunarLander.Config(
            arguments.flag("continuous", spec.id().startsWith("LunarLanderContinuous")),
            arguments.number(
                "gravity",
                standard.gravity(),
                LunarLander.Config::hasGravity,
                LunarLander.Config.GRAVITIES),
            arguments.flag("enable_wind", standard.enableWind()),
            power(arguments, "wind_power", standard.windPower()),
            power(arguments, "turbulence_power", standard.turbulencePower())));
  }

  private static double power(Arguments arguments, String name, double standard) {
    return arguments.number(
        name, standard, LunarLander.Config::hasPower, LunarLander.Config.POWERS);
  }
}
