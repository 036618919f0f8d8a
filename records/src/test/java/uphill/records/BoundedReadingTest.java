package uphill.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedReadingTest {

  @TempDir private Path folder = Path.of("");

  private static BoundedLines lines(String text, int mostInLine, long most) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new BoundedLines(new ByteArrayInputStream(bytes), "a.txt", mostInLine, most);
  }

  @Test
  void aFileOfTheMostBytesIsReadAndOneOfMoreIsNot() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "12345");

    assertThat(BoundedFiles.text(file, 5)).isEqualTo("12345");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BoundedFiles.text(file, 4))
        .withMessage(file + ": has 5 bytes, expected at most 4. Is it the file that you mean?");
  }

  @Test
  void bytesThatAreNotUtf8AreSaidWithTheFile() throws IOException {
    Path file = Files.write(folder.resolve("a"), new byte[] {'{', (byte) 0xff, '}'});

    assertThatIllegalArgumentException()
        .isThrownBy(() -> BoundedFiles.text(file, 5))
        .withMessage(file + ": expected text in UTF-8, got other bytes");
  }

  @Test
  void everyLineComesOnceWithoutItsBreak() {
    try (BoundedLines lines = lines("one\r\n\nthree γ\nfour", 100, 100)) {
      assertThat(lines.next()).contains("one");
      assertThat(lines.next()).contains("");
      assertThat(lines.next()).contains("three γ");
      assertThat(lines.broken()).isTrue();
      assertThat(lines.next()).contains("four");
      assertThat(lines.broken()).isFalse();
      assertThat(lines.place()).isEqualTo("a.txt, line 4");
      assertThat(lines.next()).isEmpty();
    }
  }

  @Test
  void aLineOfTheMostBytesIsReadAndALongerOneIsNot() {
    String most = "a".repeat(1000);
    try (BoundedLines lines = lines(most + "\n" + most + "a\n", 1000, 10_000)) {
      assertThat(lines.next()).contains(most);
      assertThatIllegalArgumentException()
          .isThrownBy(lines::next)
          .withMessage("a.txt, line 2: longer than 1000 bytes, which no line of such a file is");
    }
  }

  /// As a few bytes of gzip become, whose every line is short.
  @Test
  void aTextWithoutEndIsGivenUp() {
    try (BoundedLines lines = lines("1234\n".repeat(1000), 10, 99)) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> {
                for (Optional<String> line = lines.next(); line.isPresent(); ) {
                  line = lines.next();
                }
              })
          .withMessage(
              "a.txt, line 20: more than 99 bytes come before its end. Divide it among several"
                  + " files.");
    }
  }
}
