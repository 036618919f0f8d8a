package uphill.picture;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import uphill.env.scene.Scene;

/// An animated GIF of a film, which begins again when it is over. Frames come at the scenes' speed,
/// to a hundredth of a second each and exactly in sum; the last of an episode stays for one second
/// more.
///
/// Each frame holds the smallest rectangle that has changed, in at most 256 colours for the whole
/// film. Equal films give equal bytes.
public final class Gif {

  private static final String FORMAT = "javax_imageio_gif_image_1.0";
  private static final int HUNDREDTHS = 100; // of a second: GIF's unit of time
  private static final int REST = 100; // after the end of an episode
  private static final int LEAST = 2;
  private static final int LONGEST = 65_535; // what a frame's 16 bits of time hold

  private Gif() {}

  /// The file's bytes.
  ///
  /// @throws IllegalArgumentException for no frame, or frames of several sizes
  public static byte[] of(List<Film.Frame> frames) {
    requireOneSize(frames);
    Palette palette = palette(frames);
    var bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (var stream = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(stream);
      writer.prepareWriteSequence(null);
      BufferedImage before = null;
      for (Kept kept : kept(frames)) {
        BufferedImage now = Painter.paint(kept.scene());
        Rectangle changed = before == null ? whole(now) : changed(before, now);
        BufferedImage part =
            palette.indexed(now.getSubimage(changed.x, changed.y, changed.width, changed.height));
        int delay = (int) Math.min(LONGEST, kept.hundredths());
        writer.writeToSequence(
            new IIOImage(part, null, metadata(writer, part, changed, delay, before == null)), null);
        before = now;
      }
      writer.endWriteSequence();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /// A frame that is shown.
  ///
  /// @param hundredths of a second that it stays
  private record Kept(Scene scene, long hundredths) {}

  /// How many of a film's frames it shows.
  public static int shown(List<Film.Frame> frames) {
    return kept(frames).size();
  }

  private static List<Kept> kept(List<Film.Frame> frames) {
    List<Scene> scenes = new ArrayList<>();
    List<Long> starts = new ArrayList<>();
    long episode = 0; // when it begins
    double time = 0; // since then
    for (Film.Frame frame : frames) {
      long start = episode + Math.round(time);
      if (time == 0 || start - starts.getLast() >= LEAST) {
        scenes.add(frame.scene());
        starts.add(start);
      } else if (frame.last()) {
        scenes.set(scenes.size() - 1, frame.scene());
      }
      time += HUNDREDTHS / frame.scene().framesPerSecond();
      if (frame.last()) {
        episode += Math.round(time) + REST;
        time = 0;
      }
    }
    starts.add(episode + Math.round(time));
    List<Kept> kept = new ArrayList<>();
    for (int i = 0; i < scenes.size(); i++) {
      kept.add(new Kept(scenes.get(i), starts.get(i + 1) - starts.get(i)));
    }
    return kept;
  }

  static void requireOneSize(List<Film.Frame> frames) {
    if (frames.isEmpty()) {
      throw new IllegalArgumentException("a film has at least one frame");
    }
    Scene first = frames.getFirst().scene();
    for (Film.Frame frame : frames) {
      Scene scene = frame.scene();
      if (scene.width() != first.width() || scene.height() != first.height()) {
        throw new IllegalArgumentException(
            "the frames of a film are of one size, got %s and %s"
                .formatted(size(first), size(scene)));
      }
    }
  }

  private static String size(Scene scene) {
    return scene.width() + " x " + scene.height();
  }

  private static Palette palette(List<Film.Frame> frames) {
    Map<Integer, Long> counts = new HashMap<>();
    Scene before = null;
    for (Film.Frame frame : frames) {
      if (!frame.scene().equals(before)) {
        Palette.count(Painter.paint(frame.scene()), counts);
      }
      before = frame.scene();
    }
    return Palette.of(counts);
  }

  private static Rectangle whole(BufferedImage image) {
    return new Rectangle(image.getWidth(), image.getHeight());
  }

  /// The smallest rectangle with all pixels that differ; one pixel if none does.
  private static Rectangle changed(BufferedImage before, BufferedImage now) {
    int width = now.getWidth();
    int[] old = new int[width];
    int[] row = new int[width];
    int left = width;
    int right = -1;
    int top = now.getHeight();
    int bottom = -1;
    for (int y = 0; y < now.getHeight(); y++) {
      before.getRGB(0, y, width, 1, old, 0, width);
      now.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        if (old[x] != row[x]) {
          left = Math.min(left, x);
          right = Math.max(right, x);
          top = Math.min(top, y);
          bottom = y;
        }
      }
    }
    return bottom < 0
        ? new Rectangle(1, 1)
        : new Rectangle(left, top, right - left + 1, bottom - top + 1);
  }

  private static IIOMetadata metadata(
      ImageWriter writer, BufferedImage image, Rectangle place, int delay, boolean first)
      throws IIOInvalidTreeException {
    IIOMetadata metadata =
        writer.getDefaultImageMetadata(
            new ImageTypeSpecifier(image), writer.getDefaultWriteParam());
    IIOMetadataNode root = new IIOMetadataNode(FORMAT);
    root.appendChild(
        node(
            "ImageDescriptor",
            Map.of(
                "imageLeftPosition", Integer.toString(place.x),
                "imageTopPosition", Integer.toString(place.y),
                "imageWidth", Integer.toString(place.width),
                "imageHeight", Integer.toString(place.height),
                "interlaceFlag", "FALSE")));
    root.appendChild(
        node(
            "GraphicControlExtension",
            Map.of(
                "disposalMethod", "doNotDispose",
                "userInputFlag", "FALSE",
                "transparentColorFlag", "FALSE",
                "transparentColorIndex", "0",
                "delayTime", Integer.toString(delay))));
    if (first) {
      IIOMetadataNode loop =
          node(
              "ApplicationExtension",
              Map.of("applicationID", "NETSCAPE", "authenticationCode", "2.0"));
      loop.setUserObject(new byte[] {1, 0, 0}); // for ever
      IIOMetadataNode all = new IIOMetadataNode("ApplicationExtensions");
      all.appendChild(loop);
      root.appendChild(all);
    }
    metadata.mergeTree(FORMAT, root);
    return metadata;
  }

  private static IIOMetadataNode node(String name, Map<String, String> attributes) {
    IIOMetadataNode node = new IIOMetadataNode(name);
    attributes.forEach(node::setAttribute);
    return node;
  }
}
