package uphill.cli;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;
import uphill.kernel.Nearest;
import uphill.kernel.Shown;
import uphill.rl.setting.Counts;

/// What is wrong with the words of a command, in sentences of our own: the library that reads them
/// speaks of indices and of Java's types.
final class BadArguments {

  private BadArguments() {}

  /// Gives numbers their errors.
  static void speakOfNumbers(CommandLine line) {
    line.registerConverter(Integer.class, BadArguments::whole);
    line.registerConverter(int.class, BadArguments::whole);
    line.registerConverter(Double.class, BadArguments::number);
    line.registerConverter(double.class, BadArguments::number);
  }

  private static int whole(String text) {
    try {
      return Math.toIntExact(Counts.parse(text));
    } catch (NumberFormatException e) {
      throw new TypeConversionException(e.getMessage());
    } catch (ArithmeticException e) {
      throw new TypeConversionException(
          String.format(
              Locale.ROOT,
              "expected a whole number up to %d, got %s",
              Integer.MAX_VALUE,
              Shown.text(text)));
    }
  }

  private static double number(String text) {
    double number;
    try {
      number = Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      number = Double.NaN;
    }
    if (!Double.isFinite(number)) {
      throw new TypeConversionException(
          "expected a number such as 0.5 or 1e-3, got \"%s\"".formatted(Shown.text(text)));
    }
    return number;
  }

  /// What was expected, what came, and what to do.
  static String sentence(CommandLine.ParameterException e) {
    CommandLine line = e.getCommandLine();
    return switch (e) {
      case CommandLine.UnmatchedArgumentException unmatched -> unmatched(unmatched, line);
      case CommandLine.MissingParameterException missing -> missing(missing, line);
      case CommandLine.OverwrittenOptionException twice ->
          name(twice.getOverwritten()) + " is given twice: give it once." + help(line);
      default -> other(e, line);
    };
  }

  private static String unmatched(CommandLine.UnmatchedArgumentException e, CommandLine line) {
    String word = e.getUnmatched().getFirst();
    if (e.isUnknownOption()) {
      TreeSet<String> options = new TreeSet<>(line.getCommandSpec().optionsMap().keySet());
      String name = word.split("=", -1)[0];
      return "there is no option %s.%s%s"
          .formatted(Shown.text(name), Nearest.hint(name, options), help(line));
    }
    if (line.getCommand() instanceof Main) {
      return unknown(word, line);
    }
    return "\"%s\" is one word too many.%s".formatted(Shown.text(word), help(line));
  }

  private static String missing(CommandLine.MissingParameterException e, CommandLine line) {
    List<ArgSpec> missing = e.getMissing();
    ArgSpec first = missing.isEmpty() ? e.getArgSpec() : missing.getFirst();
    return first instanceof OptionSpec option
        ? "%s takes %s, got nothing.%s".formatted(name(option), option.paramLabel(), help(line))
        : "which %s?%s%s".formatted(first.paramLabel(), described(first), help(line));
  }

  /// The first sentence of its description.
  private static String described(ArgSpec argument) {
    String[] lines = argument.description();
    return lines.length == 0 ? "" : " " + lines[0].replaceFirst("[.;].*", ".");
  }

  private static String other(CommandLine.ParameterException e, CommandLine line) {
    ArgSpec argument = e.getArgSpec();
    if (argument != null && e.getCause() instanceof TypeConversionException wrong) {
      return "%s: %s.%s".formatted(name(argument), wrong.getMessage(), help(line));
    }
    if (line.getCommand() instanceof Main) { // of "help WORD", or of no word at all
      return e.getValue() == null ? String.valueOf(e.getMessage()) : unknown(e.getValue(), line);
    }
    return e.getMessage() + "." + help(line);
  }

  private static String unknown(String word, CommandLine line) {
    return "unknown command \"%s\".%s \"uphill --help\" lists them."
        .formatted(Shown.text(word), Nearest.hint(word, line.getSubcommands().keySet()));
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  private static String help(CommandLine line) {
    return " \"%s --help\" says what it takes.".formatted(line.getCommandSpec().qualifiedName());
  }
}
