package uphill.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import uphill.lab.Experiment;
import uphill.lab.world.World;

/// What documents say of tables, and the tables that are shipped.
class BenchSectionsTest {

  private static final Path ROOT = Path.of("..");
  private static final Path TABLES = ROOT.resolve("bench/tables");
  private static final Path RESULTS = ROOT.resolve("bench/results");
  private static final Pattern SECTION =
      Pattern.compile(
          "(?m)^<!-- bench (\\S+)((?: \\S+)?) begins -->\n(?s:(.*?))^<!-- bench \\1\\2 ends -->");

  private static List<Path> files(Path folder, String ending) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.filter(path -> path.toString().endsWith(ending)).sorted().toList();
    }
  }

  /// A row of a table that has no results, and results without a section, fail too.
  @Test
  void everySectionOfADocumentIsWhatTheResultsGive() throws IOException {
    Set<String> written = new TreeSet<>();
    List<Path> documents = new ArrayList<>(files(ROOT.resolve("docs"), ".md"));
    documents.addAll(files(ROOT.resolve("docs/algorithms"), ".md"));
    documents.add(ROOT.resolve("README.md"));
    for (Path document : documents) {
      Matcher section = SECTION.matcher(Files.readString(document));
      while (section.find()) {
        String name = section.group(1);
        List<RowResults> rows = new ArrayList<>();
        for (Row row : StudyTable.read(TABLES.resolve(name + ".txt")).rows()) {
          if (!StudyMarkdown.has(section.group(2).strip(), row.name())) {
            continue;
          }
          RowResults results = RowResults.read(RESULTS.resolve(name).resolve(row.name() + ".json"));
          assertThat(results.train())
              .as("%s, %s", document, row.name())
              .isEqualTo(row.train().text());
          rows.add(results);
        }
        assertThat(section.group(3)).as("%s: %s", document, name).isEqualTo(StudyMarkdown.of(rows));
        assertThat(rows).as("%s: %s", document, name).isNotEmpty();
        if (section.group(2).isEmpty()) {
          written.add(name);
        }
      }
    }

    Set<String> found = new TreeSet<>();
    files(RESULTS, "").forEach(folder -> found.add(String.valueOf(folder.getFileName())));
    assertThat(written).isEqualTo(found);
  }

  @Test
  void everyTableThatIsShippedCanBeTrained() throws IOException {
    List<Path> tables = files(TABLES, ".txt");

    assertThat(tables).hasSizeGreaterThan(1);
    for (Path table : tables) {
      if (Set.of("box2d.txt", "mujoco.txt").contains(String.valueOf(table.getFileName()))) {
        continue; // worlds of modules that this one does not see: ShippedTablesTest
      }
      for (Row row : StudyTable.read(table).rows()) {
        World world = World.named(row.train().environment(), getClass().getClassLoader());
        Experiment experiment = row.train().on(Experiment.in(world));
        assertThat(experiment.config().steps()).as(row.place()).isPositive();
        assertThat(experiment.idle()).as(row.place()).isEmpty();
      }
    }
  }
}
