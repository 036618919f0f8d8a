package uphill.box2d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.env.Env;
import uphill.env.Environments;
import uphill.env.Reset;
import uphill.env.Step;
import uphill.env.scene.Pictured;
import uphill.env.scene.Scene;
import uphill.env.scene.Shape;

/// What worlds look like; `GoldenFramesTest` compares with Gymnasium's frames.
class ScenesTest {

  private static Env begun(String id) {
    Env env = Environments.spec(id).create().get();
    env.reset(Reset.seeded(4), new float[env.observationSpace().size()]);
    return env;
  }

  private static Scene scene(Env env) {
    return Pictured.of(env).orElseThrow().scene();
  }

  private static Step step(Env env, double first) {
    Step step = new Step(env.observationSpace().size());
    float[] action = new float[env.actionSpace().size()];
    action[0] = (float) first;
    env.step(action, step);
    return step;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BipedalWalker-v3",
        "BipedalWalkerHardcore-v3",
        "LunarLander-v3",
        "LunarLanderContinuous-v3"
      })
  void lookingChangesNothingAndARestoredStateLooksTheSame(String id) {
    try (Env seen = begun(id);
        Env blind = begun(id);
        Env restored = Environments.spec(id).create().get()) {
      for (int t = 0; t < 10; t++) {
        assertThat(scene(seen)).isEqualTo(scene(seen));
        assertThat(step(seen, t % 2).observation).isEqualTo(step(blind, t % 2).observation);
      }
      assertThat(seen.state()).isEqualTo(blind.state());
      restored.restore(seen.state());
      assertThat(scene(restored)).isEqualTo(scene(seen));
      assertThat(scene(seen).framesPerSecond()).isEqualTo(50);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"BipedalWalker-v3", "LunarLander-v3"})
  void beforeAResetThereIsNothingToSee(String id) {
    try (Env env = Environments.spec(id).create().get()) {
      assertThatIllegalStateException().isThrownBy(() -> scene(env));
    }
  }

  /// It is blown down, and gone in a seventh step.
  @Test
  void whatAnEngineBlowsOutFallsAndFades() {
    try (Env env = begun("LunarLander-v3")) {
      for (int t = 0; t < 20; t++) {
        step(env, 0);
      }
      assertThat(puffs(env)).isEmpty();
      step(env, 2);
      double height = 400;
      int red = 256;
      for (int t = 0; t < 6; t++) {
        assertThat(puffs(env)).hasSize(1);
        Shape.Circle puff = puffs(env).getFirst();
        assertThat(puff.centre().y()).isLessThan(height);
        assertThat(puff.fill().red()).isLessThan(red);
        height = puff.centre().y();
        red = puff.fill().red();
        step(env, 0);
      }
      assertThat(puffs(env)).isEmpty();
    }
  }

  private static List<Shape.Circle> puffs(Env env) {
    List<Shape.Circle> puffs = new ArrayList<>();
    for (Shape shape : scene(env).shapes()) {
      if (shape instanceof Shape.Circle circle) {
        puffs.add(circle);
      }
    }
    return puffs;
  }

  /// v ← v + g·dt, x ← x + v·dt with dt = 0.02 s, from an impulse on a disc of radius 2/30 m.
  @Test
  void aPuffFliesAsAStoneDoes() {
    Exhaust exhaust = new Exhaust(-10);
    double mass = 2 * Math.PI * (2.0 / 30) * (2.0 / 30);
    exhaust.puff(2, 1, 5, 3 * mass, 0, 1);
    exhaust.move();
    exhaust.move();

    List<Double> seen = new ArrayList<>();
    exhaust.forEach((x, y, left) -> seen.addAll(List.of(x, y, left)));
    assertThat(seen).hasSize(3);
    assertThat(seen.get(0)).isEqualTo(1 + 2 * 3 * 0.02, within(1e-12));
    assertThat(seen.get(1)).isEqualTo(5 - (0.2 + 0.4) * 0.02, within(1e-12));
    assertThat(seen.get(2)).isEqualTo(0.7, within(1e-12));
  }
}
