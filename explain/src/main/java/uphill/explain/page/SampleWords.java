package uphill.explain.page;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import uphill.env.Describes;
import uphill.env.Env;
import uphill.env.Space;
import uphill.explain.Explanation;
import uphill.kernel.Digits;
import uphill.kernel.Shown;
import uphill.push.BernoulliHead;
import uphill.push.GaussianHead;
import uphill.push.SoftmaxHead;
import uphill.push.SquashedHead;
import uphill.rl.data.Rollout;

/// The samples of an explanation in words, as their environment says them.
public final class SampleWords {

  private static final int MOST_CHARACTERS = 160;

  private final Explanation explanation;
  private final Describes describes;
  private final Space observations;
  private final Space actions;

  /// The words of this world, for the samples of this update.
  public SampleWords(Explanation explanation, Env env) {
    this.explanation = explanation;
    describes = Describes.of(env);
    observations = env.observationSpace();
    actions = env.actionSpace();
  }

  /// sᵢ.
  public String state(int i) {
    return Shown.text(describes.describeObservation(observation(i), 0), MOST_CHARACTERS);
  }

  /// aᵢ, as the world took it; and as it was drawn, where that lies outside of its space.
  public String action(int i) {
    float[] drawn = drawn(i);
    float[] taken = taken(i);
    String words = Shown.text(describes.describeAction(taken, 0), MOST_CHARACTERS);
    return numbered() || Arrays.equals(drawn, taken)
        ? words
        : "%s (drawn %s, clipped to %s)".formatted(words, numbers(drawn), numbers(taken));
  }

  /// Whether an action is one of a number of actions.
  public boolean numbered() {
    return actions instanceof Space.Discrete;
  }

  /// aᵢ as it was drawn: what its log-probability is of.
  public float[] drawn(int i) {
    int size = explanation.model().actionSize();
    return Arrays.copyOfRange(explanation.rollout().action, i * size, (i + 1) * size);
  }

  /// The same as the world took it, in the space of its actions.
  public float[] taken(int i) {
    float[] taken = drawn(i);
    switch (actions) {
      case Space.Discrete discrete -> taken[0] += discrete.start();
      case Space.Box box -> {
        for (int j = 0; j < taken.length; j++) {
          taken[j] = Math.clamp(taken[j], box.low()[j], box.high()[j]);
        }
      }
      case Space.MultiDiscrete _, Space.MultiBinary _ -> {}
    }
    return taken;
  }

  private static String numbers(float... values) {
    String joined =
        IntStream.range(0, values.length)
            .mapToObj(j -> Digits.three(values[j]))
            .collect(Collectors.joining(", "));
    return values.length == 1 ? joined : "(" + joined + ")";
  }

  /// What a policy without hidden layers shares between numbered states; empty for all others.
  public String shared() {
    boolean numbered =
        observations instanceof Space.Discrete
            && !explanation.model().head().density()
            && explanation.model().layers().size() == 1;
    return numbered
        ? "The logits are W[s, a] + b[a]. All states share the bias b: through it samples of one"
            + " state can push those of all others."
        : "";
  }

  /// What line b of a picture of the policy is about: one of finitely many actions, one value or
  /// switch of an action, or one component of it, each counted from 0.
  String line(int b) {
    return switch (explanation.model().head()) {
      case SoftmaxHead _ when actions instanceof Space.Discrete discrete ->
          Shown.text(
              describes.describeAction(new float[] {b + discrete.start()}, 0), MOST_CHARACTERS);
      case SoftmaxHead(_, var values) -> {
        int j = 0;
        int value = b;
        while (value >= values[j]) {
          value -= values[j++];
        }
        yield component(j) + " = " + value;
      }
      case BernoulliHead _ -> component(b) + " = 1";
      case GaussianHead _, SquashedHead _ -> component(b);
    };
  }

  private String component(int j) {
    return actions.size() == 1 ? "action" : "action " + (j + 1);
  }

  /// What the world showed: a rollout holds what networks read, one-hot where the space is finite.
  private float[] observation(int i) {
    Rollout rollout = explanation.rollout();
    int at = i * rollout.observationSize();
    return switch (observations) {
      case Space.Box _, Space.MultiBinary _ ->
          Arrays.copyOfRange(rollout.observation, at, at + rollout.observationSize());
      case Space.Discrete discrete ->
          new float[] {discrete.start() + hot(rollout.observation, at, discrete.n())};
      case Space.MultiDiscrete several -> {
        float[] values = new float[several.size()];
        int from = at;
        for (int j = 0; j < values.length; j++) {
          values[j] = hot(rollout.observation, from, several.n()[j]);
          from += several.n()[j];
        }
        yield values;
      }
    };
  }

  /// Which of the n inputs from `at` on is 1.
  private static int hot(float[] inputs, int at, int n) {
    int k = 0;
    while (k < n - 1 && inputs[at + k] == 0) {
      k++;
    }
    return k;
  }
}
