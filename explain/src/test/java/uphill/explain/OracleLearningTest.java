package uphill.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.env.mdp.FiniteMdp;
import uphill.env.mdp.SmallMdps;
import uphill.env.mdp.TableEnv;
import uphill.lab.Experiment;
import uphill.lab.evaluation.Statistics;
import uphill.lab.world.World;
import uphill.oracle.Ascent;
import uphill.oracle.Criterion;
import uphill.oracle.Exact;
import uphill.oracle.Optimum;
import uphill.oracle.TabularPolicy;

/// Learning from samples lands where climbing the exact gradient does.
class OracleLearningTest {

  private static final FiniteMdp CHAIN = SmallMdps.chain(4, 0.1).withMaxSteps(8);
  private static final Criterion CRITERION = Criterion.steps(8, 1);

  @TempDir private Path directory;

  /// Ten seeds each; J of every learnt policy is exact.
  @ParameterizedTest
  @ValueSource(strings = {"return", "reward_to_go", "baseline", "gae"})
  void inTheChain(String weights) throws IOException {
    double climbed =
        Ascent.from(CHAIN, TabularPolicy.uniform(CHAIN), CRITERION, 200, 0).objectives().getLast();
    World world = World.of("chain", () -> TableEnv.of(CHAIN));
    double[] learnt =
        LongStream.range(0, 10).mapToDouble(seed -> learnt(world, weights, seed)).toArray();

    assertThat(climbed).isCloseTo(Optimum.objective(CHAIN, CRITERION), within(1e-3));
    assertThat(Statistics.iqm(learnt)).isCloseTo(climbed, within(0.01));
    for (double j : learnt) {
      assertThat(j).isCloseTo(climbed, within(0.03));
    }
  }

  private double learnt(World world, String weights, long seed) {
    Path run = directory.resolve(weights + seed);
    try {
      Experiment.in(world)
          .preset("simple")
          .weights(weights)
          .set("hidden", "none")
          .set("gamma", "1")
          .set("learning_rate", "0.1")
          .set("batch_steps", "500")
          .seed(seed)
          .steps(50_000)
          .run(run);
      return Exact.of(CHAIN, Tables.policy(run, CHAIN), CRITERION).objective();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
