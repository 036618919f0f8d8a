package uphill.mujoco.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// A table that is wrong in one place is refused, whichever place.
@NeedsMujoco
class ProbeTest {

  static final List<String> NUMBERS =
      List.of("model.nq", "model.nv", "model.nu", "model.nbody", "model.ngeom", "model.nsite");

  static final List<String> OTHERS =
      List.of(
          "model.opt.timestep",
          "model.qpos0",
          "model.body_mass",
          "model.actuator_ctrlrange",
          "data.time",
          "data.qpos",
          "data.qvel",
          "data.qacc_warmstart",
          "data.ctrl",
          "data.xpos",
          "data.xipos",
          "data.geom_xpos",
          "data.geom_xmat",
          "data.site_xpos",
          "data.cinert",
          "data.cvel",
          "data.qfrc_actuator",
          "data.qfrc_constraint",
          "data.cfrc_ext");

  static final List<String> FIELDS = Stream.of(NUMBERS, OTHERS).flatMap(List::stream).toList();

  /// The table, with one field of the release at hand elsewhere.
  private static List<String> table(String field, int bytes) {
    String version = Engine.get().library().version();
    List<String> lines = new ArrayList<>(Layout.table());
    int column = Arrays.asList(lines.getFirst().split("\t", -1)).indexOf(version);
    lines.replaceAll(
        line -> {
          String[] cells = line.split("\t", -1);
          if (!cells[0].equals(field)) {
            return line;
          }
          String[] place = cells[column].split(":", -1);
          cells[column] = "%d:%s".formatted(Long.parseLong(place[0]) + bytes, place[1]);
          return String.join("\t", cells);
        });
    assertThat(lines).isNotEqualTo(Layout.table());
    return lines;
  }

  @Test
  void theTableAsItIsPasses() {
    Library library = Engine.get().library();
    assertThat(Engine.of(library.file(), Layout.table()).library()).isEqualTo(library);
  }

  @ParameterizedTest
  @FieldSource("FIELDS")
  void aFieldThatLiesAfterWhereTheTableSaysIsFound(String field) {
    refused(field, -(NUMBERS.contains(field) ? numberBytes() : Long.BYTES));
  }

  @ParameterizedTest
  @FieldSource("FIELDS")
  void aFieldThatLiesBeforeWhereTheTableSaysIsFound(String field) {
    refused(field, NUMBERS.contains(field) ? numberBytes() : Long.BYTES);
  }

  private static int numberBytes() {
    String version = Engine.get().library().version();
    List<String> lines = Layout.table();
    int column = Arrays.asList(lines.getFirst().split("\t", -1)).indexOf(version);
    String line =
        lines.stream().filter(each -> each.startsWith("model.nq\t")).findFirst().orElseThrow();
    return Integer.parseInt(line.split("\t", -1)[column].split(":", -1)[1]);
  }

  private static void refused(String field, int bytes) {
    List<String> wrong = table(field, bytes);
    assertThatThrownBy(() -> Engine.of(Engine.get().library().file(), wrong))
        .isInstanceOf(UnusableLibrary.class)
        .hasMessageStartingWith(
            "it does not lie in memory as its release should: a probe expected");
  }
}
