package uphill.box2d.engine;

import com.badlogic.gdx.physics.box2d.Body;
import com.badlogic.gdx.physics.box2d.EdgeShape;
import com.badlogic.gdx.physics.box2d.FixtureDef;
import com.badlogic.gdx.physics.box2d.PolygonShape;
import com.badlogic.gdx.physics.box2d.Shape;

/// A rigid body of a [Scene]. Places in m, angles in rad, counted against the clock.
///
/// What it is given in float64 is rounded to float32 as it is handed over, as pybox2d does.
public final class Part {

  private final Body body;
  private final Meetings meetings;
  private float radius;
  private boolean touches;
  private boolean touched;

  Part(Body body, Meetings meetings) {
    this.body = body;
    this.meetings = meetings;
    body.setUserData(this);
  }

  Body body() {
    return body;
  }

  /// Adds an edge to ground.
  public void edge(double x1, double y1, double x2, double y2, double friction) {
    float[] corners = {(float) x1, (float) y1, (float) x2, (float) y2};
    EdgeShape shape = new EdgeShape();
    shape.set(corners[0], corners[1], corners[2], corners[3]);
    ground(shape, corners, friction);
  }

  /// Adds a convex polygon to ground.
  ///
  /// @param corners x₀, y₀, x₁, y₁, …
  public void block(double[] corners, double friction) {
    float[] rounded = rounded(corners);
    ground(polygon(rounded), rounded, friction);
  }

  /// Adds a convex polygon to a moving part.
  ///
  /// @param corners x₀, y₀, x₁, y₁, …
  public void polygon(double[] corners, Material material) {
    float[] rounded = rounded(corners);
    moving(polygon(rounded), rounded, material);
  }

  /// Adds a box to a moving part, with its centre at the part's origin.
  public void box(double halfWidth, double halfHeight, Material material) {
    float[] corner = {(float) halfWidth, (float) halfHeight};
    PolygonShape shape = new PolygonShape();
    shape.setAsBox(corner[0], corner[1]);
    moving(shape, corner, material);
  }

  private static float[] rounded(double[] numbers) {
    float[] rounded = new float[numbers.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = (float) numbers[i];
    }
    return rounded;
  }

  private static PolygonShape polygon(float[] corners) {
    PolygonShape shape = new PolygonShape();
    shape.set(corners);
    return shape;
  }

  private void ground(Shape shape, float[] corners, double friction) {
    FixtureDef fixture = new FixtureDef();
    fixture.friction = (float) friction;
    add(shape, fixture, true, corners);
  }

  private void moving(Shape shape, float[] corners, Material material) {
    FixtureDef fixture = new FixtureDef();
    fixture.density = (float) material.density();
    fixture.friction = (float) material.friction();
    add(shape, fixture, false, corners);
  }

  /// Box2D copies the shape.
  private void add(Shape shape, FixtureDef fixture, boolean ground, float[] corners) {
    Box box = Box.around(corners);
    radius = Math.max(radius, box.radius());
    fixture.shape = shape;
    meetings.add(body.createFixture(fixture), ground, box);
    shape.dispose();
  }

  /// What it may come near to.
  ///
  /// @param margin in m
  /// @param ahead in s
  Box reach(float margin, float ahead) {
    float speed = Math.abs(velocityX()) + Math.abs(velocityY());
    return Box.around(x(), y(), radius + margin + ahead * speed);
  }

  /// Horizontal place of its origin.
  public float x() {
    return body.getPosition().x;
  }

  /// Vertical place of its origin.
  public float y() {
    return body.getPosition().y;
  }

  /// How far it has turned.
  public float angle() {
    return body.getAngle();
  }

  /// Horizontal velocity of its centre of mass, in m/s.
  public float velocityX() {
    return body.getLinearVelocity().x;
  }

  /// Vertical velocity of its centre of mass, in m/s.
  public float velocityY() {
    return body.getLinearVelocity().y;
  }

  /// Angular velocity, in rad/s.
  public float turning() {
    return body.getAngularVelocity();
  }

  /// Whether the last that was heard of its contacts is that one began; one that ends silences
  /// another that lasts, as in Gymnasium.
  public boolean touches() {
    return touches;
  }

  /// Whether a contact ever began.
  public boolean touched() {
    return touched;
  }

  /// Whether it has not come to rest.
  public boolean awake() {
    return body.isAwake();
  }

  /// Pushes its centre of mass during the next step, in N.
  public void push(double forceX, double forceY) {
    body.applyForceToCenter((float) forceX, (float) forceY, true);
  }

  /// Turns it during the next step, in N·m.
  public void turn(double torque) {
    body.applyTorque((float) torque, true);
  }

  /// Hits it at a place, in N·s.
  public void hit(double impulseX, double impulseY, double x, double y) {
    body.applyLinearImpulse((float) impulseX, (float) impulseY, (float) x, (float) y, true);
  }

  /// Puts it elsewhere, awake: x, y, angle, velocities and angular velocity, from `state[at]` on.
  public void place(double[] state, int at) {
    body.setTransform((float) state[at], (float) state[at + 1], (float) state[at + 2]);
    body.setLinearVelocity((float) state[at + 3], (float) state[at + 4]);
    body.setAngularVelocity((float) state[at + 5]);
    body.setAwake(true);
  }

  void contact(boolean begins) {
    touches = begins;
    touched |= begins;
  }
}
