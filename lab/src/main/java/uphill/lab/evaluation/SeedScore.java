package uphill.lab.evaluation;

import java.util.LinkedHashMap;
import java.util.Map;
import uphill.kernel.Rng;

/// What several seeds together reach: the interquartile mean of their mean returns, and its 95 %
/// bootstrap interval of 2000 resamples, drawn by the generator with seed 0.
///
/// @param iqm the interquartile mean
/// @param interval of it
public record SeedScore(double iqm, Statistics.Interval interval) {

  /// Of every interval that is reported.
  public static final double CONFIDENCE = 0.95;

  /// Of every bootstrap that is reported.
  public static final int RESAMPLES = 2000;

  /// The score of these mean returns, a number for each seed.
  public static SeedScore of(double[] means) {
    return new SeedScore(
        Statistics.iqm(means),
        Statistics.bootstrapInterval(means, Statistics::iqm, CONFIDENCE, RESAMPLES, Rng.seeded(0)));
  }

  /// As people read it.
  public MeanReturn meanReturn() {
    return MeanReturn.of(iqm, interval);
  }

  /// As JSON: `iqm, low, high`.
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("iqm", iqm);
    json.put("low", interval.low());
    json.put("high", interval.high());
    return json;
  }
}
