package uphill.explain.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import uphill.explain.AlikeSamples;
import uphill.explain.Explanation;
import uphill.push.Samples;

/// Which samples the page shows.
///
/// Samples with the same state and action are pushed alike ([AlikeSamples]): of those, tables and
/// the kernel show the first.
///
/// @param drawn in the clouds of points: all, or as many as a page can hold, evenly spaced
/// @param up pushed up most, by how far
/// @param down pushed down most, by how far
/// @param states whose policies are drawn
/// @param kernel pushed most either way: those pushed up, then those pushed down, each in the order
///   of their trajectories
record Chosen(int[] drawn, int[] up, int[] down, List<State> states, int[] kernel) {

  static final int MOST_DRAWN = 400;
  static final int MOST_IN_KERNEL = 40;
  private static final int STATES_OF_EACH = 2;

  /// A state whose policy is drawn.
  ///
  /// @param row a sample in it
  /// @param why it was chosen
  record State(int row, String why) {}

  /// The choice for this explanation.
  static Chosen of(Explanation explanation, AlikeSamples alike) {
    double[] push = explanation.ledger().actual();
    int[] trajectory = explanation.ledger().explained().trajectory();
    double[] downwards = Arrays.stream(push).map(x -> -x).toArray();
    double[] size = Arrays.stream(push).map(Math::abs).toArray();
    int[] kernel =
        IntStream.of(alike.largest(MOST_IN_KERNEL, size, _ -> true))
            .boxed()
            .sorted(
                Comparator.comparing((Integer i) -> push[i] <= 0)
                    .thenComparingInt(i -> trajectory[i])
                    .thenComparingInt(i -> i))
            .mapToInt(i -> i)
            .toArray();
    return new Chosen(
        evenlySpaced(push.length),
        alike.largest(Explanation.FURTHEST, push, i -> push[i] > 0),
        alike.largest(Explanation.FURTHEST, downwards, i -> push[i] < 0),
        states(
            explanation,
            alike.largest(push.length, push, _ -> true),
            alike.largest(push.length, downwards, _ -> true),
            order(size)),
        kernel);
  }

  /// All rows by falling size.
  private static int[] order(double... size) {
    return IntStream.range(0, size.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -size[i]))
        .mapToInt(i -> i)
        .toArray();
  }

  private static int[] evenlySpaced(int rows) {
    int count = Math.min(rows, MOST_DRAWN);
    return IntStream.range(0, count).map(k -> (int) ((long) k * rows / count)).toArray();
  }

  private static List<State> states(Explanation explanation, int[] up, int[] down, int[] bySize) {
    IntFunction<List<Double>> state = i -> state(explanation, i);
    Set<List<Double>> seen = new HashSet<>();
    List<State> states = new ArrayList<>();
    add(states, first(up, STATES_OF_EACH, seen, state), "pushed up most");
    add(states, first(down, STATES_OF_EACH, seen, state), "pushed down most");
    int[] typical = Arrays.copyOfRange(bySize, bySize.length / 2, bySize.length);
    add(states, first(typical, STATES_OF_EACH, seen, state), "a typical push");
    return Collections.unmodifiableList(states);
  }

  private static void add(List<State> states, int[] rows, String why) {
    for (int i : rows) {
      states.add(new State(i, why));
    }
  }

  /// The first rows whose keys have not been seen, at most so many.
  private static int[] first(
      int[] rows, int count, Set<List<Double>> seen, IntFunction<List<Double>> key) {
    return IntStream.of(rows).filter(i -> seen.add(key.apply(i))).limit(count).toArray();
  }

  /// What was seen, and what was allowed there.
  private static List<Double> state(Explanation explanation, int i) {
    Samples samples = explanation.ledger().explained().samples();
    return DoubleStream.concat(
            row(samples.observation(), i, samples.rows()), row(samples.mask(), i, samples.rows()))
        .boxed()
        .toList();
  }

  private static DoubleStream row(double[] column, int i, int rows) {
    int size = column.length / rows;
    return Arrays.stream(column, i * size, (i + 1) * size);
  }
}
