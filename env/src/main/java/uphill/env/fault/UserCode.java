package uphill.env.fault;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import uphill.kernel.Shown;

/// What comes out of an environment's code other than by its contract: stacks, in which its lines
/// are found, and exceptions, whose methods are the environment's code too and may throw.
public final class UserCode {

  /// Our classes that call environments, and packages of them that hold no environment: what lies
  /// below their frames is not the environment's.
  private static final Pattern CALLER =
      Pattern.compile("uphill\\.env\\.((vector|check)\\..+|Spaces|Environments)");

  private static final int LONGEST_MESSAGE = 200;

  private UserCode() {}

  /// Throws an error that is not the environment's.
  ///
  /// @throws VirtualMachineError if this is one for which no environment is to blame, such as
  ///   [OutOfMemoryError]
  public static void requireOwnFault(Throwable thrown) {
    if (thrown instanceof VirtualMachineError machine && !(thrown instanceof StackOverflowError)) {
      throw machine;
    }
  }

  /// An exception's class, and the first line of its message, where it has one.
  public static String described(Throwable thrown) {
    String name = thrown.getClass().getName();
    String message = message(thrown);
    return message.isEmpty() ? name : "%s (%s)".formatted(name, message);
  }

  /// The first line of an exception's message; empty if it has none.
  public static String message(Throwable thrown) {
    String message;
    try {
      message = thrown.getMessage();
    } catch (Throwable e) {
      requireOwnFault(e);
      return "whose getMessage() threw " + e.getClass().getName();
    }
    if (message == null || message.isBlank()) {
      return "";
    }
    return Shown.text(message.strip().lines().findFirst().orElse(""), LONGEST_MESSAGE);
  }

  /// The innermost lines of the environment that an exception came through, as of a stack.
  public static String place(Throwable thrown, int most) {
    try {
      return place(thrown.getStackTrace(), most);
    } catch (Throwable e) {
      requireOwnFault(e);
      return "";
    }
  }

  /// The innermost lines of the environment, at most so many, each called from the next:
  /// `acme.Maze.walk(Maze.java:7), called from acme.Maze.step(Maze.java:42)`. Empty if none is
  /// known.
  public static String place(StackTraceElement[] stack, int most) {
    List<StackTraceElement> frames =
        Arrays.stream(stack)
            .takeWhile(frame -> !CALLER.matcher(frame.getClassName()).matches())
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
