package uphill.box2d;

import java.util.List;
import uphill.box2d.engine.Part;
import uphill.env.Step;
import uphill.env.scene.Scene;

/// An episode of a world, from the scene that it begins with.
interface Episode {

  /// What moves, in the order of the physical state.
  List<Part> moving();

  /// Takes a step with an action that was checked, and sets its reward and its ending.
  void act(float[] action, Step step);

  /// Fills an observation of the present state.
  void observe(float[] observation);

  /// Lets the next reward be that of a step from the present state, which was put there.
  void remember();

  /// What it looks like.
  Scene scene();
}
