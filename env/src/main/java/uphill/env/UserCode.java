package uphill.env;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds the lines of an environment in a stack.
final class UserCode {

  /// The frames of ours that call environments: what lies below them is not the environment's.
  private static final List<String> CALLERS =
      Stream.of(Calls.class, Spaces.class, Environments.class, EnvChecker.class)
          .map(Class::getName)
          .toList();

  private UserCode() {}

  /// The innermost lines of the environment, at most so many, each called from the next:
  /// `acme.Maze.walk(Maze.java:7), called from acme.Maze.step(Maze.java:42)`. Empty if none is
  /// known.
  static String place(StackTraceElement[] stack, int most) {
    List<StackTraceElement> frames =
        Arrays.stream(stack)
            .takeWhile(frame -> !CALLERS.contains(frame.getClassName()))
            .filter(frame -> !isJdk(frame))
            .toList();
    Predicate<StackTraceElement> ours = frame -> frame.getClassName().startsWith("uphill.");
    boolean all = frames.stream().allMatch(ours);
    return frames.stream()
        .filter(frame -> all || !ours.test(frame))
        .limit(most)
        .map(UserCode::line)
        .collect(Collectors.joining(", called from "));
  }

  private static boolean isJdk(StackTraceElement frame) {
    String module = frame.getModuleName();
    return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
  }

  /// Without the names of class loader and module.
  private static String line(StackTraceElement frame) {
    return new StackTraceElement(
            frame.getClassName(), frame.getMethodName(), frame.getFileName(), frame.getLineNumber())
        .toString();
  }
}
