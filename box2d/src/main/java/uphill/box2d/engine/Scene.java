package uphill.box2d.engine;

import com.badlogic.gdx.math.Vector2;
import com.badlogic.gdx.physics.box2d.Body;
import com.badlogic.gdx.physics.box2d.BodyDef;
import com.badlogic.gdx.physics.box2d.Contact;
import com.badlogic.gdx.physics.box2d.ContactImpulse;
import com.badlogic.gdx.physics.box2d.ContactListener;
import com.badlogic.gdx.physics.box2d.Fixture;
import com.badlogic.gdx.physics.box2d.Manifold;
import com.badlogic.gdx.physics.box2d.RayCastCallback;
import com.badlogic.gdx.physics.box2d.World;
import com.badlogic.gdx.physics.box2d.joints.RevoluteJoint;
import com.badlogic.gdx.physics.box2d.joints.RevoluteJointDef;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;

/// A world of Box2D, with the step of Gymnasium's worlds: 1/50 s, 180 iterations for velocities and
/// 60 for positions. What is made in another order touches in another order, and moves otherwise in
/// the last bits. Used by one thread at a time, and made after [Engine#get()].
public final class Scene implements AutoCloseable {

  private static final Cleaner CLEANER = Cleaner.create();
  private static final float TIME_STEP = (float) (1.0 / 50); // s
  private static final int VELOCITY_ITERATIONS = 6 * 30;
  private static final int POSITION_ITERATIONS = 2 * 30;

  private final World world;
  private final Cleaner.Cleanable memory;
  private final Meetings meetings;
  private final List<Part> moving = new ArrayList<>();
  private final Ray ray = new Ray();

  /// An empty one.
  ///
  /// @param gravity in m/s²; negative is downwards
  public Scene(double gravity) {
    world = new World(new Vector2(0, (float) gravity), true);
    world.setContactListener(new Contacts());
    meetings = new Meetings(world);
    memory = CLEANER.register(this, new Memory(world));
  }

  private record Memory(World world) implements Runnable {
    @Override
    public void run() {
      world.dispose();
    }
  }

  /// Adds a part that does not move, at the origin.
  public Part ground() {
    return new Part(world.createBody(new BodyDef()), meetings);
  }

  /// Adds a part that moves.
  public Part moving(double x, double y, double angle) {
    BodyDef body = new BodyDef();
    body.type = BodyDef.BodyType.DynamicBody;
    body.position.set((float) x, (float) y);
    body.angle = (float) angle;
    Part part = new Part(world.createBody(body), meetings);
    moving.add(part);
    return part;
  }

  /// Joins two parts. The angle that they have now is 0, as with pybox2d, though not with Box2D.
  public Hinge hinge(Part a, Part b, Hinge.Plan plan) {
    RevoluteJointDef joint = new RevoluteJointDef();
    joint.bodyA = a.body();
    joint.bodyB = b.body();
    joint.localAnchorA.set((float) plan.ax(), (float) plan.ay());
    joint.localAnchorB.set((float) plan.bx(), (float) plan.by());
    joint.referenceAngle = b.angle() - a.angle();
    joint.enableMotor = true;
    joint.maxMotorTorque = (float) plan.torque();
    joint.motorSpeed = (float) plan.speed();
    joint.enableLimit = true;
    joint.lowerAngle = (float) plan.lower();
    joint.upperAngle = (float) plan.upper();
    return new Hinge((RevoluteJoint) world.createJoint(joint));
  }

  /// Takes a step.
  public void step() {
    try {
      meetings.prepare(moving);
      world.step(TIME_STEP, VELOCITY_ITERATIONS, POSITION_ITERATIONS);
      world.clearForces();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// How much of the way from one place to another is free of ground: 1 if all of it is.
  public float free(double x1, double y1, double x2, double y2) {
    try {
      ray.fraction = 1;
      world.rayCast(ray, (float) x1, (float) y1, (float) x2, (float) y2);
      return ray.fraction;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// Who touches whom.
  Meetings meetings() {
    return meetings;
  }

  /// Gives its memory back; its parts are then not to be asked.
  @Override
  public void close() {
    memory.clean();
  }

  /// Finds the nearest ground. Box2D goes on up to what is returned; a negative number is to leave
  /// a fixture out.
  private static final class Ray implements RayCastCallback {
    private float fraction;

    @Override
    public float reportRayFixture(Fixture fixture, Vector2 point, Vector2 normal, float at) {
      if (!Meetings.isGround(fixture)) {
        return -1;
      }
      fraction = at;
      return at;
    }
  }

  /// Tells parts of their contacts.
  private static final class Contacts implements ContactListener {

    @Override
    public void beginContact(Contact contact) {
      tell(contact, true);
    }

    @Override
    public void endContact(Contact contact) {
      tell(contact, false);
    }

    private static void tell(Contact contact, boolean begins) {
      tell(contact.getFixtureA().getBody(), begins);
      tell(contact.getFixtureB().getBody(), begins);
    }

    private static void tell(Body body, boolean begins) {
      if (body.getUserData() instanceof Part part) {
        part.contact(begins);
      }
    }

    @Override
    public void preSolve(Contact contact, Manifold old) {
      // nothing to change
    }

    @Override
    public void postSolve(Contact contact, ContactImpulse impulse) {
      // nothing to know
    }
  }
}
