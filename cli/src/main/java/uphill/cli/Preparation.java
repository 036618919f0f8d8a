package uphill.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import uphill.cli.terminal.FittingLines;
import uphill.cli.terminal.Width;

/// What is common to all commands, after their words were read and before they do anything.
final class Preparation {

  private static final String JSON = "--json";

  private Preparation() {}

  /// Refuses options and parameters that are given an empty text: it is no name, number or place,
  /// and must not be taken for one that was not given.
  ///
  /// @throws CommandLine.ParameterException if one is
  static void refuseEmptyWords(CommandLine.ParseResult parsed) {
    for (CommandLine line : parsed.asCommandLineList()) {
      line.getParseResult().matchedArgs().stream()
          .filter(argument -> argument.originalStringValues().stream().anyMatch(String::isBlank))
          .findFirst()
          .ifPresent(
              argument -> {
                throw new CommandLine.ParameterException(
                    line,
                    "%s was given an empty text, expected %s"
                        .formatted(name(argument), argument.paramLabel()));
              });
    }
  }

  /// Has lines for a person at a terminal fit its width.
  static void fitLines(CommandLine.ParseResult parsed) {
    CommandLine line = parsed.asCommandLineList().getLast();
    boolean forPrograms =
        line.getParseResult().hasMatchedOption(JSON)
            || line.getCommand() instanceof CompletionCommand;
    if (!forPrograms && Width.isTerminal()) {
      line.setOut(FittingLines.on(line.getOut(), Width::columns));
    }
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }
}
