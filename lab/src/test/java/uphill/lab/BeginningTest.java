package uphill.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Workers;
import uphill.lab.config.CheckpointPlan;
import uphill.lab.config.RunConfig;
import uphill.lab.record.Checkpoint;
import uphill.lab.training.Beginning;
import uphill.lab.training.Training;
import uphill.lab.world.World;
import uphill.records.Safetensors;
import uphill.records.Sha256;
import uphill.rl.State;

/// A run that begins with another run's parameters is one of its own: resumed, verified and read
/// without the other.
class BeginningTest {

  @TempDir private Path folder;
  private final List<String> begun = new ArrayList<>();
  private Path first = Path.of("");
  private Path second = Path.of("");

  private Experiment experiment(String world) {
    return Experiment.in(World.named(world, BeginningTest.class.getClassLoader()))
        .algorithm("vpg")
        .steps(600)
        .set("batch_steps", 200)
        .set("envs", 2)
        .set("hidden", "8")
        .set("anneal", false)
        .checkpoints(CheckpointPlan.DEFAULT.everySteps(200))
        .watchedBy(
            event -> {
              if (event instanceof RunEvent.Started(_, _, var beginning)) {
                begun.add(beginning);
              }
            });
  }

  @BeforeEach
  void train() throws IOException {
    first = folder.resolve("first");
    second = folder.resolve("second");
    experiment("CartPole-v1").run(first);
    begun.clear();
  }

  private static byte[] parameters(Path run, int update) throws IOException {
    return Files.readAllBytes(Checkpoint.folder(run, update).resolve(Checkpoint.PARAMETERS));
  }

  private static Training training(Experiment experiment, Optional<Beginning> from) {
    World world = World.named("CartPole-v1", BeginningTest.class.getClassLoader());
    return new Training(experiment.config(), world, from, new ScalarKernels(), Workers.one());
  }

  @ParameterizedTest
  @CsvSource({"true, 3", "false, 1"})
  void theParametersAreThoseOfTheCheckpointAndNothingElseIs(boolean newest, int update)
      throws IOException {
    Beginning from = newest ? Beginning.of(first) : Beginning.of(first, update);
    Experiment drawn = experiment("CartPole-v1").seed(5);
    Experiment given = experiment("CartPole-v1").seed(5).beginningWith(from);

    assertThat(from.origin().update()).isEqualTo(update);
    try (Training one = training(given, Optional.of(from));
        Training other = training(drawn, Optional.empty())) {
      assertThat(Safetensors.bytes(one.parameters())).isEqualTo(parameters(first, update));
      assertThat(one.contents().state()).isEqualTo(other.contents().state());
      assertThat(one.contents().optimizers().values())
          .allMatch(memory -> Arrays.equals(memory.values(), new float[memory.values().length]));
    }
  }

  @Test
  void theRunNeedsTheOtherNoMore() throws IOException {
    Experiment given = experiment("CartPole-v1").seed(5).beginningWith(Beginning.of(first));
    given.run(second);
    byte[] kept = parameters(first, 3);
    Files.move(first, folder.resolve("gone"));

    assertThat(begun).containsExactly("policy and critic of %s, update 3".formatted(first));
    assertThat(second.resolve(Beginning.FILE)).hasBinaryContent(kept);
    assertThat(RunConfig.read(second).from()).isEqualTo(given.config().from()).isPresent();
    experiment("CartPole-v1").resume(second, 1000);
    assertThat(begun.getLast()).isEmpty(); // it went on from a checkpoint
    World world = World.named("CartPole-v1", BeginningTest.class.getClassLoader());
    assertThat(new Verification(world, second).verify(1, 5, 1, _ -> {}).differences()).isEmpty();
  }

  /// What was prepared begins with them too.
  @Test
  void aPreparedRunKeepsThem() throws IOException {
    Experiment given = experiment("CartPole-v1").seed(5).beginningWith(Beginning.of(first));
    Path directly = folder.resolve("directly");
    given.run(directly);
    Experiment.prepare(Map.of(second, given));
    Files.move(first, folder.resolve("gone"));

    experiment("CartPole-v1").resume(second);

    assertThat(parameters(second, 3)).isEqualTo(parameters(directly, 3));
  }

  @Test
  void whatDoesNotFitBesideThePolicyIsDrawnAndSaid() throws IOException {
    experiment("CartPole-v1")
        .weights("return")
        .set("envs", 1)
        .beginningWith(Beginning.of(first))
        .run(second);
    Path third = folder.resolve("third");
    experiment("CartPole-v1").beginningWith(Beginning.of(second)).run(third);

    assertThat(begun)
        .containsExactly(
            "policy of %s, update 3".formatted(first),
            "policy of %s, update 3; not critic, of which that run has none of these names and shapes"
                .formatted(second));
  }

