package uphill.lab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.env.Space;
import uphill.lab.Experiment;
import uphill.lab.Residual;
import uphill.lab.world.World;
import uphill.nn.Activation;
import uphill.records.Json;
import uphill.rl.Network;
import uphill.rl.Policy;
import uphill.rl.Setup;
import uphill.rl.algorithms.VpgConfig;

/// The statistics that every run keeps.
class UpdateStatisticsTest {

  private static final World WORLD =
      World.named("CartPole-v1", UpdateStatisticsTest.class.getClassLoader());

  @TempDir private Path directory;

  @Test
  void everyKthUpdateIsLookedAtFromTheFirstOn() throws IOException {
    Experiment experiment = Experiment.in(WORLD).steps(100_000);
    int interval = UpdateStatistics.interval(experiment.config().settings(), 4610, 1);

    experiment.run(directory.resolve("run"));

    List<String> lines = Files.readAllLines(directory.resolve("run/metrics.jsonl"));
    assertThat(interval).isBetween(10, 45);
    for (int k = 0; k < lines.size(); k++) {
      Map<String, Object> line = Json.parseObject(lines.get(k), "metrics");
      boolean looked = line.get("push_rows") instanceof Double;
      assertThat(looked).isEqualTo(k % interval == 0);
      if (looked) {
        assertThat((Double) line.get("kl_exact")).isPositive();
        assertThat((Double) line.get("push_wrong_sign")).isBetween(0.0, 1.0);
      }
    }
  }

  @Test
  void wholeTrajectoriesAreTakenInTheirOrder() {
    int[] two = new int[2 * UpdateStatistics.ROWS];
    Arrays.setAll(two, i -> i % 2);
    assertThat(UpdateStatistics.first(two)).hasSize(two.length);

    int[] short_ = new int[1000];
    Arrays.setAll(short_, i -> i / 100);
    assertThat(UpdateStatistics.first(short_)).hasSize(200).startsWith(0).endsWith(199);

    int[] long_ = new int[10 * UpdateStatistics.ROWS];
    Arrays.setAll(long_, i -> 2 * i / long_.length);
    assertThat(UpdateStatistics.first(long_)).hasSize(UpdateStatistics.MOST_ROWS);
    assertThat(UpdateStatistics.first(new int[1])).containsExactly(0);
  }

  @Test
  void policiesOfAllSpacesAreLookedAt() {
    for (Space actions :
        List.of(
            new Space.Discrete(2),
            new Space.MultiDiscrete(new int[] {2, 3}),
            new Space.MultiBinary(2),
            Space.Box.of(-1, 1, 2))) {
      Policy policy = VpgConfig.simple().policy(Setup.acting(new Space.Discrete(3), actions));

      assertThat(new UpdateStatistics(VpgConfig.simple(), policy).due(1)).isTrue();
      assertThat(Scores.model(policy).actionSize()).isEqualTo(actions.size());
    }
  }

  private static Setup inABox() {
    return Setup.acting(Space.Box.of(0, 1, 2), Space.Box.of(-1, 1, 1));
  }

  @Test
  void aDeterministicPolicyHasNoLogPiToLookAt() {
    Policy policy = Policy.deterministic(Network.of(Activation.TANH, 4), inABox());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Scores.model(policy))
        .withMessageContaining("a deterministic policy gives no action a probability");
    assertThat(new UpdateStatistics(VpgConfig.simple(), policy).due(1)).isFalse();
  }

  @Test
  void policiesOnAnyNetworkAreLookedAt() {
    Network network = Network.of(Activation.TANH, 4);
    Network ofState = network.with("log_std_of_state", true);
    Network normalized = network.with("layer_norm", true);
    for (Policy policy :
        List.of(
            Policy.of(ofState, inABox()),
            Policy.squashed(network, inABox()),
            Policy.squashed(ofState, inABox()),
            Policy.of(normalized, inABox()),
            Policy.of(network.with("state_noise", true), inABox()),
            Policy.squashed(network.with("state_noise", true), inABox()),
            Policy.squashed(normalized.with("log_std_of_state", true), inABox()),
            Policy.of(network.with("network", Residual.class.getName()), inABox()))) {
      assertThat(new UpdateStatistics(VpgConfig.simple(), policy).due(1)).isTrue();
      assertThat(Scores.model(policy).logStdSize()).isEqualTo(policy.logStd().isPresent() ? 1 : 0);
      assertThat(Scores.model(policy).layers().isEmpty()).isEqualTo(policy.dense().isEmpty());
    }
  }
}
