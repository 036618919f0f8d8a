package uphill.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.lab.record.EpisodesFile;

class EpisodesFileTest {

  private static final String HEADER = "episode,step,update,return,length,ending\n";

  @TempDir Path folder;

  @Test
  void everyLineIsAnEpisode() throws IOException {
    Path run = run("seed-1", HEADER + "1,23,0,23.0,23,terminated\n2,523,1,-0.5,500,truncated\n");

    EpisodesFile file = EpisodesFile.read(run);

    assertThat(file.label()).isEqualTo("seed-1");
    assertThat(file.step()).containsExactly(23, 523);
    assertThat(file.episodeReturn()).containsExactly(23, -0.5);
  }

  @Test
  void aRunThatHasJustBegunHasNoEpisodes() throws IOException {
    assertThat(EpisodesFile.read(run("new", HEADER)).episodes()).isZero();
  }

  @Test
  void windowsLineEndsAreLineEndsAndAByteOrderMarkIsNoText() throws IOException {
    Path run = run("a", ("\ufeff" + HEADER + "1,23,0,23,23,terminated\n").replace("\n", "\r\n"));

    assertThat(EpisodesFile.read(run).step()).containsExactly(23);
  }

  @Test
  void episodesOfEnvironmentsThatStepTogetherMayShareAStep() throws IOException {
    Path run = run("a", HEADER + "1,8,0,1,8,terminated\n2,8,0,2,8,terminated\n");

    assertThat(EpisodesFile.read(run).step()).containsExactly(8, 8);
  }

  /// A killed run can leave its last line at any length.
  @Test
  void anUnfinishedLastLineIsLeftOutAndAWholeOneCounts() throws IOException {
    String last = "2,46,0,3.25,23,terminated";
    for (int length = 0; length < last.length(); length++) {
      Path run =
          run("cut-" + length, HEADER + "1,23,0,1.0,23,truncated\n" + last.substring(0, length));

      assertThat(EpisodesFile.read(run).step()).as(last.substring(0, length)).containsExactly(23);
    }
    Path whole = run("whole", HEADER + last);

    assertThat(EpisodesFile.read(whole).step()).containsExactly(46);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2,46,0,1.0,23           | 6 columns (episode,step,update,return,length,ending), found 5",
        "x,46,0,1.0,23,truncated | a whole number as episode",
        "2,4.6,0,1.0,23,truncated | a whole number as step",
        "2,-46,0,1.0,23,truncated | a whole number as step",
        "2,46,?,1.0,23,truncated | a whole number as update",
        "2,46,0,NaN,23,truncated | a finite decimal number as return",
        "2,46,0,1e999,23,truncated | a finite decimal number as return",
        "2,46,0,1.1e200,23,truncated | a return from -1e200 to 1e200",
        "2,46,0,-1e201,23,truncated | a return from -1e200 to 1e200",
        "2,46,0,0x1p3,23,truncated | a finite decimal number as return",
        "2,46,0,'1',23,truncated | a finite decimal number as return",
        "2,46,0,1.0,,truncated | a whole number as length",
        "2,46,0,1.0,23,cut | terminated or truncated as ending",
      })
  void aWrongLineIsNamedWithWhatWasExpected(String line, String expected) throws IOException {
    Path run = run("a", HEADER + "1,23,0,23.0,23,terminated\n" + line + "\n");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> EpisodesFile.read(run))
        .withMessage(
            "%s, line 3: expected %s, got \"%s\""
                .formatted(run.resolve("episodes.csv"), expected, line));
  }

  @Test
  void stepsNeverFall() throws IOException {
    Path run = run("a", HEADER + "1,23,0,1,23,terminated\n2,22,0,1,23,terminated\n");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> EpisodesFile.read(run))
        .withMessageEndingWith("line 3: expected a step of at least 23, got \"22\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "episode,step\n", "1,23,0,1,23,terminated\n"})
  void theFirstLineIsTheHeader(String text) throws IOException {
    Path run = run("a", text);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> EpisodesFile.read(run))
        .withMessageContaining("line 1: expected the header " + HEADER.strip());
  }

  @Test
  void bytesThatAreNoTextAreNamed() throws IOException {
    Path run = run("a", HEADER);
    Files.write(run.resolve("episodes.csv"), new byte[] {(byte) 0xFF, (byte) 0xFE});

    assertThatIllegalArgumentException()
        .isThrownBy(() -> EpisodesFile.read(run))
        .withMessageContaining("expected text in UTF-8");
  }

  @Test
  void aFolderOfRunsIsReadByName() throws IOException {
    run("seed-2", HEADER);
    run("seed-1", HEADER);
    run("seed-3", HEADER);
    Files.createDirectory(folder.resolve("notes"));

    assertThat(EpisodesFile.readAll(folder))
        .extracting(EpisodesFile::label)
        .containsExactly("seed-1", "seed-2", "seed-3");
    assertThat(EpisodesFile.readAll(folder.resolve("seed-2")))
        .extracting(EpisodesFile::label)
        .containsExactly("seed-2");
  }

  @Test
  void aFolderWithoutRunsSaysWhatToGiveInstead() throws IOException {
    Files.createDirectory(folder.resolve("empty"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> EpisodesFile.readAll(folder))
        .withMessage(
            folder
                + " is not a run, which holds config.json and episodes.csv, and no folder in it is"
                + " one. Give the folder that a training run wrote, or the one above it.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EpisodesFile.readAll(folder.resolve("nowhere")))
        .withMessageEndingWith(
            "nowhere is not a folder. Give a run directory, or a folder that holds run"
                + " directories.");
  }

  @Test
  void runsFurtherDownAreFound() throws IOException {
    run("ppo/seed-1", HEADER);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> EpisodesFile.readAll(folder))
        .withMessageEndingWith(
            "There are runs one folder further down: try " + folder.resolve("ppo") + ".");
  }

  @Test
  void aRunNeedsItsConfigToo() throws IOException {
    Path run = run("a", HEADER);
    Files.delete(run.resolve("config.json"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> EpisodesFile.read(run))
        .withMessageContaining("is not a run, which holds config.json and episodes.csv.");
  }

  private Path run(String name, String episodes) throws IOException {
    Path run = Files.createDirectories(folder.resolve(name));
    Files.writeString(run.resolve("config.json"), "{}");
    Files.writeString(run.resolve("episodes.csv"), episodes);
    return run;
  }
}
