package uphill.cli.process;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Tells of an environment that ends the process by `System.exit`: the process then ends with a
/// sentence and our exit code, not silently with the environment's.
///
/// Whoever calls `System.exit` waits in that call until the process is over, so a hook of the
/// shutdown sees it in the stacks. A signal ends the process without such a call. Nobody can see a
/// `Runtime.halt`.
public final class ForeignExit {

  private static final String RUNTIME = Runtime.class.getName();
  private static final String SYSTEM = System.class.getName();

  private static volatile boolean ours;

  private ForeignExit() {}

  /// From now on, an exit that is not ours is told of.
  public static void watch(PrintWriter out, PrintWriter err) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> look(out, err)));
  }

  private static void look(PrintWriter out, PrintWriter err) {
    if (!ours) {
      sentence(Thread.getAllStackTraces().values())
          .ifPresent(sentence -> Exit.atOnce(sentence + UnderWay.left(), out, err));
    }
  }

  /// Ends the process.
  public static void exit(int code) {
    ours = true;
    System.exit(code);
  }

  /// Who ends the process, if one of these stacks does.
  static Optional<String> sentence(Collection<StackTraceElement[]> stacks) {
    for (StackTraceElement[] stack : stacks) {
      List<StackTraceElement> frames = Arrays.asList(stack);
      boolean exits =
          frames.stream()
              .anyMatch(
                  frame ->
                      frame.getClassName().equals(RUNTIME) && frame.getMethodName().equals("exit"));
      if (exits) {
        String caller =
            frames.stream()
                .dropWhile(frame -> !frame.getClassName().equals(RUNTIME))
                .dropWhile(frame -> List.of(RUNTIME, SYSTEM).contains(frame.getClassName()))
                .findFirst()
                .map(ForeignExit::line)
                .orElse("someone");
        return Optional.of(
            caller
                + " called System.exit, which ends the whole process. Let the environment throw an"
                + " exception instead.");
      }
    }
    return Optional.empty();
  }

  /// Without the names of class loader and module.
  private static String line(StackTraceElement frame) {
    return new StackTraceElement(
            frame.getClassName(), frame.getMethodName(), frame.getFileName(), frame.getLineNumber())
        .toString();
  }
}
