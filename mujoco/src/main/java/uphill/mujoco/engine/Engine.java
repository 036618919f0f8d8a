package uphill.mujoco.engine;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A libmujoco that was found, tried out, and can be used; one for the process.
public final class Engine {

  private static final int ERROR_BYTES = 1024;

  private static @Nullable Engine instance;

  private final Library library;
  private final Layout layout;
  private final Functions functions;

  private Engine(Library library, Layout layout, Functions functions) {
    this.library = library;
    this.layout = layout;
    this.functions = functions;
  }

  /// The first in [Places] that can be used.
  ///
  /// @throws NoEngineException if there is none; the message says what was tried, and what to do
  public static synchronized Engine get() {
    if (instance == null) {
      instance =
          find(
              new Places(
                  System.getenv(), Path.of(System.getProperty("user.home", "")), Path.of("/")));
    }
    return instance;
  }

  static Engine find(Places places) {
    List<String> refused = new ArrayList<>();
    try {
      for (Path file : places.libraries()) {
        try {
          return of(file);
        } catch (UnusableLibrary e) {
          refused.add("%s: %s".formatted(file, e.why()));
        }
      }
    } catch (UnusableLibrary e) {
      refused.add(e.why());
    }
    throw new NoEngineException(refused);
  }

  /// That of a file.
  ///
  /// @throws UnusableLibrary if it is not one, or of a release that is not known
  static Engine of(Path file) {
    return of(file, Layout.table());
  }

  static Engine of(Path file, List<String> table) {
    Functions functions = Functions.of(file);
    Layout layout = Layout.of(Layout.version(functions.version()), table);
    Engine engine = new Engine(Library.of(file, layout.version()), layout, functions);
    try {
      Complaints.unsaid(() -> Probe.check(engine));
    } catch (IndexOutOfBoundsException | ArithmeticException | IllegalStateException e) {
      throw new UnusableLibrary(
          "it does not lie in memory as its release should: a probe came to %s".formatted(e), e);
    }
    return engine;
  }

  /// Which it is.
  public Library library() {
    return library;
  }

  Layout layout() {
    return layout;
  }

  Functions functions() {
    return functions;
  }

  /// Compiles a model, which lives as long as the process.
  ///
  /// @param mjcf in MuJoCo's XML
  /// @throws IllegalArgumentException if it is not one; the message is the compiler's
  public Model model(String mjcf) {
    MemorySegment model;
    try (Arena arena = Arena.ofConfined()) {
      Path file = Files.createTempFile("uphill", ".xml");
      try {
        Files.writeString(file, mjcf);
        MemorySegment error = arena.allocate(ERROR_BYTES);
        model = functions.loadXml(arena.allocateFrom(file.toString()), error, ERROR_BYTES);
        if (model.address() == 0) {
          throw new IllegalArgumentException(
              "MuJoCo %s refuses the model: %s"
                  .formatted(library.version(), error.getString(0).strip()));
        }
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new IllegalStateException(
          "a model is handed to MuJoCo in a temporary file, which cannot be written: %s. Set java.io.tmpdir, or free some space, and call again."
              .formatted(e.getMessage()),
          e);
    }
    Complaints.rethrow();
    return new Model(this, Objects.requireNonNull(model));
  }
}
