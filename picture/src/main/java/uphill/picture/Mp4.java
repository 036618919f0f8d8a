package uphill.picture;

import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import uphill.env.scene.Scene;

/// A film as an MP4, in H.264, by the program `ffmpeg`, which is handed the pixels of every frame.
/// The last frame of an episode stays for one second more.
public final class Mp4 {

  private static final String PROGRAM = "ffmpeg";

  private Mp4() {}

  /// The file's bytes.
  ///
  /// @param ffmpeg the program; looked for on the PATH if it is only a name
  /// @throws IllegalArgumentException if there is no such program, or it fails; for no frame, or
  ///   frames of several sizes
  public static byte[] of(List<Film.Frame> frames, String ffmpeg) throws IOException {
    Gif.requireOneSize(frames);
    Path folder = Files.createTempDirectory("uphill-mp4");
    Path film = folder.resolve("film.mp4");
    Path said = folder.resolve("said.txt");
    try {
      Process process = started(frames.getFirst().scene(), ffmpeg, film, said);
      try (OutputStream pixels = new BufferedOutputStream(process.getOutputStream())) {
        write(frames, pixels);
      } catch (IOException _) {
        // It ended before it had all of them, and says why.
      }
      if (process.waitFor() != 0 || Files.notExists(film)) {
        throw new IllegalArgumentException(
            "%s, which makes MP4, failed: %s. Take a name that ends in .gif instead."
                .formatted(ffmpeg, Files.readString(said, StandardCharsets.UTF_8).strip()));
      }
      return Files.readAllBytes(film);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while %s worked".formatted(ffmpeg), e);
    } finally {
      Files.deleteIfExists(film);
      Files.deleteIfExists(said);
      Files.deleteIfExists(folder);
    }
  }

  /// The same with the `ffmpeg` of the PATH.
  public static byte[] of(List<Film.Frame> frames) throws IOException {
    return of(frames, PROGRAM);
  }

  /// Refuses to begin where the program is missing.
  ///
  /// @throws IllegalArgumentException if it cannot be started
  public static void require(String ffmpeg) {
    try {
      Process process =
          new ProcessBuilder(ffmpeg, "-version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      process.waitFor();
    } catch (IOException e) {
      throw missing(ffmpeg, e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// The same of the `ffmpeg` of the PATH.
  public static void require() {
    require(PROGRAM);
  }

  private static IllegalArgumentException missing(String ffmpeg, IOException e) {
    return new IllegalArgumentException(
        "MP4 is made by the program %s, which cannot be started (%s). Install it (Debian and Ubuntu: apt-get install ffmpeg), or take a name that ends in .gif."
            .formatted(ffmpeg, e.getMessage()),
        e);
  }

  private static Process started(Scene scene, String ffmpeg, Path film, Path said) {
    List<String> command =
        List.of(
            ffmpeg,
            "-loglevel",
            "error",
            "-f",
            "rawvideo",
            "-pixel_format",
            "rgb24",
            "-video_size",
            String.format(Locale.ROOT, "%dx%d", scene.width(), scene.height()),
            "-framerate",
            Double.toString(scene.framesPerSecond()),
            "-i",
            "-",
            "-an",
            "-c:v",
            "libx264",
            "-vf",
            "pad=ceil(iw/2)*2:ceil(ih/2)*2", // H.264 halves the colours' resolution
            "-pix_fmt",
            "yuv420p",
            "-movflags",
            "+faststart",
            "-y",
            film.toString());
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(said.toFile())
          .start();
    } catch (IOException e) {
      throw missing(ffmpeg, e);
    }
  }

  private static void write(List<Film.Frame> frames, OutputStream pixels) throws IOException {
    for (Film.Frame frame : frames) {
      byte[] bytes = bytes(Painter.paint(frame.scene()));
      long times = frame.last() ? 1 + Math.round(frame.scene().framesPerSecond()) : 1;
      for (long k = 0; k < times; k++) {
        pixels.write(bytes);
      }
    }
  }

  /// Red, green and blue of each pixel, row by row from above.
  private static byte[] bytes(BufferedImage image) {
    int width = image.getWidth();
    int[] pixels = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
    byte[] bytes = new byte[3 * pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      bytes[3 * i] = (byte) (pixels[i] >> 16);
      bytes[3 * i + 1] = (byte) (pixels[i] >> 8);
      bytes[3 * i + 2] = (byte) pixels[i];
    }
    return bytes;
  }
}
