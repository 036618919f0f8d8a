package uphill.mujoco;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uphill.env.scene.Colour;
import uphill.env.scene.Scene;
import uphill.env.scene.Shape;
import uphill.mujoco.engine.Model;
import uphill.mujoco.engine.Simulation;

/// What a robot looks like: its geoms where qpos puts them, in the colours of its model, from the
/// far to the near ones, seen without perspective.
///
/// It computes where they are in a simulation of its own, so that looking changes nothing.
final class RobotScene implements AutoCloseable {

  private static final Colour SKY = Colour.of(228, 236, 245);
  private static final Colour[] FLOOR = {Colour.of(214, 224, 212), Colour.of(196, 209, 194)};
  private static final Colour SHADOW = Colour.of(160, 172, 160);
  private static final Colour LINE = Colour.of(120, 132, 120);
  private static final double DARKER = 0.55; // an edge than what it is around
  private static final double SAME_DEPTH = 1e-4; // m

  private static final int PLANE = 0; // mjGEOM_PLANE
  private static final int SPHERE = 2;
  private static final int CAPSULE = 3;
  private static final int CYLINDER = 5;

  private final Model model;
  private final View view;
  private final int[] types;
  private final double[] sizes;
  private final float[] colours;
  private @Nullable Simulation drawn;

  RobotScene(Model model, View view) {
    this.model = model;
    this.view = view;
    types = model.geomTypes();
    sizes = model.geomSizes();
    colours = model.geomColours();
  }

  /// Where geoms are.
  private record Places(double[] body, double[] centres, double[] turns) {}

  private Places places(double[] qpos) {
    Simulation simulation = drawn;
    if (simulation == null) {
      simulation = new Simulation(model);
      drawn = simulation;
    }
    simulation.reset();
    simulation.positions().set(qpos);
    simulation.forward();
    double[] body = new double[3];
    simulation.reals("xpos", 3 * model.bodies()).copy(3, body);
    double[] centres = new double[3 * types.length];
    simulation.reals("geom_xpos", centres.length).copy(0, centres);
    double[] turns = new double[9 * types.length];
    simulation.reals("geom_xmat", turns.length).copy(0, turns);
    return new Places(body, centres, turns);
  }

  /// The picture of these positions.
  Scene of(double[] qpos, double framesPerSecond) {
    Places places = places(qpos);
    List<Shape> shapes = new ArrayList<>();
    Floor floor = new Floor(view, places.body());
    switch (view.ground()) {
      case NONE -> {}
      case EDGE -> floor.edge(FLOOR, LINE, shapes);
      case TILES, TILES_AND_SHADOW -> floor.tiles(FLOOR[1], shapes);
    }
    List<Solid> solids = new ArrayList<>();
    for (int i = 0; i < types.length; i++) {
      if (types[i] != PLANE) {
        solids.add(solid(i, places));
      }
    }
    if (view.ground() == View.Ground.TILES_AND_SHADOW) {
      solids.forEach(solid -> shapes.add(solid.shadow(view, places.body(), SHADOW)));
    }
    // What is as far is drawn in the model's order: its last bits change from step to step.
    solids.sort(
        Comparator.comparingDouble(solid -> -Math.rint(view.depth(solid.centre()) / SAME_DEPTH)));
    solids.forEach(solid -> shapes.add(solid.seen(view, places.body())));
    Colour behind =
        switch (view.ground()) {
          case NONE, EDGE -> SKY;
          case TILES, TILES_AND_SHADOW -> FLOOR[0];
        };
    return new Scene(view.width(), view.height(), behind, shapes, framesPerSecond);
  }

  private Solid solid(int i, Places places) {
    double[] centre = {
      places.centres()[3 * i], places.centres()[3 * i + 1], places.centres()[3 * i + 2]
    };
    double[][] axes = new double[3][3];
    for (int k = 0; k < 9; k++) {
      axes[k % 3][k / 3] = places.turns()[9 * i + k];
    }
    double radius = sizes[3 * i];
    double half = sizes[3 * i + 1];
    Colour fill = colour(i, 1);
    Shape.Outline edge = new Shape.Outline(colour(i, DARKER), 1);
    return switch (types[i]) {
      case SPHERE -> new Solid(centre, axes, radius, 0, true, fill, edge);
      case CAPSULE -> new Solid(centre, axes, radius, half, true, fill, edge);
      case CYLINDER -> new Solid(centre, axes, radius, half, false, fill, edge);
      default -> throw new IllegalStateException("no picture of a geom of type " + types[i]);
    };
  }

  private Colour colour(int i, double brightness) {
    int[] channels = new int[3];
    for (int c = 0; c < 3; c++) {
      channels[c] = (int) Math.round(255 * brightness * colours[4 * i + c]);
    }
    return new Colour(channels[0], channels[1], channels[2], colours[4 * i + 3]);
  }

  @Override
  public void close() {
    Simulation simulation = drawn;
    drawn = null;
    if (simulation != null) {
      simulation.close();
    }
  }
}
