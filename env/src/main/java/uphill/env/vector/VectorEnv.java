package uphill.env.vector;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Consumer;
import uphill.env.ActionMask;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Spaces;
import uphill.env.Step;
import uphill.env.fault.EnvAddress;
import uphill.env.fault.EnvironmentException;
import uphill.env.fault.RunningCall;
import uphill.env.fault.RunningCalls;

/// N copies of a world, stepped as one, each beginning its next episode in the very step that ends
/// one (Gymnasium's `SyncVectorEnv` with `AutoresetMode.SAME_STEP`).
///
/// What a step gave lies in columns; row n belongs to environment n. The arrays stay the same and
/// are overwritten by every step. With a the action of this step, in environment n:
///
/// ```text
/// observation[n]      what to act on next: s′, or s₀ of the next episode where this one ended
/// lastObservation[n]  s′, always: what the episode that this step belongs to showed last
/// reward[n]           r, earned by a
/// ending[n]           whether, and how, that episode ended with this step
/// episodeReturn[n]    Σ r of that episode, this step's included
/// episodeLength[n]    steps of that episode, this one included
/// mask[n]             what the state in `observation` allows, where the world masks actions
/// ```
///
/// So where `ending[n]` has ended, return and length are those of the whole finished episode, and
/// the next step counts from 0. After a reset reward, return and length are 0, ending is `NONE`,
/// and the two observations are equal.
///
/// With [After#REST] nothing begins that was not asked for: an environment whose episode has ended
/// shows its last observation, is left out by the steps that follow, and keeps its columns until
/// the next reset.
///
/// Environments share nothing, so ranges of rows may be stepped by different threads at once; every
/// row is then written by one of them. A step allocates nothing itself.
///
/// What must not be is an error where it is born, with an address: a number that is not finite (in
/// an action before the step, in an observation or a reward after it), an observation outside its
/// space, an ending that was not written, and whatever an environment throws.
public final class VectorEnv implements RunningCalls, AutoCloseable {

  /// What to act on next. Shape [N, d].
  public final float[] observation;

  /// What the last step led to, before any autoreset. Shape [N, d].
  public final float[] lastObservation;

  /// What the last step earned. Shape: N.
  public final double[] reward;

  /// How the last step left its episode. Shape: N.
  public final Ending[] ending;

  /// The sum of the rewards of the last step's episode so far. Shape: N.
  public final double[] episodeReturn;

  /// The number of steps of the last step's episode so far. Shape: N.
  public final int[] episodeLength;

  /// What may be chosen next, as networks read it: 0 where it is allowed, −10⁸ where it is not
  /// ([ActionMask]); 0 where nothing is chosen, because an episode rests. Shape [N, choices]; empty
  /// where the world masks nothing.
  public final float[] mask;

  /// What comes after an episode.
  public enum After {
    /// The next one, at once.
    NEXT_EPISODE,
    /// Nothing, until the next reset.
    REST
  }

  private final String name;
  private final List<Env> envs;
  private final After after;
  private final int[] timeLimit; // Integer.MAX_VALUE where there is none
  private final Step[] steps;
  private final float[][] actions; // one row per environment, as an Env takes it
  private final long[] episode; // counted from 1; 0 before the first reset
  private final Spaces spaces;
  private final int observationSize;
  private final int actionSize;
  private final Masks masks;
  private final Checks checks;
  private final Calls calls;
  private volatile boolean closed;
  private Consumer<EnvironmentException> thrownByClosing =
      e -> {
        throw e;
      };

  /// These environments under one name, which error messages give.
  ///
  /// @throws IllegalArgumentException if there are none, two are one object, or their spaces differ
  public VectorEnv(String name, List<Env> envs) {
    this(name, envs, After.NEXT_EPISODE);
  }

  /// These environments under one name, which error messages give.
  ///
  /// @throws IllegalArgumentException as the one below
  /// @throws EnvironmentException if one throws, or says of itself what cannot be
  public VectorEnv(String name, List<Env> envs, After after) {
    this(name, envs, after, List.of());
  }

