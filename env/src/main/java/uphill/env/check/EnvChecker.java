package uphill.env.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.env.fault.EnvironmentException;
import uphill.env.fault.RunningCall;
import uphill.env.fault.RunningCalls;
import uphill.env.fault.UserCode;
import uphill.kernel.Rng;
import uphill.kernel.Shown;

/// Tells whether a world keeps the contract of [Env], by playing random actions on it: what
/// Gymnasium's `check_env` looks at, and what training relies on besides.
///
/// Every law gives one finding, in a fixed order. A law that throws has failed, and says what was
/// thrown; nothing is thrown from here. One that fails for the reason of an earlier one says which.
/// `uphill.contract.EnvContract` makes JUnit tests of the laws.
public final class EnvChecker implements RunningCalls {

  /// How a law came out.
  public enum Result {
    /// It holds.
    PASSED,
    /// It does not.
    FAILED,
    /// It holds, but training is not likely to get anywhere.
    WARNED,
    /// It does not apply to this world.
    SKIPPED
  }

  /// What was found about one law.
  ///
  /// @param name the law, in a few words
  /// @param result how it came out
  /// @param sentence what was seen
  /// @param sameAs the first law that is broken for the same reason; empty if that is this one
  public record Finding(String name, Result result, String sentence, String sameAs) {

    /// Keeps the sentence on one line, and harmless: it may quote what the world says.
    public Finding {
      sentence = Shown.text(sentence, MOST_OF_SENTENCE);
    }

    /// Whether the law is broken.
    public boolean failed() {
      return result == Result.FAILED;
    }

    /// The laws that are broken for the reason of this one, in a line; empty if there are none.
    public String also(List<Finding> all) {
      String also =
          all.stream()
              .filter(other -> other.sameAs.equals(name))
              .map(Finding::name)
              .collect(Collectors.joining("; "));
      return also.isEmpty() ? "" : "Also broken for the same reason: " + also + ".";
    }
  }

  static final int EPISODES = 3;
  private static final int MAX_STEPS = 200;
  private static final int MIN_STEPS = 10;
  private static final int NUMBERS_PER_EPISODE = 200_000; // that steps show and take
  private static final int MOST_NUMBERS = 20_000_000; // of one recording
  private static final int MOST_OF_SENTENCE = 2000;
  static final long SEED = 7;
  private static final int LONGEST_EPISODE = 20_000;

  private final String name;
  private final CheckedWorlds worlds;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, String> reasons = new HashMap<>(); // and the first law of each
  private @Nullable Throwable thrown; // by the law that was checked last
  private volatile boolean closed;

  /// A checker of the worlds that `create` makes; it must make a new one for every call.
  ///
  /// @param name what errors call them
  public EnvChecker(String name, Supplier<Env> create) {
    this.name = name;
    this.worlds = new CheckedWorlds(name, create);
  }

  /// Checks the worlds that `create` makes; it must make a new one for every call.
  public static List<Finding> check(Supplier<Env> create) {
    return new EnvChecker("the environment", create).findings();
  }

  /// Checks the worlds.
  public List<Finding> findings() {
    findings.clear();
    reasons.clear();
    SameAgain same = new SameAgain(worlds);
    law(MaskLaws.ASKED, MaskLaws::areAsked);
    law("spaces stay the same", EnvChecker::spaces);
    law("step before reset is refused", Refusals::stepBeforeReset);
    law("observations are elements of their space", EnvChecker::observations);
    law("rewards are finite and endings are the world's", EnvChecker::rewards);
    law("equal seeds give equal episodes", same::equalSeeds);
    law("reset forgets the previous episode", same::forgets);
    law("different seeds give different episodes", same::differentSeeds);
    law("unseeded is seeded with 0", same::unseeded);
    law("worlds side by side share nothing", same::sideBySide);
    law("unknown reset options are refused", Refusals::unknownOption);
    law("actions outside a finite space are refused", Refusals::foreignActions);
    law("arrays of the caller are left alone", EnvChecker::arrays);
    law("arrays of the caller are not kept", same::keepsNoArray);
    law("a restored state goes on as the saved one did", same::restores);
    law("episodes end within the time limit", EnvChecker::timeLimit);
    law("every state allows an action", MaskLaws::allowsSome);
    law("what is allowed stays so until the next step", MaskLaws::staysAllowed);
    law("numbers are of a size that can be learnt from", EnvChecker::scales);
    law("closing twice is harmless", this::closes);
    closed = true;
    return List.copyOf(findings);
  }

