package uphill.cli.report;

import java.io.PrintWriter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import uphill.lab.RunEvent;

/// What runs warn of, on standard error: also with `--json`, and once where several seeds say the
/// same.
public final class Warnings {

  private final PrintWriter err;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  public Warnings(PrintWriter err) {
    this.err = err;
  }

  /// A view that is not shown warnings, because they are printed here.
  public Consumer<RunEvent> over(Consumer<RunEvent> view) {
    return event -> {
      if (event instanceof RunEvent.Warned(_, var sentence)) {
        if (told.add(sentence)) {
          err.println("uphill: warning: " + sentence);
        }
      } else {
        view.accept(event);
      }
    };
  }
}
