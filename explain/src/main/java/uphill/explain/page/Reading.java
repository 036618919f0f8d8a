package uphill.explain.page;

import java.util.List;
import uphill.figure.Markup;

/// How to read the page: its words, each in a sentence.
final class Reading {

  private static final List<List<String>> WORDS =
      List.of(
          List.of(
              "Weight",
              "what multiplied the sample's score ∇log π in the gradient: the return, the"
                  + " reward-to-go, or an advantage. Of an algorithm that has none of its own (PPO,"
                  + " A2C, NPG, TRPO) it is derived from what the loss wanted of the sample: the"
                  + " mean over the steps that had it, where one that zeroed it counts as 0. PPO's"
                  + " clip goes by another number, Ψ: the advantage in the loss."),
          List.of(
              "Push",
              "the change of log π(a|s). Predicted: to first order, g·(θ′ − θ). Actual: log π after"
                  + " the update minus log π before it. +0.01 makes an action 1 % more probable."),
          List.of(
              "Own push",
              "a sample's own part. In a single step it never goes against the sign of its weight:"
                  + " it is the “up, in proportion to its weight”. Summed over several steps it"
                  + " may: in each the loss wants something else of the sample (advantages may be"
                  + " standardized anew, ratios and clips change), and the optimizer and the"
                  + " clipping of the gradient give each another size."),
          List.of(
              "Own trajectory, shared",
              "what the other samples of its trajectory, and those of other trajectories, did to it"
                  + " through the parameters that all share."),
          List.of(
              "Entropy, value, momentum, rounding",
              "what the rest of a step did: the entropy's and the value's terms of the gradient,"
                  + " what earlier gradients left in the optimizer, and the single precision in"
                  + " which training computes and parameters are stored."),
          List.of(
              "R²",
              "the share of the differences between pushes (of their variance) that a straight line"
                  + " on the weight explains."),
          List.of(
              "Residual",
              "actual minus predicted: the curvature. In every state its mean under the policy is"
                  + " −KL(before ‖ after), so that probability is only moved, never made."),
          List.of(
              "Samples and trajectories",
              "are counted from 0, in the order in which the batch was collected. To see who pushed"
                  + " sample 17: uphill explain RUN --action 17."));

  private Reading() {}

  static void write(Markup out) {
    out.open("dl", "class", "words");
    for (List<String> word : WORDS) {
      out.element("dt", word.get(0)).element("dd", word.get(1));
    }
    out.close();
    out.open("p").text("The mathematics is in ").element("code", "docs/push.md");
    out.text(", the names in ").element("code", "docs/notation.md");
    out.text(", and all numbers as files, to check them elsewhere, in ");
    out.element("code", "docs/export.md").text(".").close();
  }
}