  private interface Law {
    Finding check(String name, Env env);
  }

  private void law(String name, Law law) {
    worlds.begin(name);
    Finding finding = checked(name, law);
    if (finding.failed()) {
      String earlier = earlier(finding, law);
      finding = new Finding(name, finding.result(), finding.sentence(), earlier);
    }
    findings.add(finding);
  }

  private Finding checked(String name, Law law) {
    thrown = null;
    try (Env env = worlds.get()) {
      return law.check(name, env);
    } catch (Throwable e) {
      UserCode.requireOwnFault(e);
      thrown = e;
      return threw(name, e);
    }
  }

  /// The first law that is broken for the reason of this one, if it is an earlier one: the same
  /// line of the world threw, or the same was said but for numbers, or masks are to blame, as this
  /// law holds where they are asked for, or not, as it should be.
  private String earlier(Finding finding, Law law) {
    String reason = reason(finding, thrown);
    if (reasons.containsValue(MaskLaws.ASKED)) {
      worlds.maskOtherwise(true);
      boolean holds = !checked(finding.name(), law).failed();
      worlds.maskOtherwise(false);
      if (holds) {
        return MaskLaws.ASKED;
      }
    }
    String first = reasons.putIfAbsent(reason, finding.name());
    return first == null ? "" : first;
  }

  private static String reason(Finding finding, @Nullable Throwable thrown) {
    String place =
        thrown == null || thrown instanceof EnvironmentException ? "" : UserCode.place(thrown, 1);
    return thrown == null || place.isEmpty()
        ? finding.sentence().replaceAll("\\d+", "#")
        : place + " " + thrown.getClass().getName();
  }

  private static Finding threw(String name, Throwable e) {
    if (e instanceof EnvironmentException said) {
      return failed(name, Shown.sentence(said));
    }
    String place = UserCode.place(e, 1);
    return failed(
        name,
        "It threw %s%s.".formatted(UserCode.described(e), place.isEmpty() ? "" : ", at " + place));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return 1; // one call at a time
  }

