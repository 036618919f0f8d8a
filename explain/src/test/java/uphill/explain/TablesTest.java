package uphill.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.autodiff.Program;
import uphill.autodiff.Tensor;
import uphill.env.TimeLimit;
import uphill.env.mdp.FiniteMdp;
import uphill.env.mdp.SmallMdps;
import uphill.env.mdp.TableEnv;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Workers;
import uphill.lab.Experiment;
import uphill.lab.TrainedPolicy;
import uphill.lab.world.World;
import uphill.oracle.TabularPolicy;
import uphill.rl.Policy;

/// A trained policy as a table: in every state what its network says there.
class TablesTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"none", "8"})
  void everyStateHasTheNetworksProbabilities(String hidden) throws IOException {
    FiniteMdp mdp = SmallMdps.random(6, 3, 2, 1).withMaxSteps(10);
    World world = World.of("random", () -> TableEnv.of(mdp));
    Path run = directory.resolve("run");
    Experiment.in(world)
        .preset("simple")
        .set("hidden", hidden)
        .set("learning_rate", "0.1")
        .set("batch_steps", "100")
        .steps(1_000)
        .run(run);

    TabularPolicy table = Tables.policy(run, mdp);

    Policy policy = TrainedPolicy.load(run, TableEnv.of(mdp)).policy();
    Program.Builder builder = Program.with(new ScalarKernels());
    policy.distribution(Tensor.input("observation", 6)).heads().forEach(builder::output);
    Program program = builder.build();
    float[] logProbs = new float[3];
    program.into("logProbs", logProbs);
    for (int s = 0; s < 6; s++) {
      float[] oneHot = new float[6];
      oneHot[s] = 1;
      program.feed("observation", oneHot).evaluate(1, Workers.one());
      for (int a = 0; a < 3; a++) {
        assertThat(table.logProb(s, a)).isCloseTo(logProbs[a], within(1e-5));
      }
    }
  }

  @Test
  void theShorterOfTwoTimeLimitsIsThatOfTheTable() {
    FiniteMdp mdp = SmallMdps.random(3, 2, 2, 1).withMaxSteps(4);

    assertThat(Tables.mdp(new TimeLimit(TableEnv.of(mdp), 9)).orElseThrow().maxSteps()).hasValue(4);
  }
}
