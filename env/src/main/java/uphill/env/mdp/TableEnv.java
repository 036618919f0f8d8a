package uphill.env.mdp;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import uphill.env.Describes;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Physical;
import uphill.env.Require;
import uphill.env.Reset;
import uphill.env.Saved;
import uphill.env.Space;
import uphill.env.Step;
import uphill.env.TimeLimit;
import uphill.env.scene.Pictured;
import uphill.env.scene.Scene;
import uphill.kernel.Rng;

/// The world of a [FiniteMdp]: it shows the number of its state, and takes the number of an action.
///
/// Draws as Gymnasium's toy text does: one [Rng#random()] for each reset and each step, and the
/// first outcome whose cumulative probability exceeds it. The table's own time limit is not applied
/// here: [#of(FiniteMdp)] puts it around. An action after the end is taken as in any other state.
public final class TableEnv implements Env, Physical, Describes, Pictured {

  /// No action since the last reset.
  static final int NONE = -1;

  /// What states look like.
  interface Drawing {
    /// The picture of a state.
    ///
    /// @param action that led there, or [TableEnv#NONE]
    Scene of(int state, int action);
  }

  private final FiniteMdp mdp;
  private final Space.Discrete observations;
  private final Space.Discrete actions;
  private final IntFunction<String> picture;
  private final Optional<Drawing> drawing;
  private final boolean[] allowed; // [states, actions]; empty where everything is
  private Rng rng = Rng.seeded(0);
  private boolean begun;
  private int state;
  private int lastAction = NONE; // for pictures only

  /// The world of this table.
  public TableEnv(FiniteMdp mdp) {
    this(mdp, state -> "");
  }

  /// The world of this table, and how its states look.
  ///
  /// @param picture lines of text that show a state
  public TableEnv(FiniteMdp mdp, IntFunction<String> picture) {
    this(mdp, picture, Optional.empty(), new boolean[0]);
  }

  /// The world of this table, and how its states look, also to the eye.
  TableEnv(FiniteMdp mdp, IntFunction<String> picture, Drawing drawing) {
    this(mdp, picture, Optional.of(drawing), new boolean[0]);
  }

  /// The world of this table, how its states look, and what they allow.
  ///
  /// @param allowed whether each action is, state by state, [states, actions]; empty where all are
  TableEnv(
      FiniteMdp mdp, IntFunction<String> picture, Optional<Drawing> drawing, boolean[] allowed) {
    this.mdp = mdp;
    this.picture = picture;
    this.drawing = drawing;
    this.allowed = allowed;
    observations = new Space.Discrete(mdp.states());
    actions = new Space.Discrete(mdp.actions());
  }

  /// The world of this table within its time limit, if it has one.
  public static Env of(FiniteMdp mdp) {
    TableEnv world = new TableEnv(mdp);
    return mdp.maxSteps().isPresent() ? new TimeLimit(world, mdp.maxSteps().getAsInt()) : world;
  }

  /// The table.
  public FiniteMdp mdp() {
    return mdp;
  }

  /// The number of the state that it is in.
  int current() {
    return state;
  }

  /// Puts it in this state.
  void place(int state) {
    this.state = state;
  }

  /// Where it draws from: for worlds that are a table and a little more.
  Rng rng() {
    return rng;
  }

  @Override
  public Space observationSpace() {
    return observations;
  }

  @Override
  public Space actionSpace() {
    return actions;
  }

  @Override
  public boolean masksActions() {
    return allowed.length > 0;
  }

  @Override
  public void allowed(boolean[] now) {
    Require.begun(begun, mdp.name());
    if (masksActions()) {
      System.arraycopy(allowed, state * mdp.actions(), now, 0, mdp.actions());
    } else {
      Arrays.fill(now, true);
    }
  }

  @Override
  public void reset(Reset how, float[] observation) {
    how.check(mdp.name(), options());
    rng = how.generator(rng);
    state = mdp.drawStart(rng.random());
    begun = true;
    lastAction = NONE;
    observation[0] = state;
  }

  @Override
  public void step(float[] action, Step step) {
    Require.begun(begun, mdp.name());
    int chosen = actions.index(action[0]);
    int outcome = mdp.draw(state, chosen, rng.random());
    state = mdp.next(outcome);
    lastAction = chosen;
    step.set(mdp.reward(outcome), mdp.terminated(outcome) ? Ending.TERMINATED : Ending.NONE);
    step.observation[0] = state;
  }

  /// The number of the state.
  @Override
  public double[] physics() {
    Require.begun(begun, mdp.name());
    return new double[] {state};
  }

  @Override
  public void setPhysics(double... values) {
    Require.begun(begun, mdp.name());
    Require.physics(values, 1, mdp.name());
    state = whole(values[0]);
  }

  private int whole(double value) {
    if (!(value >= 0 && value < mdp.states() && value == (int) value)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: a state is a whole number in 0 … %d, got %s",
              mdp.name(),
              mdp.states() - 1,
              value));
    }
    return (int) value;
  }

  @Override
  public String describeObservation(float[] observation, int at) {
    return mdp.stateName(whole(observation[at]));
  }

  @Override
  public String describeAction(float[] action, int at) {
    return mdp.actionName(actions.index(action[at]));
  }

  @Override
  public String picture(float[] observation, int at) {
    return picture.apply(whole(observation[at]));
  }

  @Override
  public boolean hasPictures() {
    return drawing.isPresent();
  }

  /// The state, and whither the last action led.
  @Override
  public Scene scene() {
    Require.begun(begun, mdp.name());
    return drawing
        .orElseThrow(() -> new UnsupportedOperationException(mdp.name() + " has no pictures"))
        .of(state, lastAction);
  }

  @Override
  public boolean savesState() {
    return true;
  }

  @Override
  public long[] state() {
    return Saved.of(rng, state, begun ? 1 : 0);
  }

  @Override
  public void restore(long[] saved) {
    double[] values = Saved.values(saved, 2, mdp.name());
    int restored = whole(values[0]);
    rng = Saved.rng(saved, 2);
    state = restored;
    begun = values[1] != 0;
    lastAction = NONE;
  }
}
