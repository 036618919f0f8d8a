package uphill.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Room is what a full disk needs, and nothing else does.
class DiskErrorTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void everyErrorHasItsOwnRemedy() {
    Map<IOException, String> sentences =
        Map.of(
            new NoSuchFileException("a"),
            "a: no such file or directory. Make it, or correct its name.",
            new EOFException("Unexpected end of ZLIB input stream"),
            folder + ": it ends too soon. Write it again.",
            new ZipException("invalid block type"),
            folder + ": it is damaged, or not compressed by gzip. Write it again.",
            new AccessDeniedException("a"),
            "a: permission denied. Change its permissions.",
            new FileSystemException("a", null, "Read-only file system"),
            "a: Read-only file system. Make the disk writable.",
            new FileSystemException("a", null, "No space left on device"),
            "a: No space left on device. Make room.",
            new FileSystemException("a", null, "File name too long"),
            "a: File name too long. Shorten the name.",
            new IOException("File too large"),
            folder + ": File too large. Raise the limit of a file's size (ulimit -f).",
            new FileSystemException("a", null, "Too many open files"),
            "a: Too many open files. Raise the limit of open files (ulimit -n).");

    sentences.forEach(
        (error, sentence) ->
            assertThat(DiskError.of(error, folder).sentence()).isEqualTo(sentence));
  }

  /// As in /proc: the directory is there, and a file that is to be made in it is said not to be.
  @Test
  void aFileThatTheSystemDoesNotMakeIsNamedAsItWasAskedFor() {
    assertThat(DiskError.of(new NoSuchFileException(folder + "/x.gif.part"), folder).sentence())
        .isEqualTo(
            folder.resolve("x.gif")
                + ": the system makes no files in this directory. Choose another place.");
    assertThat(DiskError.of(new NoSuchFileException("none/x.gif.part"), folder).sentence())
        .startsWith("none/x.gif.part: no such file or directory");
  }

  @Test
  void aFileInPlaceOfADirectoryIsNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    String sentence =
        file + ": it is a file, expected a directory. Choose another place, or move the file away.";

    for (IOException error :
        List.of(
            new NotDirectoryException(file.toString()),
            new FileSystemException(file + "/a/b", null, "Ist kein Verzeichnis"))) {
      assertThat(DiskError.of(error, folder).sentence()).isEqualTo(sentence);
    }
  }

  @Test
  void anErrorWithoutAReasonIsNamed() {
    assertThat(DiskError.of(new NotLinkException("a"), folder).reason())
        .isEqualTo("the system gives no reason (NotLinkException)");
  }

  /// `/proc` is a disk without any room.
  @Test
  void aDiskIsFullInEveryLanguage() {
    Path proc = Path.of("/proc");
    if (Files.isDirectory(proc)) {
      var german = new FileSystemException("a", null, "Kein Speicherplatz mehr verfügbar");

      assertThat(DiskError.of(german, proc).remedy()).isEqualTo("make room");
    }
  }
}
