package uphill.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import uphill.cli.process.Exit;
import uphill.cli.process.ForeignExit;
import uphill.cli.process.Interrupts;
import uphill.cli.process.NamesOfFiles;
import uphill.cli.process.Restart;
import uphill.cli.process.UnderWay;
import uphill.cli.terminal.StandardOutput;
import uphill.env.fault.EnvironmentException;
import uphill.kernel.Shown;
import uphill.lab.RunInterrupted;
import uphill.lab.machine.Version;
import uphill.records.DiskError;
import uphill.records.Memory;

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
      BenchCommand.class,
      TuneCommand.class,
      ResumeCommand.class,
      VerifyCommand.class,
      ExplainCommand.class,
      OracleCommand.class,
      DeriveCommand.class,
      EvalCommand.class,
      WatchCommand.class,
      PlotCommand.class,
      CompareCommand.class,
      EnvsCommand.class,
      AlgorithmsCommand.class,
      ReplayCommand.class,
      CompletionCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Main implements Runnable {

  private static final int MOST_OF_MESSAGE = 4000; // it may quote from a file
  private static final int MEGABYTE = 1_000_000;

  @Option(
      names = "--debug",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Print stack traces of errors.")
  private boolean debug;

  /// Runs a command and exits with its code.
  public static void main(String[] args) {
    Locale.setDefault(
        Locale.ROOT); // libraries, and worlds of users, format and sort alike everywhere
    StandardOutput standard = new StandardOutput();
    PrintWriter out = standard.writer();
    var err = new PrintWriter(System.err, true, StandardOutput.charset());
    ForeignExit.watch(out, err);
    int code =
        NamesOfFiles.refusal(args)
            .map(sentence -> say(sentence, err, Exit.BAD_INPUT))
            .orElseGet(() -> run(out, err, args));
    out.flush();
    Optional<String> loss = standard.loss();
    if (loss.isPresent()) {
      String why = "cannot write to standard output: " + loss.get();
      if (code == 0) {
        code = Exit.BAD_INPUT;
        why += ". What was to be saved is saved; only what was to be printed is lost.";
      }
      say(why, err, code);
    }
    err.flush();
    ForeignExit.exit(code);
  }

  /// Runs a command; what it prints goes to the given writers.
  static int run(PrintWriter out, PrintWriter err, String... args) {
    if (Restart.isPossible()) {
      Restart.chooseScalar();
    }
    UnderWay.clear();
    Main main = new Main();
    CommandLine line = new CommandLine(main);
    line.setOut(out);
    line.setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.setExecutionStrategy(Main::execute);
    line.setParameterExceptionHandler((e, _) -> say(BadArguments.sentence(e), err, Exit.BAD_INPUT));
    BadArguments.speakOfNumbers(line);
    line.setExecutionExceptionHandler((e, _, _) -> report(e, err, main.debug));
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    try {
      return line.execute(args);
    } catch (OutOfMemoryError e) {
      return say(
          String.format(
                  Locale.ROOT,
                  "out of memory (%s, a heap of %d MB). %s for",
                  e.getMessage(),
                  Runtime.getRuntime().maxMemory() / MEGABYTE,
                  Memory.twice()
                      .map("Give more with UPHILL_JAVA_OPTS=%s, or ask"::formatted)
                      .orElse("Ask"))
              + " smaller networks (hidden) or batches (batch_steps)."
              + UnderWay.left(),
          err,
          Exit.BAD_INPUT);
    } finally {
      Thread.currentThread().setContextClassLoader(context); // ClassPath sets its own
    }
  }

  /// With `--json` standard output is JSON only: what worlds print goes to standard error.
  private static int execute(CommandLine.ParseResult words) {
    Preparation.refuseEmptyWords(words);
    Preparation.fitLines(words);
    PrintStream before = System.out;
    List<CommandLine> commands = words.asCommandLineList();
    if (commands.getLast().getParseResult().hasMatchedOption("--json")) {
      System.setOut(System.err);
    }
    try {
      return new CommandLine.RunLast().execute(words);
    } finally {
      System.setOut(before);
    }
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        new CommandLine(this), "which command? \"uphill --help\" lists them.");
  }

  private static int report(Exception e, PrintWriter err, boolean debug) {
    if (debug) {
      printStackTrace(e, err);
    }
    return switch (e) {
      case RunsFailed several -> {
        int code = report(several.failure(), err, false); // its trace was part of this one's
        err.println(Shown.text(String.valueOf(several.getMessage()), MOST_OF_MESSAGE));
        yield code;
      }
      case RunInterrupted _ -> say(e.getMessage(), err, Interrupts.exitCode());
      case InvalidPathException bad -> say(NamesOfFiles.sentence(bad), err, Exit.BAD_INPUT);
      case EnvironmentException _ -> say(e.getMessage() + UnderWay.left(), err, Exit.BAD_INPUT);
      case ArithmeticException _ -> say(e.getMessage() + UnderWay.learnt(), err, Exit.BAD_INPUT);
      case IllegalArgumentException _, IllegalStateException _ ->
          say(e.getMessage(), err, Exit.BAD_INPUT);
      case FileSystemException disk -> say(sentence(disk), err, Exit.BAD_INPUT);
      case UncheckedIOException unchecked
          when unchecked.getCause() instanceof FileSystemException disk ->
          say(sentence(disk), err, Exit.BAD_INPUT);
      case IOException _, UncheckedIOException _ ->
          say("cannot read or write: " + e.getMessage(), err, Exit.BAD_INPUT);
      default -> {
        err.println("uphill: a defect of Uphill's own: " + e);
        err.println("Run it again with --debug and report what it prints.");
        yield Exit.DEFECT;
      }
    };
  }

  /// A cause may be an environment's, whose text is the environment's code and may throw.
  private static void printStackTrace(Exception e, PrintWriter err) {
    try {
      e.printStackTrace(err);
    } catch (RuntimeException thrown) {
      err.println("The rest of the stack trace cannot be printed: its exception's text threw.");
    }
  }

  private static String sentence(FileSystemException e) {
    String file = Objects.requireNonNullElse(e.getFile(), "");
    return "cannot read or write " + DiskError.of(e, Path.of(file)).sentence();
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
