package uphill.cli.process;

import java.io.PrintWriter;

/// The codes that the process exits with, and its end in the middle of anything.
public final class Exit {

  /// A check or comparison failed.
  public static final int FAILED = 1;

  /// The input will not do.
  public static final int BAD_INPUT = 2;

  /// A defect of Uphill's own.
  public static final int DEFECT = 3;

  private Exit() {}

  /// Says what is wrong and ends the process at once: the thread that is stuck cannot be stopped.
  public static void atOnce(String sentence, PrintWriter out, PrintWriter err) {
    out.flush();
    err.println("uphill: " + sentence);
    err.flush();
    Runtime.getRuntime().halt(BAD_INPUT);
  }
}
