package uphill.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.env.Environments;
import uphill.env.Space;
import uphill.env.fault.EnvironmentException;
import uphill.env.vector.VectorEnv;
import uphill.kernel.Rng;
import uphill.records.Bits;
import uphill.records.Json;
import uphill.rl.algorithms.VpgConfig;
import uphill.rl.setting.Settings;

/// What a file holds may be anything, once it is JSON: saved states, settings, words, JSON itself.
/// It is taken, or refused with a sentence, and what is taken does no harm.
class StateFuzzTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Acrobot-v1",
        "CartPole-v1",
        "MountainCar-v0",
        "MountainCarContinuous-v0",
        "Pendulum-v1"
      })
  void statesOfTheWorlds(String id) {
    try (VectorEnv envs =
        new VectorEnv(id, Stream.generate(() -> Environments.create(id)).limit(2).toList())) {
      envs.reset(1);
      long[] first = envs.state();
      stepped(envs);
      long[] later = envs.state();

      Fuzz.of(
              "states of " + id,
              id,
              StateMutations.of(first, later),
              words -> {
                envs.restore(words);
                return stepped(envs);
              })
          .requireBoth();
    }
  }

  /// Takes some steps. A state that was taken may lead to numbers that are not finite, and may be
  /// one from before the first reset; the environments say so.
  private static boolean stepped(VectorEnv envs) {
    float[] action = new float[envs.size() * envs.actionSpace().size()];
    Arrays.fill(action, envs.actionSpace() instanceof Space.Discrete ? 1 : 0.5f);
    try {
      for (int t = 0; t < 5; t++) {
        envs.step(action);
      }
      return true;
    } catch (EnvironmentException | ArithmeticException | IllegalStateException e) {
      assertThat(e.getMessage()).isNotBlank();
      return false;
    }
  }

  @Test
  void statesOfGenerators() {
    Rng used = Rng.seeded(5).child(2, 7);
    used.bits32();

    Fuzz.of(
            "states of generators",
            "not the state of a generator",
            StateMutations.of(Rng.seeded(5).state(), used.state()),
            words -> {
              Rng rng = Rng.restored(words);
              rng.standardNormal();
              rng.exponential();
              rng.integers(0, 1000);
              rng.integers(-1, Long.MAX_VALUE);
              return rng.permutation(20);
            })
        .requireBoth();
  }

  /// A change of a setting.
  private record Change(String name, String value) {}

  @Test
  void settings() {
    VpgConfig config = VpgConfig.classicControl();
    List<String> names = List.copyOf(Settings.values(config).keySet());
    Function<Rng, byte[]> name = Mutations.of(names.toArray(String[]::new));

    Fuzz.of(
            "settings",
            "",
            random -> {
              String right = names.get(random.choice(names.size()));
              String value = Settings.values(config).getOrDefault(right, "") + "";
              return new Change(
                  random.choice(10) == 0 ? text(name.apply(random)) : right,
                  text(Mutations.of(value).apply(random)));
            },
            change -> Settings.with(config, Map.of(change.name(), change.value())))
        .requireBoth();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void words() {
    Fuzz.of(
            "words",
            "expected words of 16 hexadecimal digits",
            Mutations.of(Bits.hex(Rng.seeded(1).state()), Bits.hex(new long[] {0})),
            bytes -> Bits.words(text(bytes)))
        .requireBoth();
  }

  private static final String JSON =
      """
      {"format":"uphill-run-1","seed":17,"list":[1,2.5,-3e-7,true,false,null,"γ"],
       "inner":{"a":{},"b":[],"c":"line\\nbreak \\u00e9"}}
      """;

  @Test
  void json() {
    Fuzz.of("json", "some.json", Mutations.of(JSON), bytes -> Json.parse(text(bytes), "some.json"))
        .requireBoth();
  }

  @Test
  void jsonObjectsAndTheirFields() {
    Fuzz.of(
        "json objects",
        "some.json",
        Mutations.of(JSON),
        bytes -> {
          Map<String, Object> object = Json.parseObject(text(bytes), "some.json");
          Json.field(object, "inner", Map.class, "some.json");
          Json.field(object, "seed", Long.class, "some.json");
          return Json.object(object.getOrDefault("list", Map.of()), "some.json");
        });
  }

  @Test
  void jsonOfPython() {
    Fuzz.of(
            "json of Python",
            "some.jsonl, line 3",
            Mutations.of(JSON.replace("2.5", "NaN").replace("\n", "") + "\n"),
            bytes -> Json.parsePython(text(bytes), "some.jsonl, line 3"))
        .requireBoth();
  }
}
