package uphill.cli.report;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import uphill.cli.terminal.Columns;
import uphill.cli.terminal.Width;
import uphill.explain.AlikeSamples;
import uphill.explain.ClipAccount;
import uphill.explain.Explanation;
import uphill.explain.NaturalAccount;
import uphill.explain.Passage;
import uphill.explain.StepLines;
import uphill.explain.page.SampleWords;
import uphill.push.ClipLedger;
import uphill.push.Promise;

/// What `uphill explain` says of how an update was made: what its loss clipped, and what its step
/// promised. Nothing of algorithms that do neither.
final class UpdateReport {

  private final Explanation explanation;
  private final SampleWords words;
  private final AlikeSamples alike;

  UpdateReport(Explanation explanation, SampleWords words, AlikeSamples alike) {
    this.explanation = explanation;
    this.words = words;
    this.alike = alike;
  }

  void print(PrintWriter out) {
    explanation.clipped().ifPresent(clipped -> clipped(clipped, out));
    List<Promise> promises = explanation.promises();
    if (!promises.isEmpty()) {
      out.println("What the step promised, and what came:");
      print(new NaturalAccount(promises, explanation.largestKl()).passage(), out);
      out.println();
    }
  }

  private void clipped(ClipLedger clipped, PrintWriter out) {
    ClipAccount account = new ClipAccount(clipped, explanation.takenBack().size());
    out.println("What the clip zeroed:");
    account.passages().forEach(passage -> print(passage, out));
    for (int i : account.furthest(alike, 1)) {
      out.println("  Of these, what moved furthest all the same (for another: --action I):");
      out.println(
          "  row %5s  %s: %s, %s"
              .formatted(Integer.toString(i), words.state(i), words.action(i), account.often(i)));
      print(StepLines.of(explanation.ledger(), Optional.of(clipped), i), out);
    }
    out.println();
  }

  /// Sentences, and the table below them.
  static void print(Passage passage, PrintWriter out) {
    passage.sentences().forEach(sentence -> out.println("  " + sentence));
    if (passage.columns().isEmpty()) {
      return;
    }
    Columns table = new Columns();
    passage.columns().forEach(name -> column(name, passage, table));
    passage.lines().forEach(table::row);
    table.lines(Width.ofLines()).forEach(line -> out.println("  " + line));
  }

  private static void column(String name, Passage passage, Columns table) {
    int at = passage.columns().indexOf(name);
    boolean words = passage.lines().stream().anyMatch(line -> line.get(at).matches("[a-z].*"));
    if (words) {
      table.left(name);
    } else {
      table.right(name);
    }
  }
}
