package uphill.cli.terminal;

import java.io.Console;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/// How wide the screen is, and lines that fit it.
public final class Width {

  private static final int UNKNOWN = 80;
  private static final int LEAST = 20;
  private static final int MOST = 10_000;
  private static final int UNKNOWN_ROWS = 24;
  private static final int LEAST_ROWS = 4;
  private static final int STANDARD_OUTPUT = 1;

  /// TIOCGWINSZ: of Linux, and of macOS and the BSDs.
  private static final long ASK_LINUX = 0x5413;

  private static final long ASK_BSD = 0x40087468;

  private static final int COLUMNS_AT = 2; // bytes; before them stand the rows

  private static final int ARGUMENTS = 2; // that are named: what follows them is variadic

  private Width() {}

  /// Columns of the screen now: what `COLUMNS` says, what the terminal says, or 80. A window may
  /// change its size while a command runs, so it is asked again every time.
  public static int columns() {
    OptionalInt asked = parse(System.getenv().getOrDefault("COLUMNS", ""));
    OptionalInt known = asked.isPresent() || !isTerminal() ? asked : Terminal.columns();
    return Math.clamp(known.orElse(UNKNOWN), LEAST, MOST);
  }

  /// Rows of the screen now: what `LINES` says, what the terminal says, or 24.
  public static int rows() {
    OptionalInt asked = parse(System.getenv().getOrDefault("LINES", ""));
    OptionalInt known = asked.isPresent() || !isTerminal() ? asked : Terminal.rows();
    return Math.clamp(known.orElse(UNKNOWN_ROWS), LEAST_ROWS, MOST);
  }

  /// Columns that a line may take: those of the screen; lines that stay, in a file say, are whole.
  public static int ofLines() {
    return isTerminal() ? columns() : Integer.MAX_VALUE;
  }

  /// Whether a person watches at a terminal.
  @SuppressWarnings("SystemConsoleNull") // NullAway's model of the JDK still has it nullable
  public static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private static OptionalInt parse(String text) {
    try {
      int columns = Integer.parseInt(text.strip());
      return columns > 0 ? OptionalInt.of(columns) : OptionalInt.empty();
    } catch (NumberFormatException _) {
      return OptionalInt.empty();
    }
  }

  /// How many columns a text takes: a mark above a letter takes none.
  public static int of(String text) {
    return (int)
        text.codePoints().filter(c -> Character.getType(c) != Character.NON_SPACING_MARK).count();
  }

  /// As many of these fields as fit, two blanks between them: the last ones are dropped first.
  public static String line(List<String> fields, int columns) {
    StringBuilder line = new StringBuilder();
    for (String field : fields) {
      String more = line.isEmpty() ? field : "  " + field;
      if (line.length() + more.length() > columns) {
        break;
      }
      line.append(more);
    }
    return line.toString();
  }

  /// A text broken at blanks into lines that fit. A word that is longer than a line keeps one of
  /// its own.
  ///
  /// @param first what the first line begins with
  /// @param then what every other line begins with
  static List<String> wrap(String first, String then, String text, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(first);
    boolean empty = true; // but for its beginning
    for (String word : text.split(" ", -1)) {
      boolean begins = empty && line.toString().isBlank();
      if (!begins && line.length() + (empty ? 0 : 1) + word.length() > columns) {
        lines.add(line.toString());
        line = new StringBuilder(then);
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    lines.add(line.toString());
    return lines;
  }

  /// The C library's answer.
  private static final class Terminal {

    private static final MethodHandle IOCTL = ioctl();

    @SuppressWarnings("restricted") // a call of the C library, which the launcher allows
    private static MethodHandle ioctl() {
      Linker linker = Linker.nativeLinker();
      return linker.downcallHandle(
          linker.defaultLookup().findOrThrow("ioctl"),
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.ADDRESS),
          Linker.Option.firstVariadicArg(ARGUMENTS));
    }

    static OptionalInt columns() {
      return size(COLUMNS_AT);
    }

    static OptionalInt rows() {
      return size(0);
    }

    private static OptionalInt size(int at) {
      String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
      long ask = system.startsWith("linux") ? ASK_LINUX : ASK_BSD;
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment size = arena.allocate(ValueLayout.JAVA_LONG); // four shorts
        int error = (int) IOCTL.invokeExact(STANDARD_OUTPUT, ask, size);
        int cells = Short.toUnsignedInt(size.get(ValueLayout.JAVA_SHORT, at));
        return error == 0 && cells > 0 ? OptionalInt.of(cells) : OptionalInt.empty();
      } catch (Throwable _) {
        return OptionalInt.empty(); // then nobody knows
      }
    }
  }
}
