package uphill.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.lab.Experiment;
import uphill.lab.world.World;
import uphill.push.Ledger;
import uphill.push.Ledger.Part;
import uphill.push.Regression;

class AnswerTest {

  @TempDir private Path directory;

  private static String said(double[] weight, double... push) {
    return Answer.said(Regression.of(weight, push), push, weight);
  }

  @Test
  void actionsOfWeightZeroCountInNoShareAndAreCounted() {
    String said = said(new double[] {0, 0, 0, 1, 2, -1}, -1, 2, 3, -1, 4, -2);

    assertThat(said).contains("33 % of the 3 actions whose weight is not 0", "3 have weight 0");
    assertThat(said(new double[] {0, 1}, -1, 2))
        .contains("of the 1 action whose weight is not 0", "(1 has weight 0)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          3           | 0.5        | only one action could be moved. 0 % of the actions
          0, 0        | 0.1, 0.2   | all weights are 0.
          -20, -20    | 0.1, -0.2  | all weights are equal. 50 % of the actions
          1, 2        | 0, 0       | no action moved. 0 %
          1, 2        | 0.5, 0.5   | all actions moved equally far. 0 %
          1, 2, 3     | NaN, 1, 2  | the weight or the push of 1 of 3 actions is not a finite number
          1, 2        | NaN, NaN   | the weight or the push of 2 of 2 actions is not a finite number
          """)
  void whatCannotBeSaidIsNot(String weights, String pushes, String part) {
    assertThat(said(numbers(weights), numbers(pushes)))
        .startsWith("It cannot be said: " + part)
        .doesNotContain("NaN", "explain");
  }

  @Test
  void whereAPushIsNoNumberTheLineSaysSo() {
    Regression line = Regression.of(new double[] {1, 2}, new double[] {Double.NaN, 1});

    assertThat(Answer.line(line)).startsWith("no line: the weight or the push of 1 of 2 actions");
    assertThat(Answer.against(line)).doesNotContain("%");
  }

  private static double[] numbers(String text) {
    String[] parts = text.split(", ", -1);
    double[] numbers = new double[parts.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Double.parseDouble(parts[i]);
    }
    return numbers;
  }

  /// A line that does not go through zero pushes half of these against the sign of their weight.
  @Test
  void aLineAloneIsNoProportion() {
    assertThat(said(new double[] {10, 11, 12, 13}, -1.5, -0.5, 0.5, 1.5))
        .startsWith("No: the weights explain 100 % of the differences")
        .contains("50 % of the actions moved against");
    assertThat(said(new double[] {-1, 1, 2}, -0.1, 0.1, 0.2)).startsWith("Nearly: ");
    assertThat(said(new double[] {-1, 1, 2}, 0.1, -0.1, -0.2)).startsWith("No: ");
  }

  /// Clipping takes from every part of the gradient alike: it carries nothing.
  @Test
  void clippingIsNeverWhatPushed() throws IOException {
    World world = World.named("CartPole-v1", AnswerTest.class.getClassLoader());
    Path run = directory.resolve("run");
    Experiment.in(world)
        .set("max_gradient_norm", "1e-4")
        .set("batch_steps", 256)
        .steps(256)
        .run(run);
    Explanation explanation = Explanation.of(world, run, 1);
    Ledger ledger = explanation.ledger();
    double clipping = Answer.rootMeanSquare(ledger.part(Part.CLIPPING));

    assertThat(ledger.clippings()[0]).isLessThan(0.01);
    for (Part part : Part.values()) {
      assertThat(Answer.rootMeanSquare(ledger.clipped(part))).isLessThan(clipping);
    }
    assertThat(Answer.of(explanation)).contains("came from").doesNotContain("clip");
  }
}
