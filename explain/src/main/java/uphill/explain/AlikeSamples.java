package uphill.explain;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import uphill.kernel.Digits;
import uphill.push.Samples;

/// Which samples of an update have the same state, what it allows, and action: log π(a|s) is one
/// number, so they are pushed alike, whatever their weights. A table's batch is full of them; where
/// states are real numbers each sample is alone.
public final class AlikeSamples {

  private final double[] weight;
  private final int[] first; // for each row, the first that is like it
  private final int[] count; // at a first row: how many are like it, itself among them

  /// The samples of this update.
  public AlikeSamples(Explanation explanation) {
    this(explanation.ledger().explained().samples(), explanation.ledger().weight());
  }

  /// @param weight of each
  AlikeSamples(Samples samples, double... weight) {
    this.weight = weight;
    int rows = samples.rows();
    int inputs = samples.observation().length / rows;
    int size = samples.action().length / rows;
    int choices = samples.mask().length / rows;
    first = new int[rows];
    count = new int[rows];
    Map<List<Double>, Integer> seen = new HashMap<>();
    for (int i = 0; i < first.length; i++) {
      double[] pair = new double[inputs + size + choices];
      System.arraycopy(samples.observation(), i * inputs, pair, 0, inputs);
      System.arraycopy(samples.action(), i * size, pair, inputs, size);
      System.arraycopy(samples.mask(), i * choices, pair, inputs + size, choices);
      Integer before = seen.putIfAbsent(Arrays.stream(pair).boxed().toList(), i);
      first[i] = before == null ? i : before;
      count[first[i]]++;
    }
  }

  /// How many samples are like this one, itself among them.
  public int count(int row) {
    return count[first[row]];
  }

  /// Whether two samples have the same state and action.
  public boolean alike(int row, int other) {
    return first[row] == first[other];
  }

  /// The weight of a sample; of several that are alike, their mean, and from where to where they
  /// go; or that none can be derived.
  public String weight(int row) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double sum = 0;
    int some = 0;
    for (int i = 0; i < first.length; i++) {
      if (first[i] == first[row] && !Double.isNaN(weight[i])) {
        some++;
        min = Math.min(min, weight[i]);
        max = Math.max(max, weight[i]);
        sum += weight[i];
      }
    }
    if (some == 0) {
      return "not derivable";
    }
    String most =
        min == max
            ? Digits.signed(min)
            : "%s on average (%s to %s)"
                .formatted(Digits.signed(sum / some), Digits.signed(min), Digits.signed(max));
    return some == count(row)
        ? most
        : String.format(Locale.ROOT, "%s, of %d not derivable", most, count(row) - some);
  }

  /// Rows by falling value, no two alike.
  ///
  /// @param wanted which rows may be among them
  public int[] largest(int most, double[] value, IntPredicate wanted) {
    return IntStream.range(0, first.length)
        .filter(i -> first[i] == i && wanted.test(i))
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -value[i]))
        .limit(most)
        .mapToInt(i -> i)
        .toArray();
  }

  /// The rows of the largest values and of the smallest, so many of those above 0 and of those
  /// below.
  int[] furthest(int most, double... value) {
    double[] down = Arrays.stream(value).map(x -> -x).toArray();
    return IntStream.concat(
            IntStream.of(largest(most, value, i -> value[i] > 0)),
            IntStream.of(largest(most, down, i -> value[i] < 0)))
        .toArray();
  }

  /// The sum over all that are alike, at the first of them; 0 at the others.
  public double[] sums(double[] value) {
    double[] sums = new double[first.length];
    for (int i = 0; i < first.length; i++) {
      sums[first[i]] += value[i];
    }
    return sums;
  }
}
