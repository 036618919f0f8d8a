package uphill.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.InvalidPathException;
import org.junit.jupiter.api.Test;

class NamesOfFilesTest {

  @Test
  void namesThatTheJvmCouldReadAreNotRefused() {
    assertThat(NamesOfFiles.refusal("train", "--out", "Läufe/a?")).isEmpty();
  }

  @Test
  void aNameThatLostItsLettersIsRefusedWithTheNextStep() {
    assertThat(NamesOfFiles.refusal("train", "--out", "L\ufffd\ufffdufe"))
        .hasValueSatisfying(
            sentence -> assertThat(sentence).contains("L\ufffd\ufffdufe", "LC_ALL"));
  }

  @Test
  void aNameThatNoFileCanHaveIsShown() {
    assertThat(NamesOfFiles.sentence(new InvalidPathException("a\0b", "Nul character not allowed")))
        .isEqualTo("\"a\\u0000b\" is no name of a file: Nul character not allowed");
  }
}