  @Override
  public List<RunningCall> running() {
    return worlds.running();
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  private static Finding spaces(String name, Env env) {
    Space observations = env.observationSpace();
    Space actions = env.actionSpace();
    play(env, Reset.seeded(SEED));
    boolean same = observations.equals(env.observationSpace()) && actions.equals(env.actionSpace());
    return same
        ? passed(name, "It observes %s and acts in %s.".formatted(observations, actions))
        : failed(
            name,
            "Once they were %s and %s, then %s and %s."
                .formatted(observations, actions, env.observationSpace(), env.actionSpace()));
  }

  private static Finding observations(String name, Env env) {
    Space space = env.observationSpace();
    Recording recording = play(env, Reset.seeded(SEED));
    for (Recording.Moment moment : recording.moments()) {
      float[] observation = moment.observation();
      for (int j = 0; j < observation.length; j++) {
        if (!Float.isFinite(observation[j])) {
          return failed(
              name,
              String.format(
                  Locale.ROOT,
                  "Component %d after %s is %s, or was not written.",
                  j,
                  moment.when(),
                  observation[j]));
        }
      }
      if (!space.contains(observation, 0)) {
        return failed(
            name,
            "%s after %s is not in %s."
                .formatted(Arrays.toString(observation), moment.when(), space));
      }
    }
    return passed(
        name, String.format(Locale.ROOT, "So were %d of them.", recording.moments().size()));
  }

  private static Finding rewards(String name, Env env) {
    Recording recording = play(env, Reset.seeded(SEED));
    for (Recording.Moment moment : recording.moments()) {
      if (!Double.isFinite(moment.reward())) {
        return failed(
            name,
            "The reward of %s is %s, or was not written."
                .formatted(moment.when(), moment.reward()));
      }
      if (Math.abs(moment.reward()) > Float.MAX_VALUE) {
        return failed(
            name,
            "The reward of %s is %s, beyond the largest float32, %s; scale all rewards down."
                .formatted(moment.when(), moment.reward(), Float.MAX_VALUE));
      }
      if (moment.ending() == null) {
        return failed(name, "The ending of %s is null.".formatted(moment.when()));
      }
      if (moment.ending() == Ending.CUT) {
        return failed(
            name,
            "The ending of %s is CUT, which is for samplers to say, or was not written."
                .formatted(moment.when()));
      }
    }
    return passed(
        name, String.format(Locale.ROOT, "So were %d of them.", recording.moments().size()));
  }

  private static Finding arrays(String name, Env env) {
    float[] first = new float[env.observationSpace().size()];
    float[] action = new float[env.actionSpace().size()];
    Step step = new Step(first.length);
    Rng actions = Rng.seeded(SEED);
    env.reset(Reset.seeded(SEED), first);
    float[] firstBefore = first.clone();
    for (int t = 0; t < steps(env) && step.ending == Ending.NONE; t++) {
      Recording.sample(env, Recording.when(t, 1), actions, action);
      float[] actionBefore = action.clone();
      env.step(action, step);
      if (!Arrays.equals(action, actionBefore)) {
        return failed(name, "The step wrote into the action.");
      }
      if (!Arrays.equals(first, firstBefore)) {
        return failed(name, "The step wrote into the array that the reset had been given.");
      }
    }
    return passed(name, "Steps wrote into their Step only.");
  }

  private Finding closes(String name, Env env) {
    env.reset(Reset.seeded(SEED), new float[env.observationSpace().size()]);
    env.close();
    env.close();
    return worlds
        .thrownByClosing()
        .map(sentence -> failed(name, sentence))
        .orElse(passed(name, "It was closed twice."));
  }

  static Recording play(Env env, Reset how) {
    return Recording.of(env, how, EPISODES, steps(env));
  }

  /// Steps that an episode is played for, at most: fewer where each shows or takes many numbers.
  static int steps(Env env) {
    return Math.clamp(NUMBERS_PER_EPISODE / numbers(env), MIN_STEPS, MAX_STEPS);
  }

  private static int numbers(Env env) {
    return env.observationSpace().size() + env.actionSpace().size();
  }

  private static Finding timeLimit(String name, Env env) {
    OptionalInt limit = env.timeLimit();
    if (limit.isEmpty()) {
      return skipped(name, "It states none.");
    }
    int steps = limit.getAsInt();
    if (steps < 1) {
      return failed(name, String.format(Locale.ROOT, "It is %d; give at least 1.", steps));
    }
    if (steps > LONGEST_EPISODE || (long) steps * numbers(env) > MOST_NUMBERS) {
      return skipped(name, String.format(Locale.ROOT, "%d steps are too many to try.", steps));
    }
    List<Recording.Moment> moments = Recording.of(env, Reset.seeded(SEED), 1, steps).moments();
    return moments.getLast().ending() == Ending.NONE
        ? failed(
            name,
            String.format(
                Locale.ROOT, "It is %d, but an episode goes on after as many steps.", steps))
        : passed(name, String.format(Locale.ROOT, "It is %d.", steps));
  }

  private static Finding scales(String name, Env env) {
    List<Recording.Moment> moments = play(env, Reset.seeded(SEED)).moments();
    int size = env.observationSpace().size();
    float[] seen = new float[moments.size() * size];
    for (int i = 0; i < moments.size(); i++) {
      System.arraycopy(moments.get(i).observation(), 0, seen, i * size, size);
    }
    List<String> warnings =
        new ArrayList<>(Scales.warnings(env.observationSpace(), env.actionSpace(), seen));
    double largest =
        moments.stream().mapToDouble(m -> Math.abs(m.reward())).filter(r -> r >= 0).max().orElse(0);
    Scales.ofRewards(largest).ifPresent(warnings::add);
    return warnings.isEmpty()
        ? passed(name, "No number is far from 0, or from 1.")
        : new Finding(name, Result.WARNED, String.join(" ", warnings), "");
  }

  static Finding passed(String name, String sentence) {
    return new Finding(name, Result.PASSED, sentence, "");
  }

  static Finding failed(String name, String sentence) {
    return new Finding(name, Result.FAILED, sentence, "");
  }

  static Finding skipped(String name, String sentence) {
    return new Finding(name, Result.SKIPPED, sentence, "");
  }
}
