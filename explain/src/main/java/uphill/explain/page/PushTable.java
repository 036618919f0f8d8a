package uphill.explain.page;

import java.util.Locale;
import uphill.explain.AlikeSamples;
import uphill.explain.Explanation;
import uphill.figure.Markup;
import uphill.kernel.Digits;
import uphill.push.Ledger;

/// The largest pushes, in words and numbers.
final class PushTable {

  private PushTable() {}

  static void write(
      Markup out,
      Explanation explanation,
      AlikeSamples alike,
      SampleWords words,
      String caption,
      int... rows) {
    boolean density = explanation.model().head().density();
    out.open("table", "role", "table", "class", "stacked");
    out.element("caption", caption);
    out.open("thead", "role", "rowgroup").open("tr", "role", "row");
    String p = density ? "density " : "π ";
    for (String name :
        new String[] {
          "sample",
          explanation.ledger().weights().derived() ? "derived weight" : "weight",
          p + "before",
          p + "after",
          "change of log π",
          "predicted"
        }) {
      out.element("th", name, "scope", "col", "role", "columnheader");
    }
    out.close().close().open("tbody", "role", "rowgroup");
    Ledger ledger = explanation.ledger();
    for (int i : rows) {
      int count = alike.count(i);
      out.open("tr", "role", "row", "data-sample", Integer.toString(i));
      out.open("th", "scope", "row", "role", "rowheader");
      out.element("span", words.state(i)).text(": ");
      out.element("strong", words.action(i)).text(" ");
      out.element(
          "span",
          count == 1
              ? "sample " + i
              : String.format(Locale.ROOT, "sample %d, and %d more like it", i, count - 1),
          "class",
          "quiet");
      out.close();
      Digits.Pair pair =
          Digits.Pair.of(
              StrictMath.exp(ledger.before().logProb(i)),
              StrictMath.exp(ledger.after().logProb(i)));
      for (String number :
          new String[] {
            alike.weight(i),
            pair.before(),
            pair.after(),
            Digits.signed(ledger.actual()[i]),
            Digits.signed(ledger.predicted()[i])
          }) {
        out.element("td", number, "role", "cell");
      }
      out.close();
    }
    out.close().close();
  }
}
