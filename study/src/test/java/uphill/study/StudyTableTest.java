package uphill.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.lab.Experiment;
import uphill.lab.config.EvaluationPlan;
import uphill.lab.config.RunConfig;
import uphill.lab.world.World;
import uphill.rl.setting.Settings;

class StudyTableTest {

  @TempDir private Path directory;

  private StudyTable table(String text) throws IOException {
    Path file = directory.resolve("cart.pole.txt");
    Files.writeString(file, text);
    return StudyTable.read(file);
  }

  @Test
  void aRowIsWhatItsLinesSay() throws IOException {
    StudyTable table =
        table(
            """
            # Strength on CartPole, by algorithm.

            cartpole-ppo
              train      CartPole-v1 --algo ppo --steps 50k --set epochs=20
              # The seeds of the table in the docs.
              seeds      0..3,7
              goal       475
              evaluate   5k 50
              published  500 ± 0 at 100k (rl-baselines3-zoo 22e3ff2) # not ours
            \tepisodes   1k
            lake
             train FrozenLake-v1
            exact
             train FrozenLake-v1
             episodes exact
            """);

    assertThat(table.name()).isEqualTo("cart.pole");
    assertThat(table.rows()).extracting(Row::name).containsExactly("cartpole-ppo", "lake", "exact");
    Row row = table.rows().getFirst();
    assertThat(row.seeds().seeds()).containsExactly(0L, 1L, 2L, 3L, 7L);
    assertThat(row.episodes()).isEqualTo(1000);
    assertThat(row.evaluations()).contains(new EvaluationPlan(5_000, 50));
    assertThat(row.goal()).hasValue(475);
    assertThat(row.published()).isEqualTo("500 ± 0 at 100k (rl-baselines3-zoo 22e3ff2) # not ours");
    assertThat(row.command())
        .isEqualTo(
            "uphill train CartPole-v1 --algo ppo --steps 50000 --set epochs=20 --seeds 0,1,2,3,7");
    assertThat(table.rows().getLast().isExact()).isTrue();
    Row other = table.rows().get(1);
    assertThat(other.seeds().text()).isEqualTo("0..9");
    assertThat(other.episodes()).isEqualTo(100);
    assertThat(other.isExact()).isFalse();
    assertThat(other.evaluations()).isEmpty();
    assertThat(other.goal()).isEqualTo(OptionalDouble.empty());
    assertThat(other.published()).isEmpty();
  }

  @Test
  void theWordsOfARowTrainWhatTheySay() throws IOException {
    Row row =
        table("a\n train CartPole-v1 --algo=ppo --steps 5k --set=epochs=3 --set hidden=8,8")
            .rows()
            .getFirst();

    RunConfig config =
        row.train()
            .on(Experiment.in(World.named("CartPole-v1", getClass().getClassLoader())))
            .config();

    assertThat(config.algorithm()).isEqualTo("ppo");
    assertThat(config.steps()).isEqualTo(5000);
    assertThat(Settings.values(config.settings()))
        .containsEntry("epochs", 3)
        .containsEntry("hidden", List.of(8, 8));
  }

  @Test
  void severalValuesOfASettingAreARowEachAndOfSeveralSettingsTheProduct() throws IOException {
    List<Row> rows =
        table("a\n train X --set p=1|0.5 --set q=0 --set r=x|y,z\n seeds 4\nb\n train X").rows();

    assertThat(rows)
        .extracting(Row::name)
        .containsExactly("a/1/x", "a/1/y,z", "a/0.5/x", "a/0.5/y,z", "b");
    assertThat(rows.get(1).train().text()).isEqualTo("X --set p=1 --set q=0 --set r=y,z");
    assertThat(rows.get(3).seeds().seeds()).containsExactly(4L);
  }

  @Test
  void aNameIsThatOfARowOrOfAGrid() throws IOException {
    StudyTable table = table("ppo\n train X --set p=1|2\nppo-b\n train X");

    assertThat(table.only(List.of("ppo"))).extracting(Row::name).containsExactly("ppo/1", "ppo/2");
    assertThat(table.only(List.of("ppo-b", "ppo/2")))
        .extracting(Row::name)
        .containsExactly("ppo/2", "ppo-b");
    assertThat(table.only(List.of())).hasSize(3);
    assertThatThrownBy(() -> table.only(List.of("pop")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no row of the table is called \"pop\". Did you mean ppo? It has: ppo/1, ppo/2,"
                + " ppo-b.");
  }

  /// What is wrong is said with file and line, what was expected, and what came.
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "'' ! txt: expected a table of experiments, got no row",
        "'  train X' ! line 1: expected the name of a row at the beginning of a line",
        "'Foo' ! line 1: expected a row's name of a-z, 0-9 and -, other than \"results\", got"
            + " \"Foo\". Rename it",
        "'results' ! line 1: expected a row's name",
        "'../x' ! line 1: expected a row's name",
        "'a' ! line 1: expected a line \"train\" in the row a, got none",
        "'a;  trian X' ! line 2: expected train, seeds, episodes, evaluate, goal or published, got"
            + " \"trian\". Did you mean train?",
        "'a;  goal' ! line 2: expected what goal is, got nothing",
        "'a;  goal 1;  goal 2' ! line 3: expected goal once in the row a, got it again",
        "'a;  train X;b;  train X;a' ! line 5: expected another name than that of the row at",
        "'a;  train X;  goal high' ! line 3: expected a mean return that a seed must reach, such as"
            + " 475 or -110, got \"high\"",
        "'a;  train X;  episodes 0' ! line 3: expected episodes from 1",
        "'a;  train X;  episodes some' ! line 3: \"some\" is not a whole number",
        "'a;  train X;  seeds 3..1' ! line 3: \"3..1\": a range goes up, such as 1..3",
        "'a;  train' ! line 2: expected what train is",
        "'a;  train --algo ppo' ! line 2: expected one environment, such as CartPole-v1, got none",
        "'a;  train X Y' ! line 2: expected one environment, such as CartPole-v1, got X and Y",
        "'a;  train X --out d' ! line 2: expected the words of \"uphill train\" that say what is"
            + " trained (ENV, --algo, --preset, --weights, --steps, --set), got --out",
        "'a;  train X --seeds 0..9' ! got --seeds",
        "'a;  train X --stps 3' ! Did you mean --steps?",
        "'a;  train X --steps' ! line 2: --steps is given no value",
        "'a;  train X --steps --algo ppo' ! line 2: --steps is given no value",
        "'a;  train X --steps few' ! line 2: --steps: \"few\" is not a whole number",
        "'a;  train X --algo a --algo b' ! line 2: --algo is given twice",
        "'a;  train X --set p' ! line 2: --set takes KEY=VALUE, such as learning_rate=0.01, got"
            + " \"p\"",
        "'a;  train X --set p=1 --set p=2' ! line 2: --set p is given twice, as 1 and as 2",
        "'a;  train X --set p=1|' ! line 2: --set p: expected values of letters, digits and . _ , +"
            + " - with a | between them, got \"\"",
        "'a;  train X --set p=1|..' ! got \"..\"",
        "'a;  train X --set p=1|2|1' ! line 2: --set p has the value 1 twice",
        "'a;  train X --weights gae --set weights=gae' ! line 2: --weights and --set weights"
            + " exclude each other",
      })
  void whatIsWrongIsSaidWithFileAndLine(String text, String message) {
    assertThatThrownBy(() -> table(text.replace(';', '\n')))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(directory.resolve("cart.pole.txt").toString())
        .hasMessageContaining(message);
  }

  @Test
  void aTableThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> StudyTable.read(directory.resolve("none.txt")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none.txt");
  }
}
