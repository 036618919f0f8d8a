package uphill.mujoco;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import uphill.env.Arguments;
import uphill.env.Env;
import uphill.env.EnvProvider;
import uphill.env.EnvSpec;
import uphill.env.fault.EnvironmentException;
import uphill.mujoco.engine.Engine;
import uphill.mujoco.engine.Library;
import uphill.mujoco.engine.Model;
import uphill.mujoco.engine.NoEngineException;

/// MuJoCo's worlds, versions 4 and 5 of each, with the limits and thresholds of Gymnasium 1.4.0.
public final class Robots implements EnvProvider {

  private static final int STEPS = 1000;
  private static final double NONE = Double.NaN;
  private static final Map<String, Compiled> MODELS = new ConcurrentHashMap<>();

  private static final List<Kind> KINDS =
      List.of(
          new Kind("Ant", "ant", "Walk forward on four legs.", STEPS, 6000, Ant::of),
          new Kind(
              "HalfCheetah",
              "half_cheetah",
              "Run forward on two legs, in a plane, and never fall over.",
              STEPS,
              4800,
              Runner::halfCheetah),
          new Kind(
              "Hopper", "hopper", "Hop forward on one leg, in a plane.", STEPS, 3800, Leg::hopper),
          new Kind(
              "Humanoid", "humanoid", "Walk forward on two legs.", STEPS, NONE, Humanoid::walking),
          new Kind(
              "HumanoidStandup",
              "humanoid_standup",
              "Get up from the floor.",
              STEPS,
              NONE,
              Humanoid::gettingUp),
          new Kind(
              "InvertedDoublePendulum",
              "inverted_double_pendulum",
              "Keep two poles upright, one upon the other, on a cart.",
              STEPS,
              9100,
              Pendulums::two),
          new Kind(
              "InvertedPendulum",
              "inverted_pendulum",
              "Keep a pole upright on a cart, with any force.",
              STEPS,
              950,
              Pendulums::one),
          new Kind(
              "Pusher", "pusher", "Push an object to a goal with an arm.", 100, 0, Arm::pusher),
          new Kind(
              "Reacher",
              "reacher",
              "Reach a target with an arm of two joints.",
              50,
              -3.75,
              Arm::reacher),
          new Kind(
              "Swimmer", "swimmer", "Swim forward with two joints.", STEPS, 360, Runner::swimmer),
          new Kind(
              "Walker2d",
              "walker2d",
              "Walk forward on two legs, in a plane.",
              STEPS,
              NONE,
              Leg::walker));

  /// A robot in both versions.
  ///
  /// @param model the name of its file
  /// @param threshold the return that solves it; NaN if there is none
  private record Kind(
      String name,
      String model,
      String summary,
      int steps,
      double threshold,
      Function<Given, Env> make) {}

  /// What is made of a file once.
  private record Compiled(Model model, Motors motors) {}

  /// For [java.util.ServiceLoader].
  public Robots() {}

  @Override
  public List<EnvSpec> environments() {
    List<EnvSpec> specs = new ArrayList<>();
    for (Kind kind : KINDS) {
      for (String version : List.of("-v4", "-v5")) {
        String id = kind.name() + version;
        specs.add(
            new EnvSpec(
                id,
                kind.summary(),
                () -> make(kind, id, null),
                OptionalInt.of(kind.steps()),
                Double.isNaN(kind.threshold())
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(kind.threshold())));
      }
    }
    return specs;
  }

  @Override
  public List<String> remarks() {
    try {
      Library library = Engine.get().library();
      return List.of(
          "%s to %s run on MuJoCo %s (%s).%s"
              .formatted(
                  KINDS.getFirst().name(),
                  KINDS.getLast().name(),
                  library.version(),
                  library.file(),
                  library.version().startsWith("2.") ? "" : " Pusher-v4 needs MuJoCo 2."));
    } catch (NoEngineException e) {
      return List.of(
          "%s to %s: %s"
              .formatted(KINDS.getFirst().name(), KINDS.getLast().name(), e.getMessage()));
    }
  }

  @Override
  public Env create(EnvSpec spec, Arguments arguments) {
    Kind kind =
        KINDS.stream()
            .filter(each -> spec.id().startsWith(each.name() + "-"))
            .findFirst()
            .orElseThrow();
    return make(kind, spec.id(), arguments);
  }

  private static Env make(Kind kind, String id, @Nullable Arguments arguments) {
    boolean v5 = id.endsWith("-v5");
    Engine engine;
    try {
      engine = Engine.get();
    } catch (NoEngineException e) {
      throw new EnvironmentException("%s: %s".formatted(id, e.getMessage()));
    }
    if (id.equals("Pusher-v4") && !engine.library().version().startsWith("2.")) {
      throw new EnvironmentException(
          "Pusher-v4 has a model that MuJoCo 3 reads otherwise, and this is MuJoCo %s. Take Pusher-v5, or MuJoCo 2 (UPHILL_MUJOCO)."
              .formatted(engine.library().version()));
    }
    String file = model(kind, v5);
    Compiled compiled =
        MODELS.computeIfAbsent(
            file,
            name -> {
              String xml = read(name);
              return new Compiled(engine.model(xml), Motors.of(xml));
            });
    return kind.make().apply(new Given(id, compiled.model(), compiled.motors(), v5, arguments));
  }

  private static String model(Kind kind, boolean v5) {
    String later = kind.model() + "_v5";
    return v5 && Robots.class.getResource(resource(later)) != null ? later : kind.model();
  }

  private static String resource(String model) {
    return "model/" + model + ".xml";
  }

  private static String read(String model) {
    try (InputStream in =
        Objects.requireNonNull(Robots.class.getResourceAsStream(resource(model)), model)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
