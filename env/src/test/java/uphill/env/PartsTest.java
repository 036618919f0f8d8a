package uphill.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class PartsTest {

  private static final Parts PARTS =
      new Parts()
          .with("position", Space.Box.of(-2, 2, 2))
          .with("gear", new Space.Discrete(3, -1))
          .with("switches", new Space.MultiBinary(2))
          .with("cards", new Space.MultiDiscrete(new int[] {2, 3}));

  @Test
  void standsSideBySideAsGymnasiumFlattensIt() {
    assertThat(PARTS.size()).isEqualTo(12);
    Space.Box space = PARTS.space();
    assertThat(space.low()).containsExactly(-2, -2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    assertThat(space.high()).containsExactly(2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    float[] row = written();
    assertThat(row).containsExactly(0.5f, -1, 0, 0, 1, 0, 1, 0, 1, 1, 0, 0);
    assertThat(space.contains(row, 0)).isTrue();
    PARTS.write(row, "gear", -1);
    PARTS.write(row, "cards", 0, 2);
    assertThat(row).containsExactly(0.5f, -1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1);
  }

  private static float[] written() {
    float[] row = new float[PARTS.size()];
    PARTS.write(row, "position", 0.5f, -1);
    PARTS.write(row, "gear", 1);
    PARTS.write(row, "switches", 0, 1);
    PARTS.write(row, "cards", 1, 0);
    return row;
  }

  @Test
  void readsWhatWasWrittenWhereverItBegins() {
    float[] rows = new float[3 * PARTS.size()];
    System.arraycopy(written(), 0, rows, 2 * PARTS.size(), PARTS.size());
    int at = 2 * PARTS.size();
    assertThat(PARTS.read(rows, at, "position")).containsExactly(0.5f, -1);
    assertThat(PARTS.read(rows, at, "gear")).containsExactly(1);
    assertThat(PARTS.read(rows, at, "switches")).containsExactly(0, 1);
    assertThat(PARTS.read(rows, at, "cards")).containsExactly(1, 0);
    assertThat(PARTS.describe(rows, at))
        .isEqualTo("position (0.50, -1), gear 1, switches (0, 1), cards (1, 0)");
  }

  @Test
  void refusesWhatIsNotInItsSpace() {
    float[] row = new float[PARTS.size()];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PARTS.write(row, "gear", 2))
        .withMessageContaining("\"gear\" is of Discrete");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PARTS.write(row, "position", 1))
        .withMessageContaining("\"position\" is of Box");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PARTS.write(row, "gera", 1))
        .withMessageContaining("Did you mean");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PARTS.with("gear", Space.Box.of(0, 1, 1)))
        .withMessageContaining("a name of its own");
  }
}
