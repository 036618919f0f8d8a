package uphill.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import uphill.cli.terminal.TerminalScreen;
import uphill.lab.RunFiles;
import uphill.picture.Film;
import uphill.picture.Gif;
import uphill.picture.Mp4;
import uphill.picture.Png;
import uphill.picture.Window;
import uphill.records.Place;
import uphill.records.WholeFiles;

/// Where `uphill watch` shows a film.
sealed interface WatchTarget {

  /// Refuses what will not do, before anything is played.
  ///
  /// @return the file that will be written, if one is
  Optional<Path> prepare(String environment) throws IOException;

  /// Shows it.
  ///
  /// @return how many of the frames
  int show(String environment, List<Film.Frame> frames) throws IOException;

  /// What was asked for, or what is possible here.
  ///
  /// @param out a file or a folder; empty if none was named
  static WatchTarget of(Path out, boolean window, boolean json) {
    boolean named = !out.toString().isEmpty();
    if (window && (named || json)) {
      throw new IllegalArgumentException(
          "--window shows the film, and %s asks for a file. Leave one of them out."
              .formatted(named ? "--out" : "--json"));
    }
    if (window) {
      return new InWindow();
    }
    return named || json || !TerminalScreen.isPossible() ? new InFile(out) : new InTerminal();
  }

  /// In a file; its ending says of which kind.
  final class InFile implements WatchTarget {
    private static final String GIF = ".gif";
    private static final String MP4 = ".mp4";
    private static final String PNG = ".png";

    private final Path out;
    private Path file = Path.of("");

    InFile(Path out) {
      this.out = out;
      boolean folder = out.toString().isEmpty() || Files.isDirectory(out);
      if (!folder && !hasEnding(out, GIF) && !hasEnding(out, MP4) && !hasEnding(out, PNG)) {
        throw new IllegalArgumentException(
            "--out takes a name that ends in .gif, .mp4 or .png, or a folder that exists, got %s%s"
                .formatted(
                    out,
                    Files.exists(out) ? "" : ", which does not. Make the folder, or name a file."));
      }
    }

    private static boolean hasEnding(Path file, String ending) {
      String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
      return name.endsWith(ending) && name.length() > ending.length();
    }

    @Override
    public Optional<Path> prepare(String environment) throws IOException {
      Path own = Path.of(RunNames.word(environment) + GIF);
      if (out.toString().isEmpty()) {
        file = own;
      } else {
        file = Files.isDirectory(out) ? out.resolve(own) : out;
      }
      RunFiles.requireFree(file);
      Place.require(file, "--out");
      if (hasEnding(file, MP4)) {
        Mp4.require();
      }
      return Optional.of(file);
    }

    @Override
    public int show(String environment, List<Film.Frame> frames) throws IOException {
      if (hasEnding(file, PNG)) {
        WholeFiles.write(file, Png.of(frames));
        return Png.shown(frames);
      }
      if (hasEnding(file, MP4)) {
        WholeFiles.write(file, Mp4.of(frames));
        return frames.size();
      }
      WholeFiles.write(file, Gif.of(frames));
      return Gif.shown(frames);
    }
  }

  /// In the terminal.
  record InTerminal() implements WatchTarget {
    @Override
    public Optional<Path> prepare(String environment) {
      return Optional.empty();
    }

    @Override
    public int show(String environment, List<Film.Frame> frames) {
      try (TerminalScreen screen = TerminalScreen.open()) {
        screen.play(frames);
      }
      return frames.size();
    }
  }

  /// In a window, again and again until it is closed.
  record InWindow() implements WatchTarget {
    private static final String HEADLESS = "java.awt.headless";

    @Override
    public Optional<Path> prepare(String environment) {
      // The launcher says that there is no display, so that all else begins sooner.
      System.clearProperty(HEADLESS);
      Window.requireDisplay();
      return Optional.empty();
    }

    @Override
    public int show(String environment, List<Film.Frame> frames) {
      try (Window window = Window.open(environment, frames.getFirst().scene())) {
        while (!window.isClosed()) {
          window.play(frames);
        }
      }
      return frames.size();
    }
  }
}
