package uphill.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.autodiff.SmallPolicy.Shape;
import uphill.kernel.Kernels;

/// What an onlooker is given.
class OnlookerInputTest {

  private static final int ROWS = 150; // two blocks, the second one short
  private static final Shape CATEGORICAL = new Shape(false, false, 5);

  @Test
  void aRowOfTheRunIsTheRowOfTheColumnsThatTheOrderNames() {
    var policy = new SmallPolicy(CATEGORICAL, 400);
    int[] order = new int[ROWS];
    for (int j = 0; j < ROWS; j++) {
      order[j] = j == 1 ? 399 : 399 - j; // one row twice
    }
    int[] longer = new int[ROWS + 5];
    System.arraycopy(order, 0, longer, 3, ROWS);

    HeadErrors all = policy.onlooker().errors(400);
    HeadErrors some = policy.onlooker().errors(longer, 3, ROWS);

    assertThat(some.rows()).isEqualTo(ROWS);
    for (String term : policy.terms.keySet()) {
      for (int i = 0; i < ROWS * 3; i++) {
        double error = all.errors(term, "logits")[3 * order[i / 3] + i % 3];
        assertThat(some.errors(term, "logits")[i] * ROWS).isCloseTo(error * 400, within(1e-14));
      }
    }
    policy.columns.replaceAll((name, column) -> gathered(column, order, column.length / 400));
    assertThat(some.gradient()).isEqualTo(policy.onlooker().errors(ROWS).gradient());
  }

