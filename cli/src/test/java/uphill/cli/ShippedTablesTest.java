package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.env.Environments;
import uphill.env.fault.EnvironmentException;
import uphill.lab.Experiment;
import uphill.lab.world.World;
import uphill.study.Row;
import uphill.study.StudyTable;

/// The tables of worlds on native libraries.
class ShippedTablesTest {

  private static List<Row> rows(String table) throws IOException {
    return StudyTable.read(Path.of("../bench/tables", table)).rows();
  }

  /// Skips, and says so, where the library is not there.
  private static World world(String id) {
    try {
      return World.named(id, ShippedTablesTest.class.getClassLoader());
    } catch (EnvironmentException e) {
      String sentence = "SKIPPED: tables of worlds that cannot be made here: " + e.getMessage();
      System.err.println(sentence);
      return abort(sentence);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"box2d.txt", "mujoco.txt"})
  void everyRowCanBeTrained(String table) throws IOException {
    ClassLoader loader = getClass().getClassLoader();
    assertThat(rows(table)).isNotEmpty();
    for (Row row : rows(table)) {
      String id = row.train().environment();
      assertThat(Environments.spec(id, loader).id()).isEqualTo(id);
      World world = world(id);
      Experiment experiment = row.train().on(Experiment.in(world));
      assertThat(experiment.config().steps()).as(row.place()).isPositive();
      assertThat(experiment.idle()).as(row.place()).isEmpty();
    }
  }
}
