package uphill.env.classic;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import uphill.env.Arguments;
import uphill.env.Env;
import uphill.env.EnvProvider;
import uphill.env.EnvSpec;

/// The five worlds of classic control, with the limits and thresholds of Gymnasium 1.4.0.
public final class ClassicControl implements EnvProvider {

  /// For [java.util.ServiceLoader].
  public ClassicControl() {}

  @Override
  public List<EnvSpec> environments() {
    return List.of(
        new EnvSpec(
            "Acrobot-v1",
            "Swing the tip of a two-link arm over a line, with a motor in the elbow only.",
            Acrobot::new,
            OptionalInt.of(500),
            OptionalDouble.of(-100)),
        new EnvSpec(
            "CartPole-v1",
            "Keep a pole upright on a cart by pushing the cart left or right.",
            CartPole::new,
            OptionalInt.of(500),
            OptionalDouble.of(475)),
        new EnvSpec(
            "MountainCar-v0",
            "Swing an underpowered car out of a valley; the reward says nothing on the way.",
            MountainCar::new,
            OptionalInt.of(200),
            OptionalDouble.of(-110)),
        new EnvSpec(
            "MountainCarContinuous-v0",
            "The same valley with a throttle, and fuel that costs.",
            MountainCarContinuous::new,
            OptionalInt.of(999),
            OptionalDouble.of(90)),
        new EnvSpec(
            "Pendulum-v1",
            "Swing a pendulum up and hold it there with too little torque to lift it directly.",
            Pendulum::new,
            OptionalInt.of(200),
            OptionalDouble.empty()));
  }

  @Override
  public Env create(EnvSpec spec, Arguments arguments) {
    return switch (spec.id()) {
      case "CartPole-v1" -> new CartPole(arguments.flag("sutton_barto_reward", false));
      case "MountainCar-v0" -> new MountainCar(arguments.number("goal_velocity", 0));
      case "MountainCarContinuous-v0" ->
          new MountainCarContinuous(arguments.number("goal_velocity", 0));
      case "Pendulum-v1" -> new Pendulum(arguments.number("g", 10));
      default -> spec.create().get();
    };
  }
}
