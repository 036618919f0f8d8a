package uphill.env.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SceneTest {

  @Test
  void aTurnByAQuarterTakesRightToUp() {
    Point up = new Point(2, 0).turned(Math.PI / 2);

    assertThat(up.x()).isCloseTo(0, within(1e-15));
    assertThat(up.y()).isCloseTo(2, within(1e-15));
  }

  @Test
  void equalShapesMakeEqualScenes() {
    Shape box = Shape.Polygon.rectangle(Colour.BLACK, 0, 0, 2, 1);
    Shape same =
        Shape.Polygon.of(
            Colour.of(0, 0, 0), new Point(0, 0), new Point(0, 1), new Point(2, 1), new Point(2, 0));

    assertThat(scene(box)).isEqualTo(scene(same)).isNotEqualTo(scene());
  }

  @Test
  void aMovedShapeKeepsItsColours() {
    Shape.Polygon box = Shape.Polygon.rectangle(Colour.BLACK, 0, 0, 2, 1).outlined(Colour.WHITE, 3);

    Shape.Polygon moved = box.moved(1, -1);

    assertThat(moved.corners().getFirst()).isEqualTo(new Point(1, -1));
    assertThat(moved.fill()).isEqualTo(Colour.BLACK);
    assertThat(moved.outline()).isEqualTo(new Shape.Outline(Colour.WHITE, 3));
  }

  private static Scene scene(Shape... shapes) {
    return new Scene(3, 2, Colour.WHITE, List.of(shapes), 4);
  }

  @Test
  void whatCannotBeDrawnIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Colour.of(0, 256, 0))
        .withMessage("a colour has channels in 0 … 255, got 0, 256, 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Colour.of(0, -1, 0))
        .withMessage("a colour has channels in 0 … 255, got 0, -1, 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Colour.BLACK.withOpacity(1.5))
        .withMessage("an opacity is in [0, 1], got 1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Point(0, Double.NaN))
        .withMessage("a point is at (0.0, NaN), which is nowhere");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.Polygon.of(Colour.BLACK, new Point(0, 0), new Point(1, 1)))
        .withMessage("a polygon has 3 points at least, got 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.Line.of(Colour.BLACK, 1, new Point(0, 0)))
        .withMessage("a line has 2 points at least, got 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.Circle.of(Colour.BLACK, 0, 0, -1))
        .withMessage("a circle's radius is finite and not negative, got -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Shape.Outline(Colour.BLACK, Double.POSITIVE_INFINITY))
        .withMessage("an outline's width is finite and not negative, got Infinity");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Scene(0, 2, Colour.WHITE, List.of(), 4))
        .withMessage("a scene has 1 to 4096 pixels a side, got 0 x 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Scene(3, 5000, Colour.WHITE, List.of(), 4))
        .withMessage("a scene has 1 to 4096 pixels a side, got 3 x 5000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Scene(3, 2, Colour.WHITE, List.of(), 0))
        .withMessage("a scene has a positive number of frames per second, got 0.0");
  }
}
