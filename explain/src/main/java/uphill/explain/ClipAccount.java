package uphill.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import uphill.kernel.Digits;
import uphill.kernel.Shown;
import uphill.push.ClipLedger;
import uphill.push.ClipLedger.Movers;
import uphill.push.ClipLedger.Zeroed;

/// Which actions a clipped ratio zeroed, in which step, and who moved them nevertheless, in words.
public final class ClipAccount {

  private static final int MOST_LINES = 40;

  private final ClipLedger clipped;
  private final int takenBack;

  /// @param takenBack steps that the policy took back
  public ClipAccount(ClipLedger clipped, int takenBack) {
    this.clipped = clipped;
    this.takenBack = takenBack;
  }

  /// How many were zeroed in each step, and who moved them.
  public List<Passage> passages() {
    List<Passage> passages = new ArrayList<>();
    passages.add(steps());
    if (clipped.count() > 0) {
      passages.add(movers());
    }
    return passages;
  }

  private Passage steps() {
    List<String> sentences = new ArrayList<>();
    String above = bound(1 + clipped.clip());
    String below = bound(1 - clipped.clip());
    sentences.add(
        "The loss clips the ratio π/π_old of an action's probabilities, now and before the update,"
            + " at 1 ± %s. It zeroes an action whose Ψ, its weight in the loss, is positive while its ratio is above %s, and one whose Ψ is negative while its ratio is below %s: of these it wants nothing in that step."
                .formatted(bound(clipped.clip()), above, below));
    if (takenBack > 0) {
      sentences.add(
          "%s after these %s taken back, and %s in none of the numbers."
              .formatted(
                  Shown.count(takenBack, "step"),
                  takenBack == 1 ? "was" : "were",
                  takenBack == 1 ? "is" : "are"));
    }
    List<Zeroed> steps = clipped.steps();
    if (clipped.count() == 0) {
      sentences.add(
          steps.size() == 1
              ? "None was zeroed in the update's one step."
              : "None was zeroed in any of the %s.".formatted(Shown.count(steps.size(), "step")));
      return Passage.of(sentences.toArray(String[]::new));
    }
    List<List<String>> lines = new ArrayList<>();
    int every = Math.ceilDiv(steps.size(), MOST_LINES);
    for (int from = 0; from < steps.size(); from += every) {
      lines.add(line(from, Math.min(from + every, steps.size())));
    }
    return new Passage(
        sentences, List.of("step", "rows", "above " + above, "below " + below, "zeroed"), lines);
  }

  /// To as many places as ratios are shown with.
  private static String bound(double value) {
    return String.format(Locale.ROOT, "%.4f", value).replaceFirst("\\.?0+$", "");
  }

  private List<String> line(int from, int to) {
    int rows = 0;
    int above = 0;
    int below = 0;
    for (Zeroed step : clipped.steps().subList(from, to)) {
      rows += step.rows();
      above += step.above().length;
      below += step.below().length;
    }
    return List.of(
        to == from + 1 ? Integer.toString(to) : String.format(Locale.ROOT, "%d–%d", from + 1, to),
        Integer.toString(rows),
        Integer.toString(above),
        Integer.toString(below),
        Digits.percent((double) (above + below) / rows));
  }

  private Passage movers() {
    int rows = clipped.steps().stream().mapToInt(Zeroed::rows).sum();
    long once = IntStream.of(clipped.times()).filter(n -> n > 0).count();
    int count = clipped.count();
    Movers by = clipped.movers();
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("own", Digits.three(by.own())));
    add("other rows of the step", by.others(), lines);
    add("entropy", by.entropy(), lines);
    add("value", by.value(), lines);
    add("momentum, of earlier gradients", by.momentum(), lines);
    add("solver", by.solver(), lines);
    add("rounding", by.rounding(), lines);
    lines.add(List.of("predicted, their sum", Digits.three(by.predicted())));
    return new Passage(
        List.of(
            String.format(
                Locale.ROOT,
                "%d of %s %s zeroed at least once: %d of the %d rows of all steps together. In %d"
                    + " of these the step moved the ratio still further past its bound.",
                once,
                Shown.count(clipped.times().length, "action"),
                once == 1 ? "was" : "were",
                count,
                rows,
                clipped.further()),
            "Their own push there is %s. What moved them nevertheless, as root mean squares over these rows:"
                .formatted(by.own() == 0 ? "exactly 0" : Digits.three(by.own()))),
        List.of("by", "push"),
        lines);
  }

  private static void add(String name, double size, List<List<String>> lines) {
    if (size != 0) {
      lines.add(List.of(name, Digits.three(size)));
    }
  }

  /// Which zeroed actions moved furthest while they were, no two alike.
  public int[] furthest(AlikeSamples alike, int most) {
    List<Integer> rows =
        IntStream.range(0, clipped.times().length)
            .filter(i -> clipped.times()[i] > 0)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -Math.abs(clipped.moved()[i])))
            .toList();
    List<Integer> furthest = new ArrayList<>();
    for (int i : rows) {
      if (furthest.size() < most && furthest.stream().noneMatch(j -> alike.alike(i, j))) {
        furthest.add(i);
      }
    }
    return furthest.stream().mapToInt(i -> i).toArray();
  }

  /// How often an action was zeroed and how far it moved then, in a clause.
  public String often(int row) {
    int times = clipped.times()[row];
    return "zeroed in %s, in which log π moved by %s"
        .formatted(Shown.count(times, "step"), Digits.signed(clipped.moved()[row]));
  }
}
