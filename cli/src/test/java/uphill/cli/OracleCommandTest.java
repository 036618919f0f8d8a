package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.records.Json;

/// `uphill oracle`.
class OracleCommandTest {

  @TempDir private Path directory;

  private static Child.Outcome uphill(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    return new Child.Outcome(code, out.toString(), err.toString());
  }

  private static Map<String, Object> json(String... words) {
    return Json.parseObject(uphill(words).succeeds().out(), "standard output");
  }

  private static Map<String, Object> estimator(Map<String, Object> json, String name) {
    for (Object each : (List<?>) Objects.requireNonNull(json.get("estimators"))) {
      Map<String, Object> estimator = Json.object(each, "estimators");
      if (name.equals(estimator.get("name"))) {
        return estimator;
      }
    }
    throw new AssertionError("no estimator " + name);
  }

  private static double number(Map<String, Object> json, String name) {
    return ((Number) Objects.requireNonNull(json.get(name), name)).doubleValue();
  }

  /// A bandit is solved by hand: J = 0.5, and ∂J/∂zₖ = (pₖ − 0.5)/3.
  @Test
  void aBanditIsSolvedByHand() {
    Map<String, Object> json = json("oracle", "bandit", "--json");

    assertThat(number(json, "objective")).isCloseTo(0.5, within(1e-15));
    assertThat(number(json, "best_objective")).isEqualTo(0.8);
    assertThat(number(json, "gamma")).isEqualTo(1);
    assertThat(number(json, "horizon")).isEqualTo(1);
    List<?> rows = (List<?>) Objects.requireNonNull(json.get("policy_gradient"));
    List<?> row = (List<?>) rows.getFirst();
    assertThat(((Number) row.get(0)).doubleValue()).isCloseTo(-0.1, within(1e-15));
    assertThat(((Number) row.get(1)).doubleValue()).isCloseTo(0, within(1e-15));
    assertThat(((Number) row.get(2)).doubleValue()).isCloseTo(0.1, within(1e-15));
    // E‖X‖² = Σ ⅓·pₖ·‖e_k − π‖² = 0.5·⅔, less ‖∇J‖² = 0.02
    Map<String, Object> whole = estimator(json, "return");
    assertThat(number(whole, "variance_trace")).isCloseTo(1.0 / 3 - 0.02, within(1e-14));
    assertThat(whole).containsEntry("method", "enumeration");
    assertThat((List<?>) Objects.requireNonNull(json.get("learning_curve"))).hasSize(101);
  }

  @Test
  void whereTheDiscountMattersTheUsualEstimatorIsNeverRight() {
    Map<String, Object> json = json("oracle", "discount-mismatch", "--json");

    Map<String, Object> usual = estimator(json, "reward_to_go_without_gamma_t");
    assertThat(number(usual, "cosine")).isCloseTo(-1, within(1e-12));
    assertThat(uphill("oracle", "discount-mismatch", "--json").out())
        .contains("\"cosine\":-1.0,\"samples_for_cosine_09\":null");
    assertThat(uphill("oracle", "discount-mismatch").succeeds().out())
        .contains("never: the bias forbids it", "all 8 trajectories were run through");
  }

  @Test
  void aLakeIsScoredFromDrawnTrajectories() {
    Child.Outcome text =
        uphill("oracle", "FrozenLake-v1", "--samples", "500", "--ascent", "20").succeeds();
    Map<String, Object> json =
        json("oracle", "FrozenLake-v1", "--json", "--samples", "500", "--weights", "gae_0.95");

    assertThat(text.out())
        .contains(
            "16 states, 4 actions", "row 1, column 1", "500 drawn trajectories", "0.74419029");
    assertThat(number(json, "objective")).isCloseTo(0.0139398, within(1e-7));
    assertThat((List<?>) Objects.requireNonNull(json.get("estimators"))).hasSize(1);
    assertThat(estimator(json, "gae_0.95")).containsEntry("method", "sampling");
  }

  @Test
  void aTrainedPolicyIsAPolicy() {
    Path run = directory.resolve("run");
    uphill("train", "FrozenLake-v1", "--steps", "40k", "--out", run.toString(), "--json")
        .succeeds();

    Map<String, Object> json =
        json("oracle", "FrozenLake-v1", "--policy", run.toString(), "--json", "--samples", "100");

    assertThat(number(json, "objective")).isGreaterThan(0.015);
    for (Object row : (List<?>) Objects.requireNonNull(json.get("probability"))) {
      double sum = ((List<?>) row).stream().mapToDouble(p -> ((Number) p).doubleValue()).sum();
      assertThat(sum).isCloseTo(1, within(1e-12));
    }
    assertThat(uphill("oracle", "bandit", "--policy", run.toString()).code()).isEqualTo(2);
    Map<String, Object> mode =
        json("oracle", "FrozenLake-v1", "--policy", run.toString(), "--mode", "--json");
    for (Object row : (List<?>) Objects.requireNonNull(mode.get("probability"))) {
      assertThat(((List<?>) row).stream().filter(p -> ((Number) p).doubleValue() == 1)).hasSize(1);
    }
    assertThat(number(mode, "objective")).isNotEqualTo(number(json, "objective"));
  }

  @Test
  void arguments() {
    String lake = "FrozenLake-v1:map_seed=3,map_size=3,is_slippery=false";

    Map<String, Object> json = json("oracle", lake, "--json", "--samples", "10");

    assertThat(number(json, "best_objective")).isEqualTo(1);
    assertThat((List<?>) Objects.requireNonNull(json.get("states"))).hasSize(9);
  }

