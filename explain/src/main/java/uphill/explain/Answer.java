package uphill.explain;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import uphill.kernel.Digits;
import uphill.kernel.Shown;
import uphill.push.Ledger;
import uphill.push.Ledger.Part;
import uphill.push.Regression;
import uphill.push.StepWeights;

/// The answer to the question that an explanation is asked for, in sentences; those of the terminal
/// and of the page.
public final class Answer {

  /// What is asked.
  public static final String QUESTION =
      "Is a log-probability pushed up in proportion to its weight?";

  private static final double NEARLY = 0.9;
  private static final double ROUGHLY = 0.5;
  private static final double HARDLY = 0.1;

  private Answer() {}

  /// What the step that was taken says to it.
  public static String of(Explanation explanation) {
    Regression taken = explanation.taken();
    boolean moved = Arrays.stream(explanation.ledger().actual()).anyMatch(push -> push != 0);
    int[] told = explanation.ledger().weights().told();
    if (told.length == 0 && underived(explanation) > 0) {
      return "It cannot be said: no weight can be derived for any action that could be moved.";
    }
    String said =
        said(
            taken,
            at(told, explanation.ledger().actual()),
            at(told, explanation.ledger().weight()));
    return moved && taken.notFinite() == 0
        ? "%s Of the parts of the push%s, which may cancel, the largest came from %s."
            .formatted(
                said,
                isWhole(explanation.ledger()) ? "" : " on " + apart(explanation.ledger()),
                carrier(explanation.ledger()))
        : said;
  }

  private static double[] at(int[] rows, double[] column) {
    return IntStream.of(rows).mapToDouble(i -> column[i]).toArray();
  }

  /// Without who pushed.
  static String said(Regression taken, double[] push, double... weight) {
    String unsaid = unsaid(taken, push, weight);
    if (!unsaid.isEmpty()) {
      String signs =
          taken.signed() == 0 || taken.notFinite() > 0
              ? ""
              : " %s.".formatted(capital(against(taken)));
      return "It cannot be said: %s.%s".formatted(unsaid, signs);
    }
    // R² asks for a line, "in proportion" for one through zero.
    double share = Math.min(taken.rSquared(), taken.throughZero());
    String how =
        share > NEARLY ? "Nearly" : share > ROUGHLY ? "Roughly" : share > HARDLY ? "Hardly" : "No";
    return "%s: the weights explain %s of the differences between the pushes; %s."
        .formatted(how, Digits.percent(taken.rSquared()), against(taken));
  }

  /// Why there is no R², or nothing if there is one.
  private static String unsaid(Regression taken, double[] push, double... weight) {
    if (taken.notFinite() > 0) {
      return notFinite(taken);
    }
    if (taken.samples() == 0) {
      return "no action could be moved";
    }
    if (taken.samples() == 1) {
      return "only one action could be moved";
    }
    if (Double.isNaN(taken.slope())) {
      return "all weights are %s".formatted(weight[0] == 0 ? "0" : "equal");
    }
    if (Double.isNaN(taken.rSquared())) {
      return push[0] == 0 ? "no action moved" : "all actions moved equally far";
    }
    return "";
  }

  private static String notFinite(Regression line) {
    return String.format(
        Locale.ROOT,
        "the weight or the push of %d of %d action%s is not a finite number",
        line.notFinite(),
        line.samples(),
        line.samples() == 1 ? "" : "s");
  }

  /// How many moved against the sign of their weight, among those that have one.
  public static String against(Regression line) {
    int unsigned = line.samples() - line.signed();
    if (line.notFinite() > 0) {
      return "how many moved against the sign of their weight cannot be said";
    }
    if (line.signed() == 0) {
      return "no weight has a sign";
    }
    String share = Digits.percent(line.wrongSign());
    return unsigned == 0
        ? "%s of the actions moved against the sign of their weight".formatted(share)
        : "%s of the %s whose weight is not 0 moved against its sign (%s weight 0)"
            .formatted(
                share,
                Shown.count(line.signed(), "action"),
                unsigned == 1 ? "1 has" : unsigned + " have");
  }

  /// The regression line, as a formula; or why there is none.
  public static String line(Regression line) {
    if (line.notFinite() > 0) {
      return "no line: " + notFinite(line);
    }
    if (Double.isNaN(line.slope())) {
      return switch (line.samples()) {
        case 0 -> "no line: no action both has a weight and could be moved";
        case 1 -> "no line: one action";
        default -> "no line: all weights are equal";
      };
    }
    String share =
        Double.isNaN(line.rSquared())
            ? "all moved equally far"
            : String.format(Locale.ROOT, "R² %.2f", line.rSquared());
    return "change of log π = %s × weight %s %s, %s"
        .formatted(
            Digits.three(line.slope()),
            line.intercept() < 0 ? "−" : "+",
            Digits.three(Math.abs(line.intercept())),
            share);
  }