  private static float[] gathered(float[] column, int[] order, int columns) {
    float[] rows = new float[order.length * columns];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = column[order[i / columns] * columns + i % columns];
    }
    return rows;
  }

  @Test
  void aColumnMayBeginAnywhereInAnArray() {
    var set = new Parameters();
    Tensor w = Tensor.repeat(set.add("w", 1, 2));
    Onlooker onlooker =
        onlooker(w.mul(Tensor.input("x", 2)).sumColumns().sum(), w, set)
            .at(new float[2])
            .feed("x", new float[] {9, 1, 2, 3, 4, 5, 6}, 1);

    assertThat(onlooker.errors(2).errors("L", "h")).containsExactly(1, 2, 3, 4);
    assertThat(onlooker.errors(new int[] {2, 0}, 0, 2).errors("L", "h"))
        .containsExactly(5, 6, 1, 2);
    assertThat(onlooker.errors(2).errors("L", "h")).containsExactly(1, 2, 3, 4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> onlooker.errors(new int[] {3}, 0, 1))
        .withMessage("order[0] asks for row 3, input x holds 3 rows");
  }

  @Test
  void aSumIsDividedByTheNumberThatIsGiven() {
    var set = new Parameters();
    Tensor w = Tensor.repeat(set.add("w", 1, 1));
    Tensor product = w.mul(Tensor.input("x", 1));
    Onlooker onlooker =
        onlooker(product.sum().per("trajectories").add(product.mean().mul(3)), w, set)
            .at(new float[] {2})
            .feed("x", new float[] {1, 2, 4, 9})
            .divideBy("trajectories", 7);

    HeadErrors seen = onlooker.errors(3);

    assertThat(seen.errors("L", "h"))
        .containsExactly(new double[] {1 / 7.0 + 1, 2 / 7.0 + 2, 4 / 7.0 + 4}, within(1e-15));
    assertThat(seen.gradient("L")).containsExactly(new double[] {8}, within(1e-14));
    assertThat(seen.value("L")).isCloseTo(16, within(1e-14));
    onlooker.divideBy("trajectories", 14);
    assertThat(onlooker.errors(3).gradient("L")).containsExactly(new double[] {7.5}, within(1e-14));
  }

  @Test
  void unknownNamesAreAnsweredWithTheKnownOnes() {
    var policy = new SmallPolicy(CATEGORICAL, 2);
    HeadErrors seen = policy.onlooker().errors(2);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> seen.errors("value", "logits"))
        .withMessage("no term \"value\"; this program has [policy, entropy, clip]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> seen.gradient("value"))
        .withMessage("no term \"value\"; this program has [policy, entropy, clip]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> seen.errors("policy", "mean"))
        .withMessage("no head \"mean\"; this program has [logits]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy.onlooker().feed("state", new float[2]))
        .withMessage(
            "no input \"state\"; this program has [observation, action, weight, oldLogProb]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy.onlooker().divideBy("trajectories", 2))
        .withMessage("nothing is divided by trajectories; this program divides by []");
  }

  @Test
  void aNumberIsTheOneThatIsGiven() {
    var set = new Parameters();
    Tensor w = Tensor.repeat(set.add("w", 1, 1));
    Onlooker onlooker =
        onlooker(w.square().mul(Tensor.given("c")).sum(), w, set)
            .at(new float[] {3})
            .feed(Map.of());

    assertThatIllegalStateException()
        .isThrownBy(() -> onlooker.errors(1))
        .withMessage("give(\"c\", …) was not called");
    assertThat(onlooker.give("c", 0.5).errors(200).gradient()).containsExactly(600);
    assertThat(onlooker.give("c", 2).errors(1).errors("L", "h")).containsExactly(12);
  }

  @Test
  void whatIsMissingOrTooShortIsNamed() {
    var policy = new SmallPolicy(CATEGORICAL, 3);
    var bare = new Onlooker(policy.terms, policy.heads, policy.learnt, Kernels.best());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> bare.errors(3))
        .withMessage("input observation has no column: feed(\"observation\", …) was not called");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bare.at(new float[3]))
        .withMessage("parameters have 43 elements, got 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bare.at(new double[44]))
        .withMessage("parameters have 43 elements, got 44");
    policy.columns.forEach(bare::feed);
    assertThatIllegalStateException()
        .isThrownBy(() -> bare.errors(3))
        .withMessage("the parameters have no values yet: at(…) was not called");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy.onlooker().errors(4))
        .withMessage("input observation holds 12 numbers, 4 rows of 4 need more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy.onlooker().feed("weight", new float[4], 2).errors(3))
        .withMessage("input weight holds 2 numbers, 3 rows of 1 need more");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 3})
  void anOrderNamesRowsThatThereAre(int row) {
    Onlooker onlooker = new SmallPolicy(CATEGORICAL, 3).onlooker();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> onlooker.errors(new int[] {0, row}, 0, 2))
        .withMessage("order[1] asks for row " + row + ", input observation holds 3 rows");
  }

  @Test
  void anEvaluationHasRows() {
    Onlooker onlooker = new SmallPolicy(CATEGORICAL, 3).onlooker();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> onlooker.errors(0))
        .withMessage("an evaluation needs at least one row, got 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> onlooker.errors(new int[3], 2, 0))
        .withMessage(
            "a run needs at least one row, and within an order of 3: got 0 rows from 2 on");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> onlooker.errors(new int[3], 2, 2))
        .withMessage(
            "a run needs at least one row, and within an order of 3: got 2 rows from 2 on");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> onlooker.errors(new int[3], -1, 2))
        .withMessage(
            "a run needs at least one row, and within an order of 3: got 2 rows from -1 on");
  }

  /// The same equation written twice is two tensors, and the errors at the second are zero.
  @Test
  void aHeadThatNoTermIsMadeOfIsRejected() {
    var set = new Parameters();
    Parameter w = set.add("w", 1, 1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> onlooker(Tensor.repeat(w).mean(), Tensor.repeat(w), set))
        .withMessage("head h occurs in no term: give the very tensor that the terms are made of");
  }

  private static Onlooker onlooker(Scalar loss, Tensor head, Parameters learnt) {
    SequencedMap<String, Scalar> terms = new LinkedHashMap<>();
    terms.put("L", loss);
    SequencedMap<String, Tensor> heads = new LinkedHashMap<>();
    heads.put("h", head);
    return new Onlooker(terms, heads, learnt, Kernels.best());
  }
}
