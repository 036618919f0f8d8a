package uphill.study;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// Successive halving, Jamieson and Talwalkar 2016,
/// [arXiv:1502.07943](https://arxiv.org/abs/1502.07943): all trials are given little, the best of
/// them more, and the best of these all.
///
/// ```text
/// rung r of R:   ⌊trials / ηʳ⌋ trials,   ⌈steps / ηᴿ⁻¹⁻ʳ⌉ steps each
/// ```
///
/// Trial 0 takes part in every rung, beside those that earned it.
///
/// @param eta η: of so many trials one goes on, with so many times the steps
/// @param rungs R, how many times they are compared
/// @param steps of each seed in the last rung
public record Halving(int trials, int eta, int rungs, long steps) {

  /// The usual η.
  public static final int ETA = 3;

  private static final int USUAL =
      3; // rungs: nothing is dropped for less than a ninth of the steps
  private static final int MOST_TRIALS = 10_000;

  /// Checks that there is something to compare.
  ///
  /// @throws IllegalArgumentException if there is not
  public Halving {
    if (trials < 2 || trials > MOST_TRIALS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "--trials must be in [2, %d], the preset among them, got %d",
              MOST_TRIALS,
              trials));
    }
    if (eta < 2) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "--eta must be at least 2, got %d", eta));
    }
    if (rungs < 1 || kept(trials, eta, rungs - 1) < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "--rungs must be in [1, %d]: of %d trials one in %d goes on from each rung; got %d",
              most(trials, eta, /* least= */ 1),
              trials,
              eta,
              rungs));
    }
  }

  /// With as many rungs as leave two trials for the last one, three at most.
  public static Halving of(int trials, int eta, long steps) {
    int rungs = trials < 2 || eta < 2 ? 1 : Math.min(USUAL, most(trials, eta, /* least= */ 2));
    return new Halving(trials, eta, rungs, steps);
  }

  /// The largest number of rungs whose last one has so many trials.
  private static int most(int trials, int eta, int least) {
    int rungs = 1;
    while (kept(trials, eta, rungs) >= least) {
      rungs++;
    }
    return rungs;
  }

  private static int kept(int trials, int eta, int rung) {
    int kept = trials;
    for (int r = 0; r < rung && kept > 0; r++) {
      kept /= eta; // ⌊⌊n/η⌋/η⌋ = ⌊n/η²⌋
    }
    return kept;
  }

  /// How many trials earn a place in a rung.
  public int places(int rung) {
    return kept(trials, eta, rung);
  }

  /// The steps of each seed in a rung.
  public long steps(int rung) {
    long share = steps;
    for (int r = rungs - 1; r > rung; r--) {
      share = Math.ceilDiv(share, eta); // ⌈⌈n/η⌉/η⌉ = ⌈n/η²⌉
    }
    return share;
  }

  /// What a trial came to in a rung.
  ///
  /// @param score the higher the better; none if it was refused or failed
  public record Scored(int trial, OptionalDouble score) {}

  /// The best first; those without a score last; of equal ones the lower number first.
  public static List<Scored> ranked(List<Scored> rung) {
    return rung.stream()
        .sorted(
            Comparator.comparing((Scored one) -> one.score().isEmpty())
                .thenComparingDouble(one -> -one.score().orElse(0))
                .thenComparingInt(Scored::trial))
        .toList();
  }

  /// The trials of the rung after one, in rising order: the best of it that have a score, as many
  /// as there are places; and trial 0.
  public List<Integer> next(int rung, List<Scored> scores) {
    return Stream.concat(
            Stream.of(0),
            ranked(scores).stream()
                .filter(one -> one.score().isPresent())
                .limit(places(rung + 1))
                .map(Scored::trial))
        .distinct()
        .sorted()
        .toList();
  }
}
