package uphill.box2d.engine;

import com.badlogic.gdx.utils.SharedLibraryLoader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import uphill.env.NativePart;

/// Box2D 2.3.0, as gdx-box2d 1.14.2 has it, loaded once. Its libraries lie in this module, and are
/// loaded from a folder that is there for as long as that takes.
public final class Engine {

  private static final String VERSION = "2.3.0 (gdx-box2d 1.14.2)";
  private static final String BUFFERS = "gdx"; // which bodies hand their numbers over in
  private static final String PHYSICS = "gdx-box2d";

  private static @Nullable Engine loaded;

  private final NativePart part;

  private Engine(NativePart part) {
    this.part = part;
  }

  /// It, loaded by the first call.
  ///
  /// @throws NoEngineException if it does not run here
  public static synchronized Engine get() {
    Engine engine = loaded;
    if (engine == null) {
      engine = load(Platform.here());
      loaded = engine;
    }
    return engine;
  }

  /// What keeps it from running here, if that can be told without loading it; else empty.
  public static String unsupported() {
    try {
      Platform.here();
      return "";
    } catch (NoEngineException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /// The library, as runs record it.
  public NativePart part() {
    return part;
  }

  private static Engine load(Platform platform) {
    load(platform.file(BUFFERS));
    String sha256 = load(platform.file(PHYSICS));
    SharedLibraryLoader.setLoaded(BUFFERS);
    SharedLibraryLoader.setLoaded(PHYSICS);
    // What Box2D prepares in its first world and its first contact is not made for two threads.
    try (Scene scene = new Scene(-10)) {
      scene.ground().edge(-1, 0, 1, 0, 1);
      scene.moving(0, 0.1, 0).box(0.2, 0.2, new Material(1, 1));
      scene.step();
    }
    return new Engine(new NativePart("Box2D", VERSION, sha256));
  }

  /// Loads a library of this module; gives the SHA-256 of its bytes.
  @SuppressWarnings("restricted") // it is native
  private static String load(String file) {
    Path folder = null;
    Path copy = null;
    try (InputStream in = Engine.class.getResourceAsStream("/" + file)) {
      if (in == null) {
        throw new NoEngineException(
            "Box2D's library %s is not in this build. Build Uphill again.".formatted(file));
      }
      byte[] bytes = in.readAllBytes();
      folder = Files.createTempDirectory("uphill-box2d");
      copy = Files.write(folder.resolve(file), bytes);
      System.load(copy.toString());
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (IOException | UnsatisfiedLinkError e) {
      throw new NoEngineException(
          "Box2D's library %s cannot be loaded (%s). It needs a folder that programs may run from (java.io.tmpdir, now %s) and, on Linux, the GNU C and C++ libraries (Debian and Ubuntu: apt-get install libstdc++6)."
              .formatted(file, e.getMessage(), System.getProperty("java.io.tmpdir")),
          e);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    } finally {
      delete(copy);
      delete(folder);
    }
  }

  /// Deletes what was needed for loading; Windows lets go of it when the JVM ends.
  private static void delete(@Nullable Path path) {
    if (path != null) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        path.toFile().deleteOnExit();
      }
    }
  }
}
