package uphill.box2d;

import java.lang.ref.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uphill.box2d.engine.Engine;
import uphill.box2d.engine.NoEngineException;
import uphill.box2d.engine.Part;
import uphill.box2d.engine.Scene;
import uphill.env.NativePart;
import uphill.env.Require;
import uphill.env.Reset;
import uphill.env.ResetOption;
import uphill.env.Space;
import uphill.env.Step;
import uphill.env.fault.EnvironmentException;
import uphill.kernel.Rng;

/// What runs the worlds of Box2D: every reset builds a scene of its own, and a state is the
/// [Journal] of the episode.
///
/// ```text
/// physics   of each part that moves: x, y, angle, velocities along x and y, angular velocity
/// ```
final class Simulated {

  /// How an episode begins.
  interface Beginning {

    /// Makes ground and what moves, and takes the step that Gymnasium's reset ends with, in which
    /// nothing is done.
    Episode begin(Scene empty, Rng random);
  }

  private static final int NUMBERS = 6; // of a part
  private static final double FARTHEST = 500; // that anything may be put

  private final String name;
  private final Engine engine;
  private final double gravity;
  private final int parts;
  private final Space observations;
  private final Space actions;
  private final Beginning beginning;
  private final Journal journal;
  private final Step replayed;
  private Rng rng = Rng.seeded(0);
  private @Nullable Scene scene;
  private @Nullable Episode episode;

  /// @param gravity in m/s²; negative is downwards
  /// @param parts that move
  Simulated(
      String name,
      double gravity,
      int parts,
      Space observations,
      Space actions,
      Beginning beginning) {
    this.name = name;
    this.gravity = gravity;
    this.parts = parts;
    this.observations = observations;
    this.actions = actions;
    this.beginning = beginning;
    journal = new Journal(name, actions.size(), NUMBERS * parts);
    replayed = new Step(observations.size());
    try {
      engine = Engine.get();
    } catch (NoEngineException e) {
      throw new EnvironmentException("%s: %s".formatted(name, e.getMessage()));
    }
  }

  Space observationSpace() {
    return observations;
  }

  Space actionSpace() {
    return actions;
  }

  void reset(Reset how, List<ResetOption> options, float[] observation) {
    try {
      how.check(name, options);
      begin(how.generator(rng)).observe(observation);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private Episode begin(Rng generator) {
    close();
    rng = generator;
    journal.begin(rng);
    Scene made = new Scene(gravity);
    scene = made;
    Episode begun = beginning.begin(made, rng);
    episode = begun;
    return begun;
  }

  private Episode begun() {
    Episode now = episode;
    if (now == null) {
      throw new IllegalStateException(name + ": call reset before step");
    }
    return now;
  }

  void step(float[] action, Step step) {
    try {
      Episode now = begun();
      checkAction(action);
      journal.step(action);
      now.act(action, step);
      now.observe(step.observation);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private void checkAction(float[] action) {
    if (actions instanceof Space.Discrete discrete) {
      discrete.index(action[0]);
      return;
    }
    for (int j = 0; j < actions.size(); j++) {
      if (!Float.isFinite(action[j])) {
        throw new IllegalArgumentException(
            "%s: component %s of the action is %s; it must be a finite number"
                .formatted(name, Integer.toString(j), Float.toString(action[j])));
      }
    }
  }

  double[] physics() {
    try {
      Episode now = begun();
      double[] state = new double[NUMBERS * parts];
      int at = 0;
      for (Part part : now.moving()) {
        state[at++] = part.x();
        state[at++] = part.y();
        state[at++] = part.angle();
        state[at++] = part.velocityX();
        state[at++] = part.velocityY();
        state[at++] = part.turning();
      }
      return state;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  void setPhysics(double... state) {
    try {
      Episode now = begun();
      Require.physics(state, NUMBERS * parts, name);
      for (double value : state) {
        if (Math.abs(value) > FARTHEST) {
          throw new IllegalArgumentException(
              "%s: a physical state has no value beyond ±%s, got %s"
                  .formatted(name, Double.toString(FARTHEST), Double.toString(value)));
        }
      }
      journal.place(state);
      for (int i = 0; i < parts; i++) {
        now.moving().get(i).place(state, NUMBERS * i);
      }
      now.remember();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  uphill.env.scene.Scene picture() {
    try {
      return begun().scene();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  List<NativePart> natives() {
    return List.of(engine.part());
  }

  /// What the episode began with and what was done since: it grows by a few words with every step.
  long[] state() {
    return episode == null ? Journal.unbegun(rng) : journal.state();
  }

  /// Plays the episode again, as far as it went.
  void restore(long[] state) {
    Rng generator = journal.generator(state);
    if (!journal.begun(state)) {
      close();
      rng = generator;
      return;
    }
    journal.play(
        state,
        new Journal.Stage() {
          @Override
          public void begin(Rng generator) {
            Simulated.this.begin(generator);
          }

          @Override
          public void take(float[] action) {
            step(action, replayed);
          }

          @Override
          public void put(double[] physics) {
            setPhysics(physics);
          }
        });
  }

  void close() {
    Scene old = scene;
    scene = null;
    episode = null;
    if (old != null) {
      old.close();
    }
  }
}
