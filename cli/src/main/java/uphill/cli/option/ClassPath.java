package uphill.cli.option;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import uphill.kernel.Shown;
import uphill.lab.WorldOfRun;
import uphill.lab.config.RunConfig;
import uphill.lab.world.World;

/// `--class-path`: where environments of one's own are found.
public final class ClassPath {

  @Option(
      names = "--class-path",
      paramLabel = "PATH",
      description =
          "Jars and class folders with environments and algorithms of your own. Name such an"
              + " environment by its class, or by its id if the jar brings an EnvProvider.")
  private String path = "";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /// The config of a run, whose algorithm may lie on the path.
  public RunConfig configOf(Path run) throws IOException {
    loader();
    return RunConfig.read(run);
  }

  /// The environment of this name.
  public World world(String name) {
    return world(name, loader());
  }

  /// The environment of this name, by a loader of [#loader()].
  public World world(String name, ClassLoader loader) {
    return told(World.named(name, loader, words()));
  }

  /// The environment that a run was made in.
  public World worldOf(Path run) throws IOException {
    ClassLoader loader = loader(); // first: the run's algorithm may lie there too
    return told(WorldOfRun.of(run, RunConfig.read(run), loader, words()));
  }

  /// What closing its environments throws is told, once, and no reason to lose what was done.
  private World told(World world) {
    return world.closingInto(
        thrown -> {
          String sentence = Shown.sentence(thrown);
          if (told.add(sentence)) {
            spec.commandLine().getErr().println("uphill: warning: " + sentence);
          }
        });
  }

  /// A command that concerns runs of such environments, as it is typed.
  public String command(Object... words) {
    List<Object> all = new ArrayList<>(List.of("uphill"));
    all.addAll(List.of(words));
    all.addAll(words());
    return Shown.command(all.toArray());
  }

  /// The words of a command line that give this path.
  public List<String> words() {
    return path.isEmpty() ? List.of() : List.of("--class-path", path);
  }

  /// A class loader that finds Uphill's classes and those on the path. It becomes the context of
  /// this thread, and of those that this thread makes: what looks up services there finds the
  /// user's.
  public ClassLoader loader() {
    ClassLoader own = ClassPath.class.getClassLoader();
    return path.isEmpty() ? own : inContext(of(path, own));
  }

  private static ClassLoader inContext(ClassLoader loader) {
    Thread.currentThread().setContextClassLoader(loader);
    return loader;
  }

  /// @param own Uphill's class loader
  @SuppressWarnings("BanClassLoader") // the user's own environments are to be run
  static ClassLoader of(String path, ClassLoader own) {
    List<URL> urls = new ArrayList<>();
    for (String part : path.split(File.pathSeparator, -1)) {
      Path file = Path.of(part);
      if (!Files.exists(file)) {
        throw new IllegalArgumentException("--class-path: %s does not exist".formatted(file));
      }
      try {
        urls.add(file.toUri().toURL());
      } catch (MalformedURLException e) {
        throw new IllegalArgumentException("--class-path: %s is no file".formatted(file), e);
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new), new WithoutLibraries(own));
  }

  /// What a user's classes see beside each other: the JDK and Uphill, but not the libraries that
  /// Uphill is made with, for theirs may be the same in another version.
  static final class WithoutLibraries extends ClassLoader {

    static final List<String> HIDDEN = List.of("picocli.", "tools.jackson.", "org.jspecify.");

    WithoutLibraries(ClassLoader own) {
      super(own);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (HIDDEN.stream().anyMatch(name::startsWith)) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }
  }
}