  private static boolean isWhole(Ledger ledger) {
    return ledger.apart().length == ledger.explained().rows();
  }

  /// Over which actions root mean squares of the parts go.
  public static String apart(Ledger ledger) {
    return isWhole(ledger)
        ? "all actions"
        : "the %s that are told apart".formatted(Shown.count(ledger.apart().length, "action"));
  }

  /// Why it is told of some actions alone who pushed them; empty if it is of all.
  public static String whyApart(Ledger ledger) {
    return isWhole(ledger)
        ? ""
        : "With so many parameters and rows no decomposition of F + λI is at hand, so to tell who pushed an action takes a linear system of its own: it is told of those that were pushed up and down most, and of the row that --action names, %s of %s."
            .formatted(
                Integer.toString(ledger.apart().length),
                Integer.toString(ledger.explained().rows()));
  }

  /// The largest part of the predicted pushes by its root mean square, after clipping, in words.
  private static String carrier(Ledger ledger) {
    Part largest = Part.OWN;
    for (Part part : Part.values()) {
      if (ledger.size(ledger.clipped(part)) > ledger.size(ledger.clipped(largest))) {
        largest = part;
      }
    }
    return switch (largest) {
      case OWN -> "the actions' own weights";
      case OWN_TRAJECTORY -> "the other actions of their own trajectories";
      case SHARED -> "other trajectories, through shared parameters";
      case ENTROPY -> "the entropy's term";
      case VALUE -> "the value's term, through shared parameters";
      case CLIPPING -> throw new IllegalStateException("clipping is no cause");
      case MOMENTUM -> "momentum: what earlier gradients left in the optimizer's memory";
      case MOMENTUM_WITHIN -> "momentum: what this update's own steps left to those after them";
      case SOLVER -> "the solver: what conjugate gradients left over of the natural gradient";
      case ROUNDING -> "the rounding of the parameters";
    };
  }

  /// How far derived weights tell what the loss wanted, in a sentence; empty where weights are
  /// given.
  public static String derived(Ledger ledger) {
    if (!ledger.weights().derived()) {
      return "";
    }
    double alignment = ledger.weights().alignment();
    return Double.isNaN(alignment)
        ? "The loss wanted nothing of these actions."
        : "Weights are derived from what the loss wanted of an action; it went along the"
            + " action's"
            + " score with a cosine of %s (root mean square over the rows of all steps)."
                .formatted(String.format(Locale.ROOT, "%.3f", alignment));
  }

  /// Actions that could be moved and of which no weight can be derived.
  private static int underived(Explanation explanation) {
    StepWeights weights = explanation.ledger().weights();
    int told = weights.told().length;
    int still = 0;
    for (boolean one : weights.still()) {
      still += one ? 1 : 0;
    }
    return weights.weight().length - told - still;
  }

  /// Which actions the lines and shares above leave out, and why, in sentences; empty if none.
  public static String leftOut(Explanation explanation) {
    int forced = explanation.forced();
    Ledger ledger = explanation.ledger();
    int underived = underived(explanation);
    int told = ledger.weights().told().length;
    int certain = ledger.explained().rows() - told - forced - underived;
    String said =
        forced == 0
            ? ""
            : "%s, whose only allowed action has probability 1 whatever is learnt, %s left out."
                .formatted(Shown.count(forced, "forced move"), forced == 1 ? "is" : "are");
    if (underived > 0) {
      said +=
          "%sFor %s no weight can be derived, because in a step that had it its probability was 1 to the last bit or a number was not finite: %s left out. Steps that take a policy so far are too large: lower learning_rate."
              .formatted(
                  said.isEmpty() ? "" : " ",
                  Shown.count(underived, "action"),
                  underived == 1 ? "it is" : "they are");
    }
    return certain == 0
        ? said
        : "%s%s%s, whose probability is 1 to the last bit in every step that had it so that none moves it to first order, %s left out."
            .formatted(
                said,
                said.isEmpty() ? "" : " ",
                Shown.count(certain, "action"),
                certain == 1 ? "is" : "are");
  }

  /// How far gradients were scaled down, in words; empty if none was.
  public static String clipping(Ledger ledger) {
    double[] clipped = Arrays.stream(ledger.clippings()).filter(s -> s < 1).toArray();
    int steps = ledger.clippings().length;
    if (clipped.length == 0) {
      return "";
    }
    double sum = 0;
    for (double s : clipped) {
      sum += s;
    }
    String share = Digits.percent(sum / clipped.length);
    return steps == 1
        ? "the gradient was clipped to %s of its length".formatted(share)
        : String.format(
            Locale.ROOT,
            clipped.length == 1
                ? "%d of %d gradients was clipped, to %s of its length"
                : "%d of %d gradients were clipped, on average to %s of their length",
            clipped.length,
            steps,
            share);
  }

  /// √(mean of squares).
  public static double rootMeanSquare(double... values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return Math.sqrt(sum / values.length);
  }

  /// A sentence's beginning.
  public static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
