package uphill.lab.page;

import java.util.Arrays;
import uphill.env.Describes;
import uphill.env.Env;
import uphill.env.Space;
import uphill.kernel.Shown;
import uphill.lab.Explanation;
import uphill.push.ScoreModel;
import uphill.rl.Rollout;

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

  /// aᵢ.
  public String action(int i) {
    int size = explanation.model().actionSize();
    if (explanation.model().family() == ScoreModel.Family.CATEGORICAL) {
      return choice((int) explanation.rollout().action[i]);
    }
    float[] drawn = Arrays.copyOfRange(explanation.rollout().action, i * size, (i + 1) * size);
    return Shown.text(describes.describeAction(drawn, 0), MOST_CHARACTERS);
  }

  /// One of finitely many actions, counted from 0.
  public String choice(int a) {
    int start = actions instanceof Space.Discrete discrete ? discrete.start() : 0;
    return Shown.text(describes.describeAction(new float[] {a + start}, 0), MOST_CHARACTERS);
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
