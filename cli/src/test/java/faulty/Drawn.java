package faulty;

import java.util.List;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.env.scene.Colour;
import uphill.env.scene.Pictured;
import uphill.env.scene.Scene;
import uphill.env.scene.Shape;

/// Three steps to the right, which can be seen.
public class Drawn implements Env, Pictured {

  private int at;

  /// The same, where the second step cannot be drawn.
  public static final class Badly extends Drawn {
    @Override
    public Scene scene() {
      if (at() == 2) {
        throw new IllegalStateException("no paint left");
      }
      return super.scene();
    }
  }

  int at() {
    return at;
  }

  @Override
  public Space observationSpace() {
    return Space.Box.of(0, 3, 1);
  }

  @Override
  public Space actionSpace() {
    return new Space.Discrete(2);
  }

  @Override
  public void reset(Reset how, float[] observation) {
    at = 0;
    observation[0] = at;
  }

  @Override
  public void step(float[] action, Step step) {
    at++;
    step.observation[0] = at;
    step.set(1, at < 3 ? Ending.NONE : Ending.TERMINATED);
  }

  @Override
  public Scene scene() {
    return new Scene(
        40, 20, Colour.WHITE, List.of(Shape.Circle.of(Colour.BLACK, 5 + 10 * at, 10, 4)), 2);
  }
}
