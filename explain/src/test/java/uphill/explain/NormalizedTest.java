package uphill.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.kernel.Kernels;
import uphill.kernel.Workers;
import uphill.lab.Experiment;
import uphill.lab.training.Scores;
import uphill.lab.training.Training;
import uphill.lab.world.World;
import uphill.nn.Descent;
import uphill.push.Ledger;
import uphill.push.Ledger.Part;
import uphill.push.ScoreModel;
import uphill.push.Step;
import uphill.push.StepChecks;
import uphill.push.StepWitness;
import uphill.records.Json;
import uphill.records.Safetensors;
import uphill.rl.data.Rollout;

/// Explanations where the policy reads observations through a normalizer and learning reads scaled
/// rewards: those of the update itself, not of after it.
class NormalizedTest {

  @TempDir private Path directory;

  private static World world(String name) {
    return World.named(name, NormalizedTest.class.getClassLoader());
  }

  private static Experiment experiment(String world) {
    return Experiment.in(world(world))
        .algorithm("vpg")
        .set("batch_steps", 256)
        .set("envs", 2)
        .set("hidden", 8)
        .set("anneal", false)
        .set("normalize_observations", true)
        .set("observation_clip", 1) // many a number is clipped
        .set("normalize_rewards", true)
        .steps(1_024);
  }

  @ParameterizedTest
  @CsvSource({"Pendulum-v1,tanh", "CartPole-v1,relu", "Acrobot-v1,tanh"})
  void thePartsSumToThePushAndWhatTrainingSaysIsWhatAnExplanationFinds(
      String world, String activation) throws IOException {
    Path run = directory.resolve("run");
    experiment(world).set("activation", activation).run(run);
    List<String> metrics = Files.readAllLines(run.resolve("metrics.jsonl"));
    for (int update = 1; update <= 4; update++) {
      Explanation explanation = Explanation.of(world(world), run, update);
      Ledger ledger = explanation.ledger();
      double rounding = 0;
      double push = 0;
      for (int i = 0; i < ledger.predicted().length; i++) {
        double sum = 0;
        double sizes = 0;
        for (Part part : Part.values()) {
          sum += ledger.part(part)[i];
          sizes += Math.abs(ledger.part(part)[i]);
        }
        assertThat(sum).isCloseTo(ledger.predicted()[i], within(1e-9 * sizes));
        rounding += Math.abs(ledger.part(Part.ROUNDING)[i]);
        push += Math.abs(ledger.predicted()[i]);
      }
      assertThat(rounding).isLessThan(1e-4 * push);

      Map<String, Object> line = Json.parseObject(metrics.get(update - 1), "metrics");
      if (line.get("push_rows") instanceof Double rows && rows == 256) {
        explanation
            .statistics()
            .values()
            .forEach(
                (name, value) -> {
                  if (Double.isFinite(value)) {
                    assertThat(line).containsEntry(name, value);
                  }
                });
      }
    }
  }

  /// Ψ is shown as the step used it, computed anew from the rewards as they were scaled.
  @Test
  void theWeightsOfAnExplanationFollowFromItsRewardsAndTheirScale() throws IOException {
    Path run = directory.resolve("run");
    experiment("Pendulum-v1").run(run);
    Explanation explanation = Explanation.of(world("Pendulum-v1"), run, 3);
    new Export(explanation).write(directory.resolve("export"));

    Map<String, Object> json =
        Json.parseObject(Files.readString(directory.resolve("export/export.json")), "export.json");
    double scale = (Double) json.getOrDefault("reward_scale", 0.0);
    double gamma = (Double) json.getOrDefault("gamma", 0.0);
    double lambda = (Double) json.getOrDefault("lambda", 0.0);
    Rollout rollout = explanation.rollout();
    assertThat(scale).isLessThan(1).isEqualTo(rollout.rewardScale());
    for (int n = 0; n < 2; n++) {
      double next = 0;
      for (int i = 254 + n; i >= 0; i -= 2) {
        double reward = Math.clamp(scale * rollout.reward[i], -10, 10);
        double delta = reward + gamma * rollout.nextValue[i] - rollout.value[i];
        next = delta + (rollout.ended[i].ended() ? 0 : gamma * lambda * next);
        assertThat(explanation.ledger().weight()[i])
            .isCloseTo(next, within(1e-6 * Math.max(1, Math.abs(next))));
      }
    }
    assertThat(json).containsEntry("observation_clip", 1.0).containsEntry("reward_clip", 10.0);
    Map<String, Safetensors.Matrix> normalizer =
        Safetensors.read(directory.resolve("export/normalizer.safetensors"));
    assertThat(normalizer.keySet()).containsExactlyInAnyOrder("mean", "scale");
    WhatIf.Outcome same = WhatIf.of(List.of("weights=gae")).of(explanation, world("Pendulum-v1"));
    assertThat(same.ledger().weight()).isEqualTo(explanation.ledger().weight());
  }

  /// In an update the normalizer moves after the step: as it is then, it would explain another.
  @Test
  void aNormalizerThatWasReadOneUpdateTooLateIsRefused() {
    World world = world("Pendulum-v1");
    try (Training training =
        new Training(experiment("Pendulum-v1").config(), world, Kernels.best(), Workers.one())) {
      training.update();
      ScoreModel before = Scores.model(training.policy());
      StepWitness witness = new StepWitness(before);
      for (Descent descent : training.learner().setup().descents()) {
        if (descent.parameters() == training.policy().parameters()) {
          witness.watch(descent);
        }
      }
      training.update();
      ScoreModel late = Scores.model(training.policy());
      Step seen = witness.steps().getFirst();

      StepChecks.requireThroughHeads(before, seen);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> StepChecks.requireThroughHeads(late, seen))
          .withMessageStartingWith("the step is not explained: the terms [policy, entropy]");
    }
  }

  @Test
  void whatIsNotNormalizedIsExportedWithoutANormalizer() throws IOException {
    Path run = directory.resolve("run");
    experiment("CartPole-v1")
        .set("normalize_observations", false)
        .set("normalize_rewards", false)
        .run(run);
    Path export = directory.resolve("export");
    new Export(Explanation.of(world("CartPole-v1"), run, 2)).write(export);

    assertThat(export.resolve("normalizer.safetensors")).doesNotExist();
    assertThat(Json.parseObject(Files.readString(export.resolve("export.json")), "export"))
        .containsEntry("reward_scale", 1.0)
        .containsEntry("reward_clip", 0.0)
        .doesNotContainKey("observation_clip");
    assertThat(Arrays.asList(export.toFile().list())).contains("export.json");
  }
}
