package uphill.box2d.engine;

import com.badlogic.gdx.physics.box2d.Body;
import com.badlogic.gdx.physics.box2d.BodyDef;
import com.badlogic.gdx.physics.box2d.Contact;
import com.badlogic.gdx.physics.box2d.ContactFilter;
import com.badlogic.gdx.physics.box2d.EdgeShape;
import com.badlogic.gdx.physics.box2d.Fixture;
import com.badlogic.gdx.physics.box2d.PolygonShape;
import com.badlogic.gdx.physics.box2d.World;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Who may touch whom, and in which order they come to it.
///
/// Box2D's solver goes through contacts in the order in which they were made, and Box2D makes them
/// in the order of their pairs: by the fixture that was created first, then by the other. libGDX's
/// leaves the pairs as it finds them, which gives other last bits. What it asks before it makes a
/// contact, [ContactFilter], is enough to put them in order:
///
/// ```text
/// before a step    ground near a moving part is touched, in order, several times each
/// while it lasts   so its pairs are asked for in this order, and again and again: the first time a pair
///                  is refused, later it is let in if no pair of that ground waits that comes before it
/// after it         what still waits is let in before the next step, by steps of no time
/// ```
///
/// A pair of fixtures that is nowhere near is touched before and after, and tells, as it is asked
/// for, where a step has come to.
final class Meetings implements ContactFilter {

  /// Where a step has come to.
  private enum Phase {
    /// Contacts that there are are asked for, if their ground was touched.
    OLD,
    /// Ground that was touched looks for others.
    NEW,
    /// What moved does, and what was stopped on its way.
    LATE
  }

  private static final float NOWHERE = -1000; // m
  private static final float MARGIN = 0.4f; // m: of Box2D's boxes, and for what comes on suddenly
  private static final float FIRST_MARGIN = 2; // m: joints snap into place
  private static final float AHEAD = 3f / 50; // s: a step, and two that Box2D looks ahead
  private static final int TOUCHES = 3; // lets two in, whatever their order

  private final World world;
  private final Body elsewhere;
  private final Fixture marker;
  private final List<Fixture> fixtures = new ArrayList<>();
  private final List<Box> boxes = new ArrayList<>(); // of those
  private final TreeSet<Long> waiting = new TreeSet<>();
  private final Set<Long> met = new HashSet<>(); // while others are let in
  private Phase phase = Phase.LATE;
  private boolean letsIn;
  private boolean begun;

  Meetings(World world) {
    this.world = world;
    BodyDef body = new BodyDef();
    body.position.set(NOWHERE, NOWHERE);
    elsewhere = world.createBody(body);
    body.type = BodyDef.BodyType.DynamicBody;
    body.awake = false;
    Body sleeper = world.createBody(body);
    PolygonShape shape = new PolygonShape();
    shape.setAsBox(1, 1);
    marker = elsewhere.createFixture(shape, 0);
    sleeper.createFixture(shape, 0);
    shape.dispose();
    world.setContactFilter(this);
    world.setAutoClearForces(false); // a step of no time would
  }

  /// Counts a fixture in.
  void add(Fixture fixture, boolean ground, Box box) {
    fixture.setUserData(new Surface(fixtures.size(), ground));
    fixtures.add(fixture);
    boxes.add(box);
  }

  static boolean isGround(Fixture fixture) {
    return fixture.getUserData() instanceof Surface surface && surface.ground();
  }

  /// Gets ready for a step.
  void prepare(List<Part> moving) {
    if (!begun) {
      phase = Phase.LATE;
      letsIn = true;
      world.step(0, 0, 0); // finds the pairs among what has been made
      letsIn = false;
    }
    letIn();
    touch(moving, begun ? TOUCHES : moving.size() + 1, begun ? MARGIN : FIRST_MARGIN);
    begun = true;
  }

  private void touch(List<Part> moving, int times, float margin) {
    phase = Phase.LATE;
    List<Box> reaches = moving.stream().map(part -> part.reach(margin, AHEAD)).toList();
    for (int rank = 0; rank < fixtures.size(); rank++) {
      Fixture fixture = fixtures.get(rank);
      if (isGround(fixture) && boxes.get(rank).meetsAny(reaches)) {
        if (phase == Phase.LATE) {
          phase = Phase.OLD;
          marker.refilter();
        }
        for (int k = 0; k < times; k++) {
          fixture.refilter();
        }
      }
    }
    if (phase == Phase.OLD) {
      marker.refilter();
    }
  }

  @Override
  public boolean shouldCollide(Fixture a, Fixture b) {
    if (!(a.getUserData() instanceof Surface one) || !(b.getUserData() instanceof Surface other)) {
      phase = phase == Phase.OLD ? Phase.NEW : Phase.LATE;
      return false;
    }
    if (one.ground() == other.ground()) {
      return false;
    }
    long pair = pair(one, other);
    if (letsIn) {
      return met.contains(pair) || isRefused(pair);
    }
    return switch (phase) {
      case OLD -> true;
      case NEW -> waiting.contains(pair) ? isNext(pair) && waiting.remove(pair) : isRefused(pair);
      case LATE -> {
        waiting.remove(pair);
        yield true;
      }
    };
  }

  /// Lets a pair wait, and says no.
  private boolean isRefused(long pair) {
    waiting.add(pair);
    return false;
  }

  /// Whether none of the same ground waits that comes before it.
  private boolean isNext(long pair) {
    Long before = waiting.lower(pair);
    return before == null || first(before) != first(pair);
  }

  /// Lets in those that wait.
  private void letIn() {
    if (waiting.isEmpty()) {
      return;
    }
    List<Long> pairs = new ArrayList<>(waiting);
    waiting.clear();
    letsIn = true;
    met.addAll(contacts());
    EdgeShape shape = new EdgeShape();
    shape.set(0, 0, 1, 0);
    int at = 0;
    while (at < pairs.size()) {
      // Box2D looks for pairs at the beginning of a step if a fixture is new.
      Fixture fresh = elsewhere.createFixture(shape, 0);
      int before = -1;
      while (at < pairs.size() && first(pairs.get(at)) != before) {
        before = first(pairs.get(at));
        met.add(pairs.get(at++));
        fixtures.get(before).refilter();
      }
      world.step(0, 0, 0);
      elsewhere.destroyFixture(fresh);
    }
    shape.dispose();
    met.clear();
    waiting.clear();
    letsIn = false;
  }

  /// The pairs that have a contact, whether they touch or not; the last that was made is the first.
  List<Long> contacts() {
    List<Long> pairs = new ArrayList<>();
    for (Contact contact : world.getContactList()) {
      if (contact.getFixtureA().getUserData() instanceof Surface one
          && contact.getFixtureB().getUserData() instanceof Surface other) {
        pairs.add(pair(one, other));
      }
    }
    return pairs;
  }

  private static long pair(Surface one, Surface other) {
    return (long) Math.min(one.rank(), other.rank()) << 32 | Math.max(one.rank(), other.rank());
  }

  private static int first(long pair) {
    return (int) (pair >>> 32);
  }
}