  /// These environments under one name, which error messages give.
  ///
  /// @param options what a command line must be given to make them, besides the name: for the
  ///   commands in error messages
  /// @throws IllegalArgumentException if there are none, two are one object, or their spaces differ
  /// @throws EnvironmentException if one throws, or says of itself what cannot be
  public VectorEnv(String name, List<Env> envs, After after, List<String> options) {
    EnvAddress address = new EnvAddress(name, options);
    this.name = name;
    this.after = after;
    this.spaces = Spaces.of(address, envs);
    this.envs = List.copyOf(envs);
    int size = envs.size();
    this.observationSize = spaces.observations().size();
    this.actionSize = spaces.actions().size();
    this.observation = new float[size * observationSize];
    this.lastObservation = new float[size * observationSize];
    this.masks = Masks.of(address, spaces.actions(), envs);
    this.mask = masks.mask;
    this.reward = new double[size];
    this.ending = new Ending[size];
    Arrays.fill(ending, Ending.NONE);
    this.episodeReturn = new double[size];
    this.episodeLength = new int[size];
    this.episode = new long[size];
    this.actions = new float[size][actionSize];
    this.steps = new Step[size];
    Arrays.setAll(steps, n -> new Step(observationSize));
    this.timeLimit = new int[size];
    Arrays.setAll(timeLimit, n -> Calls.timeLimit(address, n, envs.get(n)));
    this.checks = new Checks(address, spaces, episode, episodeLength, actions, timeLimit);
    this.calls = new Calls(this.envs, checks, episode, episodeLength);
  }

  @Override
  public String name() {
    return name;
  }

  /// N, the number of environments.
  @Override
  public int size() {
    return envs.size();
  }

  /// Environment n: to draw it, or to ask its wrappers. Stepping it would leave the columns behind.
  public Env env(int n) {
    return envs.get(n);
  }

  /// What a row of [#observation] holds.
  public Space observationSpace() {
    return spaces.observations();
  }

  /// What a row of actions holds.
  public Space actionSpace() {
    return spaces.actions();
  }

  /// Whether states allow some actions and others not.
  public boolean masksActions() {
    return masks.choices() > 0;
  }

  /// What a row of [#mask] has: one number for each choice, or none.
  public int choices() {
    return masks.choices();
  }

  /// Steps after which every episode here has ended, where all environments have a time limit.
  public OptionalInt timeLimit() {
    int most = Arrays.stream(timeLimit).max().orElseThrow();
    return most == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(most);
  }

  @Override
  public List<RunningCall> running() {
    return calls.running();
  }

  /// Begins an episode everywhere: environment n is seeded with `seed + n`, as Gymnasium does.
  ///
  /// @throws EnvironmentException if a world throws, or shows what is not in its space
  /// @throws ArithmeticException if an observation is not finite
  public void reset(long seed) {
    reset(0, size(), seed);
  }

  /// Begins an episode in the environments from … to−1: environment n is seeded with `seed + n`.
  ///
  /// @throws EnvironmentException if a world throws, or shows what is not in its space
  /// @throws ArithmeticException if an observation is not finite
  public void reset(int from, int to, long seed) {
    if (from >= to) {
      return;
    }
    try (Calls.Turn turn = calls.turn(from)) {
      for (int n = from; n < to; n++) {
        episode[n] = 0;
        begin(turn, n, Reset.seeded(seed + n));
        reward[n] = 0;
        ending[n] = Ending.NONE;
        episodeReturn[n] = 0;
        episodeLength[n] = 0;
      }
    }
    int at = from * observationSize;
    System.arraycopy(observation, at, lastObservation, at, (to - from) * observationSize);
  }

  /// Steps every environment with its row of `action`, shape [N, size of an action].
  ///
  /// @throws IllegalStateException before the first reset
  /// @throws IllegalArgumentException if the action has another size, or is outside a finite space
  ///   and a world refuses it
  /// @throws EnvironmentException if a world throws, or gives what it must not
  /// @throws ArithmeticException if an action, an observation or a reward is not finite
  public void step(float[] action) {
    step(0, size(), action);
  }

