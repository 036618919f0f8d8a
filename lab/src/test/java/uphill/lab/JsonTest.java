package uphill.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  private static Map<String, Object> everything() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("text", "a \"quoted\" line\nand γ");
    map.put("whole", 1L << 60);
    map.put("real", 0.1);
    map.put("yes", true);
    map.put("nothing", Json.NULL);
    map.put("list", List.of(1L, 2.5, "x", List.of()));
    map.put("object", Map.of());
    return map;
  }

  @Test
  void whatIsWrittenIsReadBack() {
    assertThat(Json.parse(Json.line(everything()), "test")).isEqualTo(everything());
    assertThat(Json.parse(Json.pretty(everything()), "test")).isEqualTo(everything());
  }

  @Test
  void aLineIsOneLine() {
    assertThat(Json.line(everything())).doesNotContain("\n");
  }

  @Test
  void everyDoubleKeepsItsBits() {
    for (double x : new double[] {Math.PI, Double.MIN_VALUE, -0.0, 1e300, 1.0 / 3}) {
      assertThat(Json.parse(Json.line(x), "test")).isEqualTo(x);
    }
  }

  @Test
  void numbersThatJsonLacksBecomeNull() {
    assertThat(Json.line(List.of(Double.NaN, Double.POSITIVE_INFINITY))).isEqualTo("[null,null]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "{\"a\":1,\"a\":2}", "[1] 2", "{\"a\" 1}", "nul", "'a'", "[01]", "NaN"})
  void whatIsNotJsonIsRefusedWithItsSource(String text) {
    assertThatThrownBy(() -> Json.parse(text, "some.json"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("some.json: ");
  }

  @Test
  void absurdDepthIsRefused() {
    assertThatThrownBy(() -> Json.parse("[".repeat(100_000), "deep.json"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFieldOfAnotherTypeIsNamed() {
    assertThatThrownBy(() -> Json.field(everything(), "text", Long.class, "some.json"))
        .hasMessageContaining("\"text\" must be a Long");
    assertThatThrownBy(() -> Json.field(everything(), "absent", Long.class, "some.json"))
        .hasMessageContaining("\"absent\" must be a Long, got nothing");
  }
}
