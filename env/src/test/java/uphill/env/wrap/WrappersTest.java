package uphill.env.wrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.env.Describes;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Environments;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.env.TimeLimit;
import uphill.env.Wrapper;
import uphill.env.check.EnvChecker;
import uphill.env.classic.CartPole;
import uphill.env.classic.MountainCar;
import uphill.env.classic.Pendulum;
import uphill.kernel.Rng;

/// The law of each wrapper, beside a world without it.
final class WrappersTest {

  private static final int STEPS = 120;

  private final Rng rng = Rng.seeded(5);

  private float[] action(Space space) {
    float[] action = new float[space.size()];
    if (space instanceof Space.Discrete discrete) {
      action[0] = rng.integers(0, discrete.n());
    } else {
      for (int i = 0; i < action.length; i++) {
        action[i] = (float) rng.uniform(-3, 3);
      }
    }
    return action;
  }

  private static Step begun(Env env, long seed) {
    Step step = new Step(env.observationSpace().size());
    env.reset(Reset.seeded(seed), step.observation);
    return step;
  }

  private static Step stepped(Env env, float... action) {
    Step step = new Step(env.observationSpace().size());
    env.step(action, step);
    return step;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Pendulum-v1:rescale_action=true",
        "Pendulum-v1:clip_action=true",
        "Pendulum-v1:frame_stack=3",
        "Pendulum-v1:time_aware=true",
        "Pendulum-v1:sticky=0.25",
        "CartPole-v1:sticky=0.5,action_repeat=2,frame_stack=2,time_aware=true,scale_reward=0.1",
        "MountainCar-v0:action_repeat=4,clip_reward=-2/2"
      })
  void keepsTheContractOfEnvironments(String name) {
    assertThat(EnvChecker.check(() -> Environments.create(name)))
        .allSatisfy(finding -> assertThat(finding.failed()).as(finding.sentence()).isFalse());
  }

  @Test
  void clippedActionsAreThoseThatTheBoundsAllow() {
    ClipAction wrapped = new ClipAction(new Pendulum());
    Pendulum bare = new Pendulum();
    begun(wrapped, 3);
    begun(bare, 3);
    assertThat(((Space.Box) wrapped.actionSpace()).high()[0]).isEqualTo(Float.POSITIVE_INFINITY);
    for (float a : new float[] {-7, -2, 0.5f, 9}) {
      assertThat(stepped(wrapped, a).reward).isEqualTo(stepped(bare, Math.clamp(a, -2, 2)).reward);
    }
  }

  @Test
  void rescaledActionsReachTheBoundsAtTheIntervalsEnds() {
    List<Float> seen = new ArrayList<>();
    Env inside =
        new TransformAction(
            new Pendulum(),
            Space.Box.of(-2, 2, 1),
            (action, inner) -> {
              seen.add(action[0]);
              inner[0] = action[0];
            });
    RescaleAction wrapped = new RescaleAction(inside, 0, 1);
    begun(wrapped, 1);
    stepped(wrapped, 0);
    stepped(wrapped, 0.75f);
    stepped(wrapped, 1);
    assertThat(seen).containsExactly(-2f, 1f, 2f);
    assertThat(wrapped.actionSpace()).isEqualTo(Space.Box.of(0, 1, 1));
  }

  @Test
  void rewardsAreScaledAndClippedAndNothingElse() {
    Env scaled = TransformReward.scaled(new Pendulum(), -0.5);
    Env clipped = TransformReward.clipped(new Pendulum(), -3, -1);
    Pendulum bare = new Pendulum();
    begun(scaled, 9);
    begun(clipped, 9);
    begun(bare, 9);
    for (int t = 0; t < STEPS; t++) {
      float[] action = action(bare.actionSpace());
      Step plain = stepped(bare, action);
      Step half = stepped(scaled, action);
      assertThat(half.reward).isEqualTo(-0.5 * plain.reward);
      assertThat(half.observation).isEqualTo(plain.observation);
      assertThat(stepped(clipped, action).reward).isEqualTo(Math.clamp(plain.reward, -3.0, -1.0));
    }
  }

  @Test
  void stackedFramesAreTheLastOnesWithTheOldestFirst() {
    FrameStack stacked = new FrameStack(new Pendulum(), 3);
    Pendulum bare = new Pendulum();
    float[] first = begun(bare, 4).observation;
    assertThat(begun(stacked, 4).observation).isEqualTo(joined(first, first, first));
    List<float[]> seen = new ArrayList<>(List.of(first, first, first));
    for (int t = 0; t < STEPS; t++) {
      float[] action = action(bare.actionSpace());
      seen.add(stepped(bare, action).observation);
      assertThat(stepped(stacked, action).observation)
          .isEqualTo(joined(seen.subList(seen.size() - 3, seen.size()).toArray(float[][]::new)));
    }
  }

  private static float[] joined(float[]... parts) {
    float[] all = new float[parts.length * parts[0].length];
    for (int i = 0; i < parts.length; i++) {
      System.arraycopy(parts[i], 0, all, i * parts[0].length, parts[i].length);
    }
    return all;
  }

  @Test
  void theClockRunsFromZeroToOne() {
    TimeAware aware = new TimeAware(new TimeLimit(new Pendulum(), 8));
    Step step = begun(aware, 2);
    assertThat(step.observation).hasSize(4);
    assertThat(step.observation[3]).isZero();
    for (int t = 1; t <= 8; t++) {
      step = stepped(aware, 0);
      assertThat(step.observation[3]).isEqualTo(t / 8f);
    }
    assertThat(step.ending).isEqualTo(Ending.TRUNCATED);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TimeAware(new Pendulum()))
        .withMessageContaining("max_episode_steps");
  }

  @Test
  void aRepeatedActionAddsUpItsRewardsAndStopsAtTheEnd() {
    ActionRepeat repeated = new ActionRepeat(new TimeLimit(new MountainCar(), 10), 4);
    MountainCar bare = new MountainCar();
    begun(repeated, 6);
    begun(bare, 6);
    assertThat(repeated.timeLimit()).hasValue(3);
    for (int k = 0; k < 2; k++) {
      Step sum = stepped(repeated, 2);
      Step last = stepped(bare, 2);
      for (int i = 1; i < 4; i++) {
        last = stepped(bare, 2);
      }
      assertThat(sum.reward).isEqualTo(-4);
      assertThat(sum.observation).isEqualTo(last.observation);
    }
    Step end = stepped(repeated, 2);
    assertThat(end.reward).isEqualTo(-2);
    assertThat(end.ending).isEqualTo(Ending.TRUNCATED);
  }

  @Test
  void stickyActionsRepeatWithTheirProbability() {
    int repeats = 0;
    int chances = 0;
    List<Float> inside = new ArrayList<>();
    Env spied =
        new TransformAction(
            new CartPole(),
            new Space.Discrete(2),
            (action, inner) -> {
              inside.add(action[0]);
              inner[0] = action[0];
            });
    StickyActions sticky = new StickyActions(spied, 0.3);
    for (int episode = 0; episode < 200; episode++) {
      inside.clear();
      begun(sticky, episode);
      Ending ending = Ending.NONE;
      float given = 0;
      while (ending == Ending.NONE) {
        given = 1 - (inside.isEmpty() ? 0 : inside.getLast());
        int before = inside.size();
        ending = stepped(sticky, given).ending;
        if (before > 0) {
          chances++;
          repeats += inside.getLast() != given ? 1 : 0;
        } else {
          assertThat(inside.getLast()).isEqualTo(given);
        }
      }
    }
    double share = (double) repeats / chances;
    double error = Math.sqrt(0.3 * 0.7 / chances);
    assertThat(share).isBetween(0.3 - 4 * error, 0.3 + 4 * error);
  }

  @Test
  void aRestoredStateGoesOnAsTheSavedOneDid() {
    String name =
        "CartPole-v1:sticky=0.4,frame_stack=3,time_aware=true,action_repeat=2,clip_reward=0/1";
    Env one = Environments.create(name);
    Env other = Environments.create(name);
    begun(one, 11);
    begun(other, 12);
    for (int t = 0; t < 3; t++) {
      stepped(one, t % 2);
    }
    other.restore(one.state());
    for (int t = 0; t < 3; t++) {
      Step a = stepped(one, t % 2);
      Step b = stepped(other, t % 2);
      assertThat(b.observation).isEqualTo(a.observation);
      assertThat(b.reward).isEqualTo(a.reward);
    }
    assertThatIllegalArgumentException().isThrownBy(() -> other.restore(new long[0]));
  }

  @Test
  void episodesAreRecordedWholeAndCutOnesSaySo() {
    List<RecordEpisodes.Episode> told = new ArrayList<>();
    RecordEpisodes recorded = new RecordEpisodes(new TimeLimit(new Pendulum(), 5), told::add);
    for (int t = 0; t < 5; t++) {
      if (t == 0) {
        begun(recorded, 1);
      }
      stepped(recorded, t);
    }
    begun(recorded, 2);
    stepped(recorded, 0);
    begun(recorded, 3);
    assertThat(told).hasSize(2);
    assertThat(told.getFirst().ending()).isEqualTo(Ending.TRUNCATED);
    assertThat(told.getFirst().observations()).hasSize(6);
    assertThat(told.getFirst().actions()).extracting(a -> a[0]).containsExactly(0f, 1f, 2f, 3f, 4f);
    assertThat(told.getFirst().rewards()).hasSize(5);
    assertThat(told.getLast().ending()).isEqualTo(Ending.CUT);
    assertThat(told.getLast().actions()).hasSize(1);
  }

  @Test
  void observationsMayBeAnyFunctionOfTheWorlds() {
    Env shown =
        new TransformObservation(
            new Pendulum(),
            Space.Box.of(-1, 1, 1),
            (observation, seen) -> seen[0] = observation[1]);
    Pendulum bare = new Pendulum();
    assertThat(begun(shown, 1).observation[0]).isEqualTo(begun(bare, 1).observation[1]);
    assertThat(stepped(shown, 1).observation[0]).isEqualTo(stepped(bare, 1).observation[1]);
  }

  @Test
  void theyAreInsideOneAnotherInTheOrderOfTheirNames() {
    Env env = Environments.create("Pendulum-v1:g=9.81,scale_reward=2,clip_reward=-1/1");
    assertThat(env).isInstanceOf(TransformReward.class);
    assertThat(Wrapper.unwrapped(env)).isInstanceOf(Pendulum.class);
    begun(env, 1);
    hanging(env);
    assertThat(stepped(env, 0).reward).isEqualTo(-1);
    Env reversed = Environments.create("Pendulum-v1:clip_reward=-1/1,scale_reward=2");
    begun(reversed, 1);
    hanging(reversed);
    assertThat(stepped(reversed, 0).reward).isEqualTo(-2);
  }

  private static void hanging(Env pendulum) {
    ((Pendulum) Wrapper.unwrapped(pendulum)).setPhysics(Math.PI, 0);
  }

  @Test
  void wordsAreThoseOfTheWorldWhereMeaningIsKept() {
    Env kept = Environments.create("CartPole-v1:sticky=0.1,scale_reward=2");
    assertThat(Describes.of(kept)).isInstanceOf(CartPole.class);
    Env other = Environments.create("CartPole-v1:frame_stack=2");
    assertThat(Describes.of(other)).isInstanceOf(Describes.Numbers.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CartPole-v1:rescale_action=true | needs actions in a box with bounds",
        "CartPole-v1:clip_action=true | needs actions in a box with bounds",
        "FrozenLake-v1:frame_stack=2 | needs observations in a box",
        "FrozenLake-v1:time_aware=true | needs observations in a box",
        "Pendulum-v1:rescale_action=1/-1 | the lower first",
        "Pendulum-v1:rescale_action=7 | takes true (-1 to 1), or MIN/MAX, got 7",
        "Pendulum-v1:sticky=1 | must be in [0, 1)",
        "Pendulum-v1:sticky=often | takes a probability",
        "Pendulum-v1:action_repeat=0 | at least 1",
        "Pendulum-v1:action_repeat=1.5 | takes a whole number",
        "Pendulum-v1:frame_stack=0 | at least 1",
        "Pendulum-v1:frame_stack=333334 | at most 333333 here: an observation has 3 numbers",
        "Pendulum-v1:scale_reward=0 | must be finite and not 0",
        "Pendulum-v1:time_aware=false | takes true",
        "Pendulum-v1:frame_stak=2 | has no argument"
      })
  void whatDoesNotFitIsRefused(String name, String sentence) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Environments.create(name))
        .withMessageContaining(sentence);
  }

  @Test
  void arraysOfTheCallerAreItsOwn() {
    ClipAction wrapped = new ClipAction(new Pendulum());
    begun(wrapped, 1);
    float[] action = {9};
    stepped(wrapped, action);
    assertThat(Arrays.equals(action, new float[] {9})).isTrue();
  }
}
