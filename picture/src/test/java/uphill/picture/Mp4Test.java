package uphill.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.env.scene.Colour;
import uphill.env.scene.Scene;
import uphill.env.scene.Shape;

/// What is handed to a program that stands for ffmpeg.
class Mp4Test {

  @TempDir private Path folder;

  @BeforeEach
  void thereIsAShell() {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")));
  }

  private String program(String script) throws IOException {
    Path file = Files.writeString(folder.resolve("ffmpeg"), "#!/bin/sh\n" + script);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file.toString();
  }

  /// Two pixels, green and blue, twice, at two frames a second.
  private static List<Film.Frame> film() {
    Shape left = Shape.Polygon.rectangle(Colour.of(0, 255, 0), 0, 0, 1, 1);
    Scene scene = new Scene(2, 1, Colour.of(0, 0, 255), List.of(left), 2);
    return List.of(new Film.Frame(scene, false), new Film.Frame(scene, true));
  }

  @Test
  void everyFrameIsHandedOverAndTheLastForASecondMore() throws IOException {
    String all =
        "for last; do :; done; echo \"$@\" >'%s'; cat >\"$last\""
            .formatted(folder.resolve("words"));
    byte[] bytes = Mp4.of(film(), program(all));

    assertThat(bytes).hasSize((2 + 2) * 2 * 3);
    for (int i = 0; i < bytes.length; i += 6) {
      assertThat(bytes).startsWith(0, 255, 0, 0, 0, 255);
      assertThat(bytes[i + 1]).isEqualTo((byte) 255);
      assertThat(bytes[i + 5]).isEqualTo((byte) 255);
    }
    assertThat(Files.readString(folder.resolve("words")))
        .contains("rawvideo", "rgb24", "-video_size 2x1", "-framerate 2.0");
  }

  @Test
  void whatItComplainsOfIsSaid() throws IOException {
    String program = program("echo no such codec; exit 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Mp4.of(film(), program))
        .withMessageContainingAll("failed: no such codec. Take a name that ends in .gif");
  }

  @Test
  void whereItIsMissingTheMessageSaysWhatToDo() {
    String missing = folder.resolve("none").toString();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Mp4.require(missing))
        .withMessageContainingAll("cannot be started", "apt-get install ffmpeg", "ends in .gif");
  }
}
