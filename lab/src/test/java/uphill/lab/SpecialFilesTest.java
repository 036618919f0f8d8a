package uphill.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.lab.config.RunConfig;
import uphill.lab.golden.Replay;
import uphill.lab.record.EpisodesFile;
import uphill.records.BoundedFiles;
import uphill.records.Json;
import uphill.records.Safetensors;

/// What may lie in the place of a file that is to be read: every reader refuses it with a sentence,
/// at once, and without taking it into memory.
class SpecialFilesTest {

  private static final ClassLoader LOADER = SpecialFilesTest.class.getClassLoader();

  /// Something that is not the file that was meant.
  enum Kind {
    MISSING,
    EMPTY,
    FOLDER,
    DANGLING_LINK,
    LINK_LOOP,
    DEVICE,
    PIPE,
    UNREADABLE,
    HUGE;

    private void create(Path file) throws IOException, InterruptedException {
      switch (this) {
        case MISSING -> {}
        case EMPTY -> Files.createFile(file);
        case FOLDER -> Files.createDirectory(file);
        case DANGLING_LINK -> Files.createSymbolicLink(file, Path.of("nowhere"));
        case LINK_LOOP -> Files.createSymbolicLink(file, file.getFileName());
        case DEVICE -> {
          assumeTrue(Files.exists(Path.of("/dev/zero")), "SKIPPED: there is no /dev/zero");
          Files.createSymbolicLink(file, Path.of("/dev/zero"));
        }
        case PIPE -> {
          assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "SKIPPED: there is no mkfifo");
          assertThat(new ProcessBuilder("/usr/bin/mkfifo", file + "").start().waitFor()).isZero();
        }
        case UNREADABLE -> {
          Files.createFile(file);
          Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("-w-------"));
          assumeTrue(!Files.isReadable(file), "SKIPPED: root reads everything");
        }
        case HUGE -> {
          try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(8L << 30);
          }
        }
      }
    }
  }

  /// Reads a file that lies in a run.
  enum What {
    CONFIG("config.json") {
      @Override
      Object read(Path file) throws IOException {
        return RunConfig.read(file.resolveSibling(""));
      }
    },
    CONFIG_BY_NAME("config.json") {
      @Override
      Object read(Path file) throws IOException {
        return RunConfig.read(file);
      }
    },
    PARAMETERS("parameters.safetensors") {
      @Override
      Object read(Path file) throws IOException {
        return Safetensors.read(file);
      }
    },
    STATE("state.json") {
      @Override
      Object read(Path file) throws IOException {
        return Json.parse(BoundedFiles.text(file, BoundedFiles.MOST_STATE), file.toString());
      }
    },
    EPISODES("episodes.csv") {
      @Override
      Object read(Path file) throws IOException {
        Files.writeString(file.resolveSibling("config.json"), "{}");
        return EpisodesFile.readAll(file.resolveSibling(""));
      }
    },
    RECORDING("recording.jsonl") {
      @Override
      Object read(Path file) {
        return Replay.of(file, LOADER);
      }
    };

    private final String file;

    What(String file) {
      this.file = file;
    }

    abstract Object read(Path file) throws IOException;
  }

  @TempDir private Path folder = Path.of("");

  static Stream<Arguments> all() {
    return Stream.of(What.values())
        .flatMap(what -> Stream.of(Kind.values()).map(kind -> Arguments.of(what, kind)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatIsNoFileOfItsKindIsRefused(What what, Kind kind) throws Exception {
    Path file = Files.createDirectory(folder.resolve("run")).resolve(what.file);
    kind.create(file);

    Fuzz.refuses(file, file.resolveSibling("").toString(), what::read);

    Files.deleteIfExists(file); // JUnit warns of links to devices
  }

  @Test
  void theReasonIsSaid() throws Exception {
    for (Kind kind : List.of(Kind.FOLDER, Kind.LINK_LOOP, Kind.DEVICE, Kind.HUGE)) {
      kind.create(folder.resolve(kind.name()));
    }

    refuses(Kind.FOLDER, ": expected a file, got a folder. Name the file itself.");
    refuses(Kind.LINK_LOOP, ": cannot be read (Too many levels of symbolic links");
    refuses(Kind.DEVICE, ": expected a file, got a pipe or a device. Save what it gives, and");
    refuses(Kind.HUGE, ": has 8,589,934,592 bytes, expected at most 1,048,576. Is it the file");
    refuses(Kind.MISSING, ": no such file");
    Files.delete(folder.resolve(Kind.DEVICE.name()));
  }

  private void refuses(Kind kind, String sentence) {
    Path file = folder.resolve(kind.name());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BoundedFiles.bytes(file, BoundedFiles.MOST_CONFIG))
        .withMessageStartingWith(file + sentence);
  }
}
