package uphill.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.kernel.Rng;

class SpaceTest {

  static List<Golden> golden() {
    return Golden.lines("spaces");
  }

  private static Space space(Golden golden) {
    return switch (golden.text("kind")) {
      case "Discrete" -> new Space.Discrete((int) golden.number("n"), (int) golden.number("start"));
      case "MultiDiscrete" ->
          new Space.MultiDiscrete(
              Arrays.stream(golden.doubles("n")).mapToInt(n -> (int) n).toArray());
      case "MultiBinary" -> new Space.MultiBinary((int) golden.number("n"));
      default -> new Space.Box(bounds(golden, "low"), bounds(golden, "high"));
    };
  }

  private static float[] bounds(Golden golden, String key) {
    double[] bounds =
        golden.list(key).stream()
            .map(bound -> ((String) bound).replace("inf", "Infinity"))
            .mapToDouble(Double::parseDouble)
            .toArray();
    return Golden.floats(bounds);
  }

  @ParameterizedTest
  @MethodSource("golden")
  void samplesAreGymnasiums(Golden golden) {
    Space space = space(golden);
    Rng rng = Rng.seeded((long) golden.number("seed"));
    float[] out = new float[space.size() + 2];

    for (double[] sample : golden.rows("samples")) {
      Arrays.fill(out, 99);
      space.sample(rng, out, 1);

      assertThat(Arrays.copyOfRange(out, 1, 1 + space.size())).isEqualTo(Golden.floats(sample));
      assertThat(out[0]).isEqualTo(99);
      assertThat(out[space.size() + 1]).isEqualTo(99);
      assertThat(space.contains(out, 1)).isTrue();
    }
  }

  /// Vectors of bounds are not padded to columns as numpy pads them.
  @ParameterizedTest
  @MethodSource("golden")
  void theyPrintAsGymnasiums(Golden golden) {
    String repr =
        golden.text("repr").replaceAll("\\[ +", "[").replaceAll(" +", " ").replace(". ", ".0 ");

    assertThat(space(golden).toString()).isEqualTo(repr.replace(".]", ".0]"));
  }

  @Test
  void aHalfOpenBoxIsAnExponentialFromItsBound() {
    Space box =
        new Space.Box(
            new float[] {2, Float.NEGATIVE_INFINITY}, new float[] {Float.POSITIVE_INFINITY, -5});
    Rng rng = Rng.seeded(1);
    float[] out = new float[2];

    box.sample(Rng.seeded(1), out, 0);

    assertThat(out[0]).isEqualTo((float) (2 + rng.exponential()));
    assertThat(out[1]).isEqualTo((float) (-5 - rng.exponential()));
  }

  @Test
  void discreteContainsItsWholeNumbersOnly() {
    Space space = new Space.Discrete(3, -1);
    float[] values = {-2, -1, 0, 1, 2, 0.5f, Float.NaN, Float.POSITIVE_INFINITY, 1e20f};

    for (int at = 0; at < values.length; at++) {
      assertThat(space.contains(values, at)).isEqualTo(at >= 1 && at <= 3);
    }
  }

  @Test
  void theIndexOfAnActionCountsFromItsStart() {
    Space.Discrete space = new Space.Discrete(3, -1);

    assertThat(space.index(-1)).isZero();
    assertThat(space.index(1)).isEqualTo(2);
    for (float foreign : new float[] {-2, 2, 0.5f, Float.NaN, 1e20f, -1e20f, 0x1p31f}) {
      assertThatThrownBy(() -> space.index(foreign))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(foreign + " is not in Discrete(3, start=-1)");
    }
  }

  @Test
  void aBoxContainsItsBounds() {
    Space box = new Space.Box(new float[] {-1, 0}, new float[] {1, Float.POSITIVE_INFINITY});

    assertThat(box.contains(new float[] {9, -1, 0}, 1)).isTrue();
    assertThat(box.contains(new float[] {1, 1e30f}, 0)).isTrue();
    assertThat(box.contains(new float[] {Math.nextUp(1f), 0}, 0)).isFalse();
    assertThat(box.contains(new float[] {0, -Float.MIN_VALUE}, 0)).isFalse();
    assertThat(box.contains(new float[] {0, Float.NaN}, 0)).isFalse();
  }

  @Test
  void severalChoicesAreEachInTheirRange() {
    Space choices = new Space.MultiDiscrete(new int[] {3, 2});
    Space switches = new Space.MultiBinary(2);

    assertThat(choices.contains(new float[] {2, 1}, 0)).isTrue();
    assertThat(choices.contains(new float[] {1, 2}, 0)).isFalse();
    assertThat(choices.contains(new float[] {-1, 0}, 0)).isFalse();
    assertThat(choices.contains(new float[] {0.5f, 0}, 0)).isFalse();
    assertThat(switches.contains(new float[] {0, 1}, 0)).isTrue();
    assertThat(switches.contains(new float[] {0, 2}, 0)).isFalse();
    assertThat(switches.contains(new float[] {0.5f, 0}, 0)).isFalse();
  }

  @Test
  void whatIsNoSpaceIsRefused() {
    float[] one = {1};
    float[] two = {2};

    assertThatThrownBy(() -> new Space.Discrete(0)).hasMessageContaining("at least 1, got 0");
    assertThatThrownBy(() -> new Space.Discrete(1 << 25)).hasMessageContaining("fit in a float");
    assertThatThrownBy(() -> new Space.Box(two, one)).hasMessageContaining("bounds [2.0, 1.0]");
    assertThatThrownBy(() -> new Space.Box(new float[] {Float.NaN}, one))
        .hasMessageContaining("bounds [NaN, 1.0]");
    assertThatThrownBy(() -> new Space.Box(one, new float[2])).hasMessageContaining("do not fit");
    assertThatThrownBy(() -> new Space.Box(new float[0], new float[0]))
        .hasMessageContaining("at least one component");
    assertThatThrownBy(() -> new Space.MultiDiscrete(new int[] {2, 0}))
        .hasMessageContaining("component 1");
    assertThatThrownBy(() -> new Space.MultiBinary(0)).hasMessageContaining("at least 1, got 0");
  }

  @Test
  void spacesWithEqualBoundsAreEqual() {
    assertThat(Space.Box.of(-1, 1, 2)).isEqualTo(Space.Box.symmetric(1, 1));
    assertThat(Space.Box.of(-1, 1, 2)).hasSameHashCodeAs(Space.Box.symmetric(1, 1));
    assertThat(Space.Box.of(-1, 1, 2)).isNotEqualTo(Space.Box.of(-1, 2, 2));
    assertThat(new Space.MultiDiscrete(new int[] {2}))
        .isEqualTo(new Space.MultiDiscrete(new int[] {2}));
  }

  @Test
  void aSpaceDoesNotShareTheArraysItWasMadeFrom() {
    float[] low = {0};
    Space.Box box = new Space.Box(low, new float[] {1});

    low[0] = 5;

    assertThat(box.contains(new float[] {0.5f}, 0)).isTrue();
  }
}