  /// Steps the environments from … to−1. `action` has rows for all of them: [N, size of an action].
  ///
  /// @throws IllegalStateException before the first reset
  /// @throws IllegalArgumentException if the action has another size, or is outside a finite space
  ///   and a world refuses it
  /// @throws EnvironmentException if a world throws, or gives what it must not
  /// @throws ArithmeticException if an action, an observation or a reward is not finite
  public void step(int from, int to, float[] action) {
    if (action.length != size() * actionSize) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: expected actions of shape [%d, %d], got %d numbers",
              name,
              size(),
              actionSize,
              action.length));
    }
    if (from < to) {
      try (Calls.Turn turn = calls.turn(from)) {
        for (int n = from; n < to; n++) {
          step(turn, n, action);
        }
      }
    }
  }

  private void step(Calls.Turn turn, int n, float[] action) {
    if (episode[n] == 0) {
      throw new IllegalStateException(name + ": call reset before step");
    }
    if (ending[n].ended()) {
      if (after == After.REST) {
        return;
      }
      episodeReturn[n] = 0;
      episodeLength[n] = 0;
    }
    float[] row = actions[n];
    System.arraycopy(action, n * actionSize, row, 0, actionSize);
    checks.action(n);
    Step step = steps[n];
    step.set(Double.NaN, Ending.CUT); // what is not written is noticed
    calls.step(turn, n, row, step);
    checks.step(n, episodeLength[n] + 1, step);
    System.arraycopy(step.observation, 0, lastObservation, n * observationSize, observationSize);
    reward[n] = step.reward;
    ending[n] = step.ending;
    episodeReturn[n] += step.reward;
    episodeLength[n]++;
    if (step.ending.ended() && after == After.NEXT_EPISODE) {
      begin(turn, n, Reset.next());
    } else {
      System.arraycopy(step.observation, 0, observation, n * observationSize, observationSize);
      if (step.ending.ended()) {
        masks.clear(n);
      } else {
        masks.ask(calls, turn, n, episodeLength[n], checks);
      }
    }
  }

  private void begin(Calls.Turn turn, int n, Reset how) {
    Step step = steps[n];
    calls.reset(turn, n, how, step.observation);
    episode[n]++;
    checks.observation(n, 0, step.observation);
    System.arraycopy(step.observation, 0, observation, n * observationSize, observationSize);
    masks.ask(calls, turn, n, 0, checks);
  }

  /// Whether [#state()] and [#restore(long[])] work: whether all environments can.
  public boolean savesState() {
    return envs.stream().allMatch(Env::savesState);
  }

  /// Everything that the future depends on, and the columns, as raw bits.
  ///
  /// @throws UnsupportedOperationException where [#savesState()] is false
  /// @throws EnvironmentException if a world throws
  public long[] state() {
    if (!savesState()) {
      throw new UnsupportedOperationException(name + " cannot save its state");
    }
    return new VectorState(this, calls, episode, steps).state();
  }

  /// Goes back to a saved state: what follows is bit for bit what followed then.
  ///
  /// @throws UnsupportedOperationException where [#savesState()] is false
  /// @throws IllegalArgumentException if it is not the state of as many environments as these
  /// @throws EnvironmentException if a world throws: the state of another world, say
  public void restore(long[] state) {
    new VectorState(this, calls, episode, steps).restore(state);
  }

  /// What is allowed is no part of a state: the environment knows it.
  void restoreMask(int n) {
    if (episode[n] == 0 || (ending[n].ended() && after == After.REST)) {
      masks.clear(n);
      return;
    }
    try (Calls.Turn turn = calls.turn(n)) {
      masks.ask(calls, turn, n, ending[n].ended() ? 0 : episodeLength[n], checks);
    }
  }

  /// Closes every environment, whatever one of them throws.
  ///
  /// @throws EnvironmentException if one throws, unless that is told otherwise
  @Override
  public void close() {
    try {
      calls.close();
    } catch (EnvironmentException e) {
      thrownByClosing.accept(e);
    } finally {
      closed = true;
    }
  }

  /// Tells `told` what closing throws, and does not throw it: what was done until then is done.
  public VectorEnv closingInto(Consumer<EnvironmentException> told) {
    thrownByClosing = told;
    return this;
  }

  /// Whether it was closed; any thread may ask.
  @Override
  public boolean isClosed() {
    return closed;
  }
}
