package uphill.study;

import java.util.Optional;
import java.util.OptionalDouble;
import uphill.lab.config.EvaluationPlan;
import uphill.lab.config.SeedList;

/// One experiment of a table: a training, with several seeds.
///
/// @param name of letters, digits and `-`; one of a grid has a value behind each `/`
/// @param place file and line that say what is trained, for errors
/// @param episodes of the evaluation at the end; [#EXACT] for the exact worth of the mode
/// @param evaluations of the mode while a seed is trained, which the row's curve is of; without any
///   it is of the returns of training
/// @param goal what a seed reaches with a mean return of at least this
/// @param published what others report, in words; empty if nothing is
public record Row(
    String name,
    String place,
    TrainWords train,
    SeedList seeds,
    int episodes,
    Optional<EvaluationPlan> evaluations,
    OptionalDouble goal,
    String published) {

  /// Instead of a number of episodes: what is scored is J of the mode, as it is computed from a
  /// world that is a table.
  public static final int EXACT = 0;

  /// Whether its scores are exact.
  public boolean isExact() {
    return episodes == EXACT;
  }

  /// Whether this is the row of a name, or one of the grid of that name.
  public boolean isOf(String wanted) {
    return name.equals(wanted) || name.startsWith(wanted + "/");
  }

  /// The same with other seeds.
  public Row withSeeds(SeedList seeds) {
    return new Row(name, place, train, seeds, episodes, evaluations, goal, published);
  }

  /// The command that trains it, as it is typed.
  public String command() {
    return "uphill train %s --seeds %s".formatted(train.text(), seeds.text());
  }
}
