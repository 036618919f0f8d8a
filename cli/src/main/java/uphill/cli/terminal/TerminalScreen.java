package uphill.cli.terminal;

import java.io.PrintStream;
import java.util.List;
import uphill.env.scene.Scene;
import uphill.picture.HalfBlocks;
import uphill.picture.Screen;

/// Pictures in the terminal, one in place of the other. The cursor is hidden meanwhile, and comes
/// back whatever ends the process, Ctrl-C too.
public final class TerminalScreen implements Screen, AutoCloseable {

  private static final String ESCAPE = "\u001b[";
  private static final String HIDE_CURSOR = ESCAPE + "?25l";
  private static final String SHOW_CURSOR = ESCAPE + "0m" + ESCAPE + "?25h";
  private static final int MOST_COLUMNS = 100; // more would take terminals too long
  private static final int MOST_ROWS = 40;
  private static final int BELOW = 3; // rows: the report, and the next prompt

  private final PrintStream out;
  private final int columns;
  private final int rows;
  private final Thread restoring = new Thread(this::restore, "uphill-cursor");
  private int shown; // lines of the picture that is there

  /// One that writes to the terminal, which is as large as it is now.
  public static TerminalScreen open() {
    return new TerminalScreen(System.out, Width.columns() - 1, Width.rows() - BELOW);
  }

  /// @param columns of the terminal that pictures may take
  /// @param rows of the terminal that pictures may take
  TerminalScreen(PrintStream out, int columns, int rows) {
    this.out = out;
    this.columns = Math.min(columns, MOST_COLUMNS);
    this.rows = Math.min(rows, MOST_ROWS);
    Runtime.getRuntime().addShutdownHook(restoring);
    out.print(HIDE_CURSOR);
    out.flush();
  }

  /// Whether this terminal has the characters, and takes colours.
  public static boolean isPossible() {
    return Width.isTerminal() && Glyphs.ofProcess().unicode();
  }

  @Override
  public synchronized void show(Scene scene) {
    List<String> lines = HalfBlocks.of(scene, columns, rows);
    StringBuilder picture = new StringBuilder();
    if (shown > 0) {
      picture.append(ESCAPE).append(shown).append('A');
    }
    lines.forEach(line -> picture.append('\r').append(line).append('\n'));
    shown = lines.size();
    out.print(picture);
    out.flush();
  }

  @Override
  public boolean isClosed() {
    return out.checkError();
  }

  private synchronized void restore() {
    out.print(SHOW_CURSOR);
    out.flush();
  }

  @Override
  public void close() {
    restore();
    try {
      Runtime.getRuntime().removeShutdownHook(restoring);
    } catch (IllegalStateException _) {
      // The process is ending, and the hook restores it once more.
    }
  }
}