  /// It would read otherwise what it is shown.
  @Test
  void aPolicyBeginsNotBehindANormalizerThatItHadNotOrWithoutItsOwn() throws IOException {
    Experiment normalizing =
        experiment("CartPole-v1")
            .set("normalize_observations", true)
            .beginningWith(Beginning.of(first));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> normalizing.run(second))
        .withMessageContaining("as they are, and this training normalizes them")
        .withMessageEndingWith("Set normalize_observations=false.");
    experiment("CartPole-v1").set("normalize_observations", true).run(second);
    Experiment plain = experiment("CartPole-v1").beginningWith(Beginning.of(second));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plain.run(folder.resolve("third")))
        .withMessageContaining("normalized, and this training does not normalize them");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> normalized().set("observation_clip", 3).run(folder.resolve("third")))
        .withMessageEndingWith("it learnt with 10.0. Set observation_clip=10.0.");
  }

  private Experiment normalized() throws IOException {
    return experiment("CartPole-v1")
        .seed(5)
        .set("normalize_observations", true)
        .set("normalize_rewards", true)
        .beginningWith(Beginning.of(second));
  }

  private static long[] agent(Training training, String wanted) {
    List<long[]> found = new ArrayList<>();
    training
        .learner()
        .agent()
        .state(
            new State() {
              @Override
              public void longs(String name, long[] values) {
                if (name.equals(wanted)) {
                  found.add(values.clone());
                }
              }

              @Override
              public void floats(String name, float[] values) {}
            });
    return found.getFirst();
  }

  /// What was counted is a part of the policy; what was earned is not.
  @Test
  void aNormalizerCountsOnAndTheScaleOfRewardsBeginsAnew() throws IOException {
    Experiment earlier = experiment("CartPole-v1").set("normalize_observations", true);
    earlier.set("normalize_rewards", true).run(second);
    Experiment given = normalized();

    try (Training one = training(given, Optional.of(Beginning.of(second)))) {
      assertThat(Safetensors.bytes(one.parameters())).isEqualTo(parameters(second, 3));
      assertThat(agent(one, "observations_count")).containsExactly(600);
      assertThat(agent(one, "returns_count")).containsExactly(0);
      float before = one.policy().normalizer().mean()[0];
      one.update();
      assertThat(agent(one, "observations_count")).containsExactly(800);
      double seen = 0;
      for (int i = 0; i < one.rollout().rows(); i++) {
        seen += one.rollout().observation[i * 4];
      }
      assertThat(one.policy().normalizer().mean()[0])
          .isCloseTo((float) ((600.0 * before + seen) / 800), within(1e-6f));
    }
    Path third = folder.resolve("third");
    given.run(third);
    Files.move(second, folder.resolve("gone"));
    experiment("CartPole-v1").resume(third, 1000);
    World world = World.named("CartPole-v1", BeginningTest.class.getClassLoader());
    assertThat(new Verification(world, third).verify(1, 5, 1, _ -> {}).differences()).isEmpty();
  }

  /// The same numbers would be another function.
  @Test
  void anotherActivationIsRefused() throws IOException {
    Experiment rectified =
        experiment("CartPole-v1").set("activation", "relu").beginningWith(Beginning.of(first));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> rectified.run(second))
        .withMessageContaining("with activation=relu: it learnt with tanh. Set activation=tanh.");
  }

  @Test
  void aPolicyBeginsNotWhereActionsAreMaskedIfItsOwnWereNot() throws IOException {
    Experiment masked = experiment("Taxi-v4:action_mask=true").set("hidden", "none");
    experiment("Taxi-v4").set("hidden", "none").run(second);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> masked.beginningWith(Beginning.of(second)).run(folder.resolve("third")))
        .withMessageContaining("where actions are not masked, and Taxi-v4:action_mask=true masks");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CartPole-v1 | 9    | policy.0.weight is [4,8] there, and [4,9] in this training
          CartPole-v1 | none | policy.0.weight is [4,8] there, and [4,2] in this training
          CartPole-v1 | 8,8  | policy.1.weight is [8,2] there, and [8,8] in this training
          Acrobot-v1  | 8    | policy.0.weight is [4,8] there, and [6,8] in this training
          Pendulum-v1 | 8    | policy.0.weight is [4,8] there, and [3,8] in this training
          """)
  void aPolicyOfOtherShapesIsRefusedByItsFirstTensor(String world, String hidden, String sentence)
      throws IOException {
    Experiment other = experiment(world).set("hidden", hidden).beginningWith(Beginning.of(first));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> other.run(second))
        .withMessageContaining("the policy of %s, update 3 does not fit".formatted(first))
        .withMessageContaining(sentence);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Experiment.prepare(Map.of(second, other)))
        .withMessageContaining(sentence);
    assertThat(second).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCopyThatIsMissingOrAlteredIsRefused(boolean missing) throws IOException {
    experiment("CartPole-v1").beginningWith(Beginning.of(first)).run(second);
    Path copy = second.resolve(Beginning.FILE);
    byte[] bytes = Files.readAllBytes(copy);
    bytes[bytes.length - 1] ^= 1;
    Files.delete(copy);
    if (!missing) {
      Files.write(copy, bytes);
    }

    assertThatIllegalArgumentException()
        .isThrownBy(() -> experiment("CartPole-v1").resume(second, 1000))
        .withMessageContaining(copy + (missing ? " is missing" : " was altered"));
    assertThat(AlteredFiles.of(second)).hasSize(1);
  }

  @Test
  void whatIsNoRunOrHasNoSuchCheckpointIsSaid() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Beginning.of(folder))
        .withMessageContaining(folder + " is not a run");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Beginning.of(first, 9))
        .withMessageContaining("has no checkpoint of update 9; it has kept those of 1, 2, 3.");
  }

  @Test
  void parametersThatAreNotFiniteAreRefused() throws IOException {
    Map<String, Safetensors.Matrix> matrices =
        Safetensors.parse(parameters(first, 3), "parameters");
    Objects.requireNonNull(matrices.get("policy.0.bias")).values()[2] = Float.NaN;
    Path copy = second.resolve(Beginning.FILE);
    experiment("CartPole-v1").beginningWith(Beginning.of(first)).run(second);
    Files.write(copy, Safetensors.bytes(matrices));
    String config = Files.readString(second.resolve(RunConfig.FILE));
    Files.writeString(
        second.resolve(RunConfig.FILE),
        config.replaceAll(
            "(\"parameters_sha256\" *: *)\"[0-9a-f]*\"", "$1\"" + Sha256.of(copy) + "\""));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Beginning.ofRun(second, RunConfig.read(second)))
        .withMessageContaining("element 2 of policy.0.bias is NaN");
  }
}
