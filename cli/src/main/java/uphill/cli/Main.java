package uphill.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import uphill.env.EnvironmentException;
import uphill.kernel.Shown;
import uphill.lab.RunInterrupted;
import uphill.lab.Version;

/// `uphill`: the commands, and what becomes of errors.
///
/// Exit codes: 0 done, 1 a check or comparison failed, 2 the input will not do (one sentence says
/// why and what to do), 3 a defect of Uphill's own.
@Command(
    name = "uphill",
    description = {
      "Reinforcement learning by policy gradients on the JVM, that shows its work.",
      "",
      "Begin with: uphill train CartPole-v1"
    },
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Main.Versions.class,
    mixinStandardHelpOptions = true,
    subcommands = {
      TrainCommand.class,
      ResumeCommand.class,
      VerifyCommand.class,
      ExplainCommand.class,
      OracleCommand.class,
      DeriveCommand.class,
      EvalCommand.class,
      PlotCommand.class,
      EnvsCommand.class,
      AlgorithmsCommand.class,
      ReplayCommand.class,
      CompletionCommand.class
    })
public final class Main implements Runnable {

  static final int FAILED = 1;
  static final int BAD_INPUT = 2;
  private static final int DEFECT = 3;
  private static final int MOST_OF_MESSAGE = 4000; // it may quote from a file
  private static final int MEGABYTE = 1_000_000;

  @Option(
      names = "--debug",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Print stack traces of errors.")
  private boolean debug;

  /// Runs a command and exits with its code.
  public static void main(String[] args) {
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    ForeignExit.watch(out, err);
    int code = run(out, err, args);
    out.flush();
    err.flush();
    ForeignExit.exit(code);
  }

  /// Runs a command; what it prints goes to the given writers.
  static int run(PrintWriter out, PrintWriter err, String... args) {
    if (Restart.isPossible()) {
      Restart.chooseScalar();
    }
    Main main = new Main();
    CommandLine line = new CommandLine(main);
    line.setOut(out);
    line.setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.setParameterExceptionHandler((e, _) -> badArguments(e, err));
    line.setExecutionExceptionHandler((e, _, _) -> report(e, err, main.debug));
    try {
      return line.execute(args);
    } catch (OutOfMemoryError e) {
      return say(
          String.format(
                  Locale.ROOT,
                  "out of memory (%s, a heap of %d MB). Give more with UPHILL_JAVA_OPTS=-Xmx8g, or"
                      + " ask for",
                  e.getMessage(),
                  Runtime.getRuntime().maxMemory() / MEGABYTE)
              + " smaller networks (hidden) or batches (batch_steps). What a run had saved goes on"
              + " by \"uphill resume\".",
          err,
          BAD_INPUT);
    }
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        new CommandLine(this), "which command? \"uphill --help\" lists them.");
  }

  private static int badArguments(CommandLine.ParameterException e, PrintWriter err) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    err.println("uphill: " + e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.println("\"%s --help\" says what it takes.".formatted(command));
    return BAD_INPUT;
  }

  private static int report(Exception e, PrintWriter err, boolean debug) {
    if (debug) {
      e.printStackTrace(err);
    }
    return switch (e) {
      case RunInterrupted _ -> say(e.getMessage(), err, Interrupts.exitCode());
      case EnvironmentException _,
          IllegalArgumentException _,
          IllegalStateException _,
          ArithmeticException _ ->
          say(e.getMessage(), err, BAD_INPUT);
      case NoSuchFileException missing -> say("no such file: " + missing.getFile(), err, BAD_INPUT);
      case AccessDeniedException denied ->
          say("permission denied: " + denied.getFile(), err, BAD_INPUT);
      case IOException _, UncheckedIOException _ ->
          say("cannot read or write: " + e.getMessage(), err, BAD_INPUT);
      default -> {
        err.println("uphill: a defect of Uphill's own: " + e);
        err.println("Run it again with --debug and report what it prints.");
        yield DEFECT;
      }
    };
  }

  private static int say(@Nullable String message, PrintWriter err, int code) {
    err.println("uphill: " + Shown.text(String.valueOf(message), MOST_OF_MESSAGE));
    return code;
  }

  /// What `--version` prints.
  static final class Versions implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "uphill " + Version.CURRENT,
        "Java " + Runtime.version() + ", " + System.getProperty("java.vm.name", "")
      };
    }
  }
}
