package uphill.cli.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import uphill.env.Env;
import uphill.env.Environments;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.lab.Experiment;
import uphill.lab.config.RunConfig;
import uphill.lab.world.World;

/// Starts this process over with the vector kernels' module, for a training that is long enough.
///
/// A JVM with the module starts later, because it cannot use an archive of loaded and linked
/// classes, only one of loaded ones, and a module cannot be added to a JVM that runs. So the
/// launcher starts without it, and says so by a system property; who needs it replaces the process,
/// by execv(3): the same process id, streams and signals. `docs/decisions/0006-start-up.md`.
public final class Restart {

  /// Set by the launcher where this is possible: to `long` if long trainings want it, or to `brief`
  /// if this JVM is only for the briefest.
  static final String PROPERTY = "uphill.restart";

  private static final String BRIEF = "brief";

  /// The module, and low thresholds for what is written on it: each call of those methods before C2
  /// has done them costs many times what it will. `uphill`, the launcher, has the same.
  private static final List<String> VECTORS =
      List.of(
          "--add-modules",
          "jdk.incubator.vector",
          "-XX:CompileCommand=quiet",
          "-XX:CompileCommand=CompileThresholdScaling,uphill.kernel.Vector*::*,0.01",
          "-XX:CompileCommand=CompileThresholdScaling,uphill.kernel.Wide*::*,0.01",
          "-XX:CompileCommand=CompileThresholdScaling,*Blocks::*,0.01");

  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  /// What the launcher gives a JVM without the module: this choice, and C1 alone.
  private static final List<String> DROPPED = List.of("-XX:TieredStopAtLevel", "-D" + PROPERTY);

  /// An archive of classes for a JVM without the module; beside it lies one for a JVM with it.
  private static final Pattern ARCHIVE = Pattern.compile("-XX:AOTCache=(.*)\\.aot", Pattern.DOTALL);

  /// A character for each byte: whatever was written is passed on as it was.
  static final Charset BYTES = StandardCharsets.ISO_8859_1;

  private Restart() {}

  /// Whether the launcher left the module out.
  public static boolean isPossible() {
    return System.getProperty(PROPERTY) != null;
  }

  /// Whether this training should.
  public static boolean isWanted(Experiment training) {
    return isPossible()
        && (BRIEF.equals(System.getProperty(PROPERTY)) ? !training.isBrief() : training.isLong());
  }

  /// Whether a training with this config should.
  public static boolean isWanted(Experiment training, RunConfig config) {
    return isPossible() && training.isLong(config);
  }

  /// Whether the training in a world should.
  public interface Wanted {
    /// Whether it should, in this one.
    boolean in(World world) throws IOException;
  }

  /// Starts over before an environment is made that is none of Uphill's own, if its training is
  /// long whatever it shows: making it may take seconds, and after a restart it is made again. Does
  /// not return then, unless the system refuses.
  public static void beforeMaking(String environment, Wanted wanted) throws IOException {
    if (isPossible() && isLongInAny(environment, wanted)) {
      withVectors();
    }
  }

  /// Whether a training is long in an environment of one's own that shows as little as can be.
  static boolean isLongInAny(String environment, Wanted wanted) throws IOException {
    if (environment.isEmpty() || isOwn(environment)) {
      return false;
    }
    try {
      return wanted.in(World.of(environment, Narrow::new));
    } catch (IllegalArgumentException _) {
      return false; // it is said where the environment is known
    }
  }

  /// The smallest world there is; nobody plays it.
  private static final class Narrow implements Env {
    @Override
    public Space observationSpace() {
      return Space.Box.of(0, 1, 1);
    }

    @Override
    public Space actionSpace() {
      return new Space.Discrete(2);
    }

    @Override
    public void reset(Reset how, float[] observation) {
      throw new UnsupportedOperationException("nobody plays this");
    }

    @Override
    public void step(float[] action, Step step) {
      throw new UnsupportedOperationException("nobody plays this");
    }
  }

  /// Whether an environment is one of Uphill's own, or a table in a file: such are made at once.
  static boolean isOwn(String environment) {
    String id = environment.split(":", 2)[0];
    return environment.matches("(?s).*\\.json(:.*)?")
        || Environments.all(Restart.class.getClassLoader()).stream()
            .anyMatch(spec -> spec.id().equals(id));
  }

  /// Makes the scalar kernels a choice, not a lack that a warning must tell of.
  public static void chooseScalar() {
    System.setProperty("uphill.kernels", "scalar");
  }

  /// Does not return, unless the system refuses.
  @SuppressWarnings("restricted") // a call of the C library, which the launcher allows
  public static void withVectors() {
    try (Arena arena = Arena.ofConfined()) {
      List<String> words = command(Files.readAllBytes(COMMAND_LINE));
      MemorySegment[] texts =
          words.stream().map(w -> arena.allocateFrom(w, BYTES)).toArray(MemorySegment[]::new);
      MemorySegment list = arena.allocate(ValueLayout.ADDRESS, texts.length + 1L);
      for (int i = 0; i < texts.length; i++) {
        list.setAtIndex(ValueLayout.ADDRESS, i, texts[i]);
      }
      Linker linker = Linker.nativeLinker();
      MethodHandle execv =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("execv"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
      int _ = (int) execv.invokeExact(texts[0], list);
    } catch (IOException e) {
      // Without the command line it goes on as it is: slower, with the same result.
    } catch (Throwable e) {
      throw new IllegalStateException("execv: " + e, e);
    }
  }

  /// The words of the new process: those of this one, with the module, and its archive.
  static List<String> command(byte[] commandLine) {
    String[] old = new String(commandLine, BYTES).split("\0", -1);
    List<String> words = new ArrayList<>();
    words.add(old[0]);
    words.addAll(VECTORS);
    boolean options = true;
    for (int i = 1; i < old.length - 1; i++) { // a zero ends the last word too
      options &= !old[i].equals("--module");
      Matcher archive = ARCHIVE.matcher(old[i]);
      if (options && archive.matches()) {
        words.add("-XX:SharedArchiveFile=" + archive.group(1) + ".jsa");
      } else if (!options || DROPPED.stream().noneMatch(old[i]::startsWith)) {
        words.add(old[i]);
      }
    }
    return words;
  }
}
