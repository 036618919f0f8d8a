package uphill.box2d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.env.Describes;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Environments;
import uphill.env.NativePart;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.kernel.Rng;

/// The worlds of Box2D by their names, pushed about, and in words.
class Box2dTest {

  @ParameterizedTest
  @CsvSource({
    "LunarLander-v3, 8, Discrete(4), 1000, 200",
    "LunarLanderContinuous-v3, 8, Box(2), 1000, 200",
    "BipedalWalker-v3, 24, Box(4), 1600, 300",
    "BipedalWalkerHardcore-v3, 24, Box(4), 2000, 300",
    "LunarLander-v3:continuous=true, 8, Box(2), 1000, 200",
    "LunarLanderContinuous-v3:continuous=false, 8, Discrete(4), 1000, 200",
    "BipedalWalker-v3:hardcore=true, 24, Box(4), 1600, 300",
  })
  void areFoundByName(String name, int seen, String actions, int limit, double threshold) {
    try (Env env = Environments.create(name)) {
      assertThat(env.observationSpace().size()).isEqualTo(seen);
      assertThat(
              env.actionSpace() instanceof Space.Box box
                  ? "Box(" + box.size() + ")"
                  : env.actionSpace().toString())
          .isEqualTo(actions);
      assertThat(env.timeLimit()).hasValue(limit);
      assertThat(Environments.spec(name.replaceAll(":.*", "")).rewardThreshold())
          .hasValue(threshold);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LunarLander-v3:gravity=-13|LunarLander-v3: argument \"gravity\" must be above -12 and"
            + " below 0, got -13.0",
        "LunarLander-v3:gravity=0|LunarLander-v3: argument \"gravity\" must be above -12 and below"
            + " 0, got 0.0",
        "LunarLander-v3:wind_power=-1|LunarLander-v3: argument \"wind_power\" must be from 0 to"
            + " 1000, got -1.0",
        "LunarLander-v3:turbulence_power=1e9|LunarLander-v3: argument \"turbulence_power\" must be"
            + " from 0 to 1000, got 1.0E9",
        "LunarLander-v3:continuous=2|LunarLander-v3: argument \"continuous\" must be true or false,"
            + " got 2.0",
        "LunarLander-v3:enable_wind=often|LunarLander-v3: argument \"enable_wind\" must be true or"
            + " false, got often",
        "LunarLander-v3:hardcore=true|LunarLander-v3 has no argument \"hardcore\". It takes"
            + " continuous, enable_wind, gravity, turbulence_power, wind_power.",
        "BipedalWalker-v3:hardcor=true|BipedalWalker-v3 has no argument \"hardcor\". Did you mean"
            + " hardcore? It takes hardcore.",
      })
  void wrongArgumentsAreRefused(String name, String sentence) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Environments.create(name).close())
        .withMessage(sentence);
  }

  @Test
  void anActionThatIsNoNumberIsRefused() {
    try (BipedalWalker walker = new BipedalWalker()) {
      walker.reset(Reset.seeded(0), new float[24]);

      assertThatIllegalArgumentException()
          .isThrownBy(() -> walker.step(new float[] {0, Float.NaN, 0, 0}, new Step(24)))
          .withMessage(
              "BipedalWalker: component 1 of the action is NaN; it must be a finite number");
    }
  }

  /// Random actions, each kept for a while, and those at and beyond the bounds.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "LunarLander-v3",
        "LunarLander-v3:enable_wind=true,wind_power=1000,turbulence_power=1000",
        "LunarLanderContinuous-v3",
        "BipedalWalker-v3",
        "BipedalWalkerHardcore-v3"
      })
  void tenThousandStepsOfAnyActionsStayFinite(String name) {
    try (Env env = Environments.create(name)) {
      Rng rng = Rng.seeded(1);
      Step step = new Step(env.observationSpace().size());
      float[] action = new float[env.actionSpace().size()];
      int episodes = 0;
      env.reset(Reset.seeded(0), step.observation);
      for (int t = 0; t < 10_000; t++) {
        if (t % 20 == 0) {
          env.actionSpace().sample(rng, action, 0);
          if (env.actionSpace() instanceof Space.Box && t % 60 > 0) {
            for (int j = 0; j < action.length; j++) {
              action[j] = Math.signum(action[j]) * (t % 60 == 20 ? 1 : Float.MAX_VALUE);
            }
          }
        }
        env.step(action, step);

        assertThat(env.observationSpace().contains(step.observation, 0)).isTrue();
        for (float value : step.observation) {
          assertThat(Float.isFinite(value)).isTrue();
        }
        assertThat(Math.abs(step.reward)).isLessThan(1e4);
        if (step.ending != Ending.NONE) {
          env.reset(Reset.next(), step.observation);
          episodes++;
        }
      }
      assertThat(episodes).isGreaterThan(5);
    }
  }

  /// Box2D keeps a few things for all of its worlds.
  @Test
  void worldsInSeveralThreadsGoAsTheyGoAlone() throws InterruptedException, ExecutionException {
    List<Callable<Double>> games = new ArrayList<>();
    for (int k = 0; k < 8; k++) {
      String world = k % 2 == 0 ? "LunarLander-v3" : "BipedalWalker-v3";
      int seed = k;
      games.add(() -> sumOfSteps(world, seed));
    }
    try (var threads = Executors.newFixedThreadPool(4)) {
      List<Future<Double>> together = threads.invokeAll(games);
      for (int k = 0; k < games.size(); k++) {
        double alone = sumOfSteps(k % 2 == 0 ? "LunarLander-v3" : "BipedalWalker-v3", k);
        assertThat(together.get(k).get()).isEqualTo(alone);
      }
    }
  }

  private static double sumOfSteps(String world, int seed) {
    try (Env env = Environments.create(world)) {
      Rng rng = Rng.seeded(seed);
      Step step = new Step(env.observationSpace().size());
      float[] action = new float[env.actionSpace().size()];
      double sum = 0;
      env.reset(Reset.seeded(seed), step.observation);
      for (int t = 0; t < 500; t++) {
        env.actionSpace().sample(rng, action, 0);
        env.step(action, step);
        sum = 0.999 * sum + step.reward + step.observation[0];
        if (step.ending != Ending.NONE) {
          env.reset(Reset.next(), step.observation);
        }
      }
      return sum;
    }
  }

  @Test
  void sayWhichLibraryTheyRunOn() {
    try (Env env = Environments.create("LunarLander-v3")) {
      NativePart part = env.natives().getFirst();

      assertThat(part.name()).isEqualTo("Box2D");
      assertThat(part.version()).isEqualTo("2.3.0 (gdx-box2d 1.14.2)");
      assertThat(part.sha256()).matches("[0-9a-f]{64}");
    }
    assertThat(new Box2d().remarks()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 .63 0 -.28 .3 0 0 0|4.2 m above the pad, falling, leaning left",
        "-.3 .15 .2 .1 -.2 0 0 0|1.0 m above the pad, 3.0 m left of it, rising, moving right,"
            + " leaning right",
        "0 0 0 0 0 0 1 1|0.0 m above the pad, hovering, upright, both legs down",
        ".2 -.03 -.1 0 3 0 0 1|0.2 m below the pad, 2.0 m right of it, hovering, moving left,"
            + " upside down, left leg down",
      })
  void aLandingInWords(String numbers, String sentence) {
    try (LunarLander lander = new LunarLander()) {
      assertThat(lander.describeObservation(floats(numbers), 0)).isEqualTo(sentence);
      assertThat(lander.describeAction(new float[] {1}, 0)).isEqualTo("left engine");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-1 .5|no engine",
        ".5 0|main engine at 75 %",
        "1 -2|main engine at 100 %, left engine at 100 %",
        "0 .6|right engine at 60 %",
      })
  void throttlesInWords(String action, String sentence) {
    try (Env env = Environments.create("LunarLanderContinuous-v3")) {
      assertThat(Describes.of(env).describeAction(floats(action), 0)).isEqualTo(sentence);
    }
  }

  @Test
  void aWalkInWords() {
    try (BipedalWalker walker = new BipedalWalker()) {
      float[] seen = new float[24];
      walker.reset(Reset.seeded(0), seen);
      assertThat(walker.describeObservation(seen, 0))
          .isEqualTo("standing still, upright, both feet down, ground 2.4 m below");
      seen[0] = -0.2f;
      seen[2] = 0.12f;
      seen[13] = 0;
      assertThat(walker.describeObservation(seen, 0))
          .isEqualTo(
              "walking forward at 1.0 m/s, leaning forward, foot 1 down, ground 2.4 m below");
      assertThat(walker.describeAction(floats("1 -.5 0 2"), 0))
          .isEqualTo("hip 1 forward at 100 %, knee 1 bent at 50 %, knee 2 straight at 100 %");
      assertThat(walker.describeAction(new float[4], 0)).isEqualTo("no motor");
    }
  }

  private static float[] floats(String numbers) {
    String[] words = numbers.split(" ", -1);
    float[] floats = new float[words.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = Float.parseFloat(words[i]);
    }
    return floats;
  }
}
