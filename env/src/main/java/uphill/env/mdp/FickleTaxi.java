package uphill.env.mdp;

import uphill.env.Describes;
import uphill.env.Env;
import uphill.env.Physical;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.env.scene.Pictured;
import uphill.env.scene.Scene;
import uphill.kernel.Rng;

/// A [Taxi] whose passenger may change their mind: Gymnasium's `fickle_passenger`.
///
/// With a probability that a reset draws, the passenger wants to go elsewhere after the first move
/// that the taxi makes with them, to any of the three other places. What is seen does not say
/// whether that will happen, so this world is no table of what it shows.
///
/// ```text
/// reset    one random() for the state, one for whether this passenger is fickle
/// step     one random(); integers(0, 3) where the mind is changed
/// ```
public final class FickleTaxi implements Env, Physical, Describes, Pictured {

  /// The probability of a fickle passenger in Gymnasium.
  public static final double FICKLE_PROBABILITY = 0.3;

  private static final String NAME = "Taxi";
  private static final int LATER = 1; // words of a saved state before the taxi's own

  private final TableEnv taxi;
  private final double probability;
  private boolean fickle;

  /// The world.
  ///
  /// @param probability of a passenger who changes their mind
  public FickleTaxi(Taxi.Weather weather, double probability) {
    this(Taxi.world(weather), probability);
  }

  /// The world, in this town.
  FickleTaxi(TableEnv taxi, double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "Taxi: fickle_probability must be in [0, 1], got " + probability);
    }
    this.taxi = taxi;
    this.probability = probability;
  }

  @Override
  public Space observationSpace() {
    return taxi.observationSpace();
  }

  @Override
  public Space actionSpace() {
    return taxi.actionSpace();
  }

  @Override
  public boolean masksActions() {
    return taxi.masksActions();
  }

  @Override
  public void allowed(boolean[] allowed) {
    taxi.allowed(allowed);
  }

  @Override
  public void reset(Reset how, float[] observation) {
    taxi.reset(how, observation);
    fickle = taxi.rng().random() < probability;
  }

  @Override
  public void step(float[] action, Step step) {
    int before = taxi.current();
    taxi.step(action, step);
    int after = taxi.current();
    if (fickle && rides(before) && place(before) != place(after)) {
      fickle = false;
      int old = before % Taxi.DESTINATIONS;
      int other = other(old, taxi.rng());
      taxi.place(after - after % Taxi.DESTINATIONS + other);
      step.observation[0] = taxi.current();
    }
  }

  private static boolean rides(int state) {
    return state / Taxi.DESTINATIONS % 5 == Taxi.RIDING;
  }

  private static int place(int state) {
    return state / (5 * Taxi.DESTINATIONS);
  }

  /// Any destination but this one.
  private static int other(int destination, Rng rng) {
    int k = rng.choice(Taxi.DESTINATIONS - 1);
    return k < destination ? k : k + 1;
  }

  @Override
  public double[] physics() {
    return taxi.physics();
  }

  @Override
  public void setPhysics(double... state) {
    taxi.setPhysics(state);
  }

  @Override
  public Scene scene() {
    return taxi.scene();
  }

  @Override
  public String describeObservation(float[] observation, int at) {
    return taxi.describeObservation(observation, at);
  }

  @Override
  public String describeAction(float[] action, int at) {
    return taxi.describeAction(action, at);
  }

  @Override
  public String picture(float[] observation, int at) {
    return taxi.picture(observation, at);
  }

  @Override
  public boolean savesState() {
    return true;
  }

  @Override
  public long[] state() {
    long[] inner = taxi.state();
    long[] state = new long[LATER + inner.length];
    state[0] = fickle ? 1 : 0;
    System.arraycopy(inner, 0, state, LATER, inner.length);
    return state;
  }

  @Override
  public void restore(long[] state) {
    if (state.length < LATER) {
      throw new IllegalArgumentException(NAME + ": not a state of it: 0 words");
    }
    taxi.restore(java.util.Arrays.copyOfRange(state, LATER, state.length));
    fickle = state[0] != 0;
  }
}
