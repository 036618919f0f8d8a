package uphill.study;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import uphill.kernel.Rng;
import uphill.lab.evaluation.SeedScore;
import uphill.lab.evaluation.Statistics;
import uphill.lab.evaluation.Statistics.Interval;

/// Which of two is better, as Agarwal et al. 2021 recommend to ask it,
/// [arXiv:2108.13264](https://arxiv.org/abs/2108.13264): how probably a seed of one ends above a
/// seed of the other, and how far their interquartile means lie apart. The intervals are 95 %
/// percentile bootstraps of 2000 resamples, the seeds of each side drawn by themselves.
///
/// @param probability P(A > B), over all pairs of seeds, a tie as ½
/// @param difference the interquartile mean of A less that of B
public record Comparison(
    Side a,
    Side b,
    double probability,
    Interval probabilityInterval,
    double difference,
    Interval differenceInterval) {

  /// Fewer seeds on a side say too little.
  public static final int ENOUGH = 5;

  private static final double HALF = 0.5;

  /// Compares them.
  ///
  /// @throws IllegalArgumentException if they are of different environments
  public static Comparison of(Side a, Side b) {
    if (!a.environment().equals(b.environment())) {
      throw new IllegalArgumentException(
          "%s is of %s and %s of %s: returns compare in one environment only. Name two of the same."
              .formatted(a.place(), a.environment(), b.place(), b.environment()));
    }
    return new Comparison(
        a,
        b,
        Statistics.probabilityOfImprovement(a.scores(), b.scores()),
        Statistics.bootstrapInterval(
            a.scores(),
            b.scores(),
            Statistics::probabilityOfImprovement,
            SeedScore.CONFIDENCE,
            SeedScore.RESAMPLES,
            Rng.seeded(0)),
        difference(a.scores(), b.scores()),
        Statistics.bootstrapInterval(
            a.scores(),
            b.scores(),
            Comparison::difference,
            SeedScore.CONFIDENCE,
            SeedScore.RESAMPLES,
            Rng.seeded(0)));
  }

  private static double difference(double[] a, double[] b) {
    return Statistics.iqm(a) - Statistics.iqm(b);
  }

  /// Whether both sides have seeds enough to say anything.
  public boolean hasEnough() {
    return Math.min(a.scores().length, b.scores().length) >= ENOUGH;
  }

  /// What that says, in a sentence or two.
  public String sentence() {
    if (!hasEnough()) {
      return String.format(
          Locale.ROOT,
          "Not enough seeds to say: expected %d of each at least, got %d of A and %d of B.",
          ENOUGH,
          a.scores().length,
          b.scores().length);
    }
    if (probabilityInterval.low() > HALF) {
      return better("A", "B", probability);
    }
    if (probabilityInterval.high() < HALF) {
      return better("B", "A", 1 - probability);
    }
    return "These seeds do not tell which is better: the interval of P(A > B) holds 1/2.";
  }

  private static String better(String one, String other, double share) {
    return String.format(
        Locale.ROOT,
        "%s is better: of a seed of %s and one of %s it ends above in %.0f %% of the pairs (a tie"
            + " counts half), and the interval leaves out 1/2.",
        one,
        one,
        other,
        100 * share);
  }

  /// As JSON.
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("a", a.toJson());
    json.put("b", b.toJson());
    json.put("probability_of_improvement", number(probability, probabilityInterval));
    json.put("iqm_difference", number(difference, differenceInterval));
    json.put("enough_seeds", hasEnough());
    json.put("sentence", sentence());
    return json;
  }

  private static Map<String, Object> number(double value, Interval interval) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("value", value);
    json.put("low", interval.low());
    json.put("high", interval.high());
    return json;
  }
}
