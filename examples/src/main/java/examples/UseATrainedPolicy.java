package examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import uphill.env.Ending;
import uphill.env.Reset;
import uphill.env.Step;
import uphill.lab.TrainedPolicy;

/// Lets a trained policy act: an observation in, an action out.
public final class UseATrainedPolicy {

  private UseATrainedPolicy() {}

  /// Plays one night in the greenhouse with the policy of the run given, or of `runs/greenhouse`.
  public static void main(String[] args) throws IOException {
    Path run = Path.of(args.length > 0 ? args[0] : "runs/greenhouse");

    try (Greenhouse greenhouse = new Greenhouse()) {
      TrainedPolicy policy = TrainedPolicy.load(run, greenhouse);

      Step step = new Step(greenhouse.observationSpace().size());
      greenhouse.reset(Reset.seeded(42), step.observation);
      double total = 0;
      do {
        float[] action = policy.act(step.observation);
        greenhouse.step(action, step);
        total += step.reward;
      } while (step.ending == Ending.NONE);

      System.out.printf(
          Locale.ROOT,
          "return %.1f; at the end it is %.1f °C%n",
          total,
          20 + 10 * step.observation[0]);
    }
  }
}