  @Test
  void theLinearProblemHasAClosedForm() throws IOException {
    Map<String, Object> json =
        json("oracle", "lqr", "--horizon", "inf", "--samples", "1k", "--json");
    assertThat(number(json, "gamma")).isEqualTo(0.99);
    assertThat(uphill("oracle", "lqr", "--horizon", "inf", "--samples", "9", "--json").out())
        .contains("\"horizon\":null");
    assertThat((List<?>) Objects.requireNonNull(json.get("policy_gradient"))).hasSize(2);

    Path picture = directory.resolve("lqr.svg");
    uphill("oracle", "lqr", "--samples", "1k", "--picture", picture.toString()).succeeds();
    assertThat(Files.readString(picture))
        .contains("reward_to_go", "cosine with the exact gradient");
  }

  @Test
  void whatIsRunThroughIsSaidAlikeAboveAndBelowTheTable() {
    assertThat(uphill("oracle", "bandit", "--horizon", "inf").succeeds().out())
        .contains("every trajectory: off by", "all 6 trajectories were run through")
        .doesNotContain("takes too long");
    assertThat(uphill("oracle", "FrozenLake-v1", "--samples", "10").out())
        .contains("every trajectory: takes too long", "10 drawn trajectories");
  }

  @Test
  void drawnVariancesAreCalledEstimates() {
    assertThat(uphill("oracle", "CliffWalking-v1", "--samples", "50").out())
        .contains("estimated from 50 drawn trajectories (b* from others)", "may be chance");
  }

  @Test
  void anUnstablePolicyHasNoGradient() {
    String[] words = {"oracle", "lqr", "--gain", "3", "--horizon", "inf"};
    assertThat(uphill(words).succeeds().out())
        .contains("J = -infinity: the policy is unstable", "15.84", "there is no gradient")
        .doesNotContain("NaN", "exact");
    assertThat(json("oracle", "lqr", "--gain", "3", "--horizon", "inf", "--json"))
        .containsKey("why_null")
        .containsEntry("estimators", List.of());
    assertThat(json("oracle", "lqr", "--horizon", "inf", "--samples", "9", "--json"))
        .doesNotContainKey("why_null");
    uphill("oracle", "lqr", "--gain", "3", "--horizon", "300").saysOnly(2, "take a smaller gain");
  }

  @Test
  void aGradientOfZeroIsNotSteep() throws IOException {
    Path run = directory.resolve("run");
    uphill(SmallRun.train("FrozenLake-v1", run)).succeeds();

    assertThat(uphill("oracle", "FrozenLake-v1", "--policy", run.toString(), "--mode").out())
        .contains("the first 12 of 16 states, all of them with gradient 0")
        .doesNotContain("steepest", "0.000");
  }

  @Test
  void oneIsNotPlural() {
    assertThat(uphill("oracle", "bandit").out())
        .startsWith("bandit: 1 state, 3 actions, policy uniform. J = E[sum of r] over 1 step")
        .doesNotContain("1 steps");
    assertThat(uphill("oracle", "lqr", "--horizon", "1", "--samples", "9").out())
        .contains("1 step, gamma")
        .doesNotContain("1 steps");
  }

  @Test
  void aFileIsATable() throws IOException {
    Path file = directory.resolve("coin.json");
    String text =
        """
        {"states": 1, "actions": ["heads", "tails"], "start": 0, "max_steps": 1, "transitions": [
          {"from": 0, "action": "heads", "to": 0, "terminated": true},
          {"from": 0, "action": "tails", "to": 0, "reward": 1, "terminated": true}]}
        """;
    Files.writeString(file, text);

    assertThat(number(json("oracle", file.toString(), "--json"), "objective")).isEqualTo(0.5);

    Path run = directory.resolve("run");
    uphill("train", file.toString(), "--steps", "2k", "--out", run.toString(), "--json").succeeds();
    uphill("verify", run.toString()).succeeds();
    assertThat(
            number(
                json("oracle", file.toString(), "--policy", run.toString(), "--json"), "objective"))
        .isGreaterThan(0.5);

    Files.writeString(file, text.replace("\"reward\": 1", "\"probability\": 0.9"));
    uphill("oracle", file.toString()).saysOnly(2, file.toString(), "sum to 0.9, expected 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CartPole-v1                                | is not a table
          FrozenLake                                 | FrozenLake-v1
          missing.json                               | no such file
          bandit --horizon 0                         | from 1
          bandit --horizon inf --gamma 1             | an infinite horizon needs gamma below 1
          bandit --gamma 1.5                         | gamma must be in [0, 1]
          bandit --weights returns                   | --weights takes all, or some of return,
          bandit --critic wrong                      | --critic takes exact, state or zero
          bandit --policy nowhere                    | is not a run
          bandit --ascent -1                         | --ascent takes
          bandit --learning-rate -1                  | must be finite and not negative
          bandit --samples 0                         | --samples takes
          lqr --std 0                                | --std positive
          lqr --policy runs/a                        | --policy means nothing for lqr
          lqr --critic zero                          | --critic means nothing for lqr
          lqr --horizon 2000000000                   | at most 1000000 steps
          lqr --horizon inf --gamma 0.99999999999    | a smaller gamma
          bandit --gain 1                            | --gain means nothing for bandit
          chain --horizon 1000000000                 | Take a shorter horizon
          chain --horizon inf --gamma 0.999999999    | a smaller gamma
          """)
  void whatWillNotDoIsSaid(String words, String part) {
    uphill(("oracle " + words).strip().split(" +", -1)).saysOnly(2, part);
  }
}
