package uphill.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.kernel.Digits;
import uphill.lab.Experiment;
import uphill.lab.world.World;
import uphill.push.Ledger;
import uphill.push.Samples;

class AlikeSamplesTest {

  @TempDir private Path directory;

  private Explanation explanation(String name) throws IOException {
    World world = World.named(name, AlikeSamplesTest.class.getClassLoader());
    Path run = directory.resolve(name);
    Experiment.in(world).set("batch_steps", 480).steps(960).run(run);
    return Explanation.of(world, run, 2);
  }

  @Test
  void aTablesRowsAreListedOnceAndCounted() throws IOException {
    Explanation explanation = explanation("FrozenLake-v1");
    AlikeSamples alike = new AlikeSamples(explanation);
    Ledger ledger = explanation.ledger();
    int rows = ledger.actual().length;

    int[] largest = alike.largest(rows, ledger.actual(), _ -> true);

    Set<String> pairs = new HashSet<>();
    int together = 0;
    for (int i : largest) {
      assertThat(pairs.add(pair(explanation, i))).isTrue();
      together += alike.count(i);
    }
    assertThat(largest.length).isLessThanOrEqualTo(16 * 4).isLessThan(rows);
    assertThat(together).isEqualTo(rows);
    assertThat(ledger.actual()[largest[0]])
        .isEqualTo(Arrays.stream(ledger.actual()).max().orElseThrow());
    double[] sums = alike.sums(ledger.contributions(3));
    assertThat(Arrays.stream(sums).sum())
        .isCloseTo(Arrays.stream(ledger.contributions(3)).sum(), within(1e-12));
    assertThat(Arrays.stream(sums).filter(x -> x != 0).count()).isLessThanOrEqualTo(largest.length);
  }

  private static String pair(Explanation explanation, int i) {
    Samples samples = explanation.ledger().explained().samples();
    int inputs = explanation.model().inputs();
    return Arrays.toString(Arrays.copyOfRange(samples.observation(), i * inputs, (i + 1) * inputs))
        + samples.action()[i];
  }

  @Test
  void whereStatesAreRealNumbersEachSampleIsAlone() throws IOException {
    Explanation explanation = explanation("CartPole-v1");
    AlikeSamples alike = new AlikeSamples(explanation);
    double[] push = explanation.ledger().actual();

    int[] up = alike.largest(3, push, i -> push[i] > 0);

    assertThat(alike.count(up[0])).isEqualTo(1);
    assertThat(alike.weight(up[0])).isEqualTo(Digits.signed(explanation.ledger().weight()[up[0]]));
    assertThat(push[up[1]]).isLessThanOrEqualTo(push[up[0]]);
  }
}
