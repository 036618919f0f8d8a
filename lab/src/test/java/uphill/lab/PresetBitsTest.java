package uphill.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.lab.record.EpisodesFile;
import uphill.lab.record.UpdateFiles;
import uphill.lab.world.World;
import uphill.records.Sha256;

/// What every preset of VPG learns in its worlds was written down before algorithms had a seam, and
/// comes out still, to the byte: the metrics of each update, the episodes, the parameters at the
/// end.
class PresetBitsTest {

  private static final long SEED = 5;

  /// World, preset, weights, steps; and what metrics.jsonl, episodes.csv and the parameters hash
  /// to.
  private static final String RECORDED =
      """
      CartPole-v1 classic-control gae 6144 6f73ce5ae94ebf88 31fff73914d8cb9e 3b337d200efaf6a2
      CartPole-v1 classic-control baseline 6144 c273ffde7ed8a675 31fff73914d8cb9e 6859ccb0984eaf7c
      CartPole-v1 classic-control reward-to-go 6144 5ab1a5f598362588 1811233684c183dd e6e902a760d8809b
      CartPole-v1 classic-control return 6144 620bb591f36839e4 b0ae90e3157f24c7 994d36c6f1c94660
      MountainCar-v0 classic-control gae 6144 609cd556a6c5b975 26c5bec9cbf21538 eeeca3eb675b8d0e
      Pendulum-v1 classic-control baseline 6144 6019e1d6d6edbc91 8a4db5127c716700 51c39d4484a32696
      Acrobot-v1 acrobot gae 6144 a9d800f3ad0d8e3f 82c8bc0145518001 7ac0c1219cb700c5
      Acrobot-v1 acrobot reward-to-go 6144 c06cff12a2e035b9 c72f658d25804add dc6674186cdcde4c
      Pendulum-v1 pendulum gae 2048 5f84ee166c987c0d 82c8bc0145518001 447e52276409fee1
      Pendulum-v1 pendulum return 2048 86d9bbb9d4e164c2 baffab18e984000c f34482b17290fa52
      MountainCarContinuous-v0 mountain-car-continuous gae 96000 6fc697bec8826f15 8493fc3a4e007bd2 34349e77302a31e4
      FrozenLake-v1 tabular gae 6144 1d56fc71e751af7a 4356ff3787e6fb54 ca1fedab294605ba
      FrozenLake8x8-v1 tabular gae 6144 f14c08f20d5ff4b8 afb26ef2cb988616 297956b755146d2d
      Taxi-v4 tabular gae 6144 c703681ccd6acf6d 8844de27aa0c444e 4b2c42c7e4eec027
      CliffWalking-v1 tabular gae 6144 5901bc6e1e69baf5 82c8bc0145518001 732d08a821dd8371
      FrozenLake-v1 tabular baseline 6144 bfa9cc3790f7ca9c ff571f6ba8dab4c9 bdc09abfb78fda73
      CartPole-v1 simple return 15000 c4cacb95732fba6e dad7bb4103ce650b 672cf03cb820895b
      CartPole-v1 simple reward-to-go 15000 ade984c0d283e3d6 4287acbd2a62f8c4 efe0e89aee35dcb9
      FrozenLake-v1 simple return 15000 ec7c6045a6624278 ec6087837b670ce9 d1c7d028d4f5053d
      Pendulum-v1 simple return 10000 2dae76a2f00356d6 b64cbb7fd79f8465 3637a46f18554b9a
      CartPole-v1 spinningup gae 12000 c56bd04acb9ccdc1 9c3deb4211b47878 88f3be100e0167bd
      Pendulum-v1 spinningup gae 12000 09230d535d61b057 514d775a3231dd44 e892c5508bca5062
      """;

  @TempDir private Path folder = Path.of("");

  static List<String> recorded() {
    return RECORDED.lines().toList();
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void everyPresetGivesTheRecordedBytes(String line) throws IOException {
    String[] words = line.split(" ", -1);
    World world = World.named(words[0], PresetBitsTest.class.getClassLoader());
    Path run = folder.resolve("run");

    RunResult result =
        Experiment.in(world)
            .preset(words[1])
            .weights(words[2])
            .steps(Long.parseLong(words[3]))
            .seed(SEED)
            .run(run);

    assertThat(
            List.of(
                Sha256.of(run.resolve(UpdateFiles.METRICS)).substring(0, 16),
                Sha256.of(run.resolve(EpisodesFile.NAME)).substring(0, 16),
                result.parametersSha256().substring(0, 16)))
        .containsExactly(words[4], words[5], words[6]);
  }
}
