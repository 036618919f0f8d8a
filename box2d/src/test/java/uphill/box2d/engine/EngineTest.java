package uphill.box2d.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Box2D itself, where no world shows it.
class EngineTest {

  private static final Material WOOD = new Material(1, 0.5);

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, libgdx-box2d64.so",
    "Linux, aarch64, libgdx-box2darm64.so",
    "Linux, riscv64, libgdx-box2driscv64.so",
    "Mac OS X, x86_64, libgdx-box2d64.dylib",
    "Mac OS X, aarch64, libgdx-box2darm64.dylib",
    "Windows 11, amd64, gdx-box2d64.dll",
  })
  void everyMachineThatHasALibraryFindsIt(String system, String processor, String file) {
    assertThat(Platform.of(system, processor).file("gdx-box2d")).isEqualTo(file);
    assertThat(Engine.class.getResource("/" + file)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"Linux, s390x", "Windows 11, aarch64", "FreeBSD, amd64"})
  void aMachineThatHasNoneIsToldSo(String system, String processor) {
    assertThatExceptionOfType(NoEngineException.class)
        .isThrownBy(() -> Platform.of(system, processor))
        .withMessageStartingWith("Box2D has no library for %s on %s;", system, processor);
  }

  /// A crate that falls onto edges that were made in one order, and onto the same in the other:
  /// contacts are made in the order of the ground, so what it does after differs in the last bits.
  @Test
  void contactsAreMadeInTheOrderOfTheGround() {
    List<Float> one = fall(true);
    List<Float> other = fall(false);

    assertThat(fall(true)).isEqualTo(one);
    assertThat(other).isNotEqualTo(one);
    for (int t = 0; t < one.size(); t++) {
      assertThat(Math.abs(one.get(t) - other.get(t))).isLessThan(0.05f);
    }
  }

  private static List<Float> fall(boolean fromLeft) {
    Engine.get();
    List<Float> heights = new ArrayList<>();
    try (Scene scene = new Scene(-10)) {
      Part ground = scene.ground();
      for (int i = 0; i < 6; i++) {
        int k = fromLeft ? i : 5 - i;
        ground.edge(k - 3, 0.1 * (k % 2), k - 2, 0.1 * ((k + 1) % 2), 0.5);
      }
      Part crate = scene.moving(0.1, 1.6, 0.2);
      crate.box(1, 0.5, WOOD);
      for (int t = 0; t < 60; t++) {
        scene.step();
        heights.add(crate.y());
      }
      assertThat(crate.touched()).isTrue();
    }
    return heights;
  }

  /// Crates in one place, which do not feel each other, come near several edges in the same step.
  /// From 1 m they fall for a while; from 0.1 m they are near from the beginning; thrown down at 60
  /// m/s they arrive within the step.
  @ParameterizedTest
  @CsvSource({"1, 0", "0.1, 0", "1, -60"})
  void contactsAreMadeInTheOrderOfTheirPairs(double height, double speed) {
    Engine.get();
    try (Scene scene = new Scene(-10)) {
      for (int i : new int[] {2, 0, 3, 1}) {
        scene.ground().edge(i - 2, 0, i - 1, 0, 0.5);
      }
      for (int i : new int[] {1, 2, 0}) {
        Part crate = scene.moving(0.01 * i, height + 0.5, 0);
        crate.box(1, 0.5, WOOD);
        crate.place(new double[] {0.01 * i, height + 0.5, 0, 0, speed, 0}, 0);
      }
      List<Long> made = List.of();
      while (made.isEmpty()) {
        scene.step();
        made = scene.meetings().contacts();
      }

      assertThat(made).hasSize(12);
      assertThat(made.reversed()).isSorted();
    }
  }

  @Test
  void aRaySeesGroundAndNothingElse() {
    Engine.get();
    try (Scene scene = new Scene(-10)) {
      scene.ground().edge(-5, 0, 5, 0, 0.5);
      scene.moving(0, 2, 0).box(0.5, 0.5, WOOD);

      assertThat(scene.free(0, 4, 0, -4)).isEqualTo(0.5f);
      assertThat(scene.free(0, 4, 0, 1)).isEqualTo(1);
    }
  }
}
