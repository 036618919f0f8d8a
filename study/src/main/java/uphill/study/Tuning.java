package uphill.study;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import uphill.lab.config.RunConfig;
import uphill.lab.config.SeedList;
import uphill.lab.world.World;

/// A search for settings: random search ([Bergstra and Bengio
/// 2012](https://www.jmlr.org/papers/v13/bergstra12a.html)) by [Halving].
///
/// @param base the words that train the preset, which is trial 0
/// @param space what is varied
/// @param seed that settings are drawn with
/// @param seeds of each trial in each rung
/// @param trials in the order of their numbers
public record Tuning(
    TrainWords base,
    SearchSpace space,
    Halving halving,
    long seed,
    SeedList seeds,
    List<Trial> trials) {

  private static final int FRESH = 10; // seeds that confirm

  /// Copies the list.
  public Tuning {
    trials = List.copyOf(trials);
  }

  /// One, with the trials that it has.
  ///
  /// @param preset what is varied: algorithm, preset and steps are taken from it
  /// @throws IllegalArgumentException if the preset makes no update in the first rung
  public static Tuning of(
      TrainWords words,
      RunConfig preset,
      SearchSpace space,
      Halving halving,
      long seed,
      SeedList seeds,
      World world) {
    TrainWords base =
        new TrainWords(
            words.environment(),
            preset.algorithm(),
            preset.preset(),
            /* weights= */ "",
            Optional.of(preset.steps()),
            words.settings());
    List<Trial> trials = new ArrayList<>();
    Map<Map<String, String>, Trial> trained = new HashMap<>();
    for (int number = 0; number < halving.trials(); number++) {
      Map<String, String> drawn = number == 0 ? Map.of() : space.draw(seed, number);
      Trial trial = Trial.of(number, base, preset, drawn, halving, world);
      Optional<Trial> same =
          trial.refused().isPresent()
              ? Optional.empty()
              : Optional.ofNullable(trained.putIfAbsent(trial.differs(), trial));
      trials.add(same.map(trial::asAlready).orElse(trial));
    }
    Optional<String> refused = trials.getFirst().refused();
    if (refused.isPresent()) {
      throw new IllegalArgumentException(
          "the preset cannot be trained so: %s. Give more --steps, or fewer --rungs"
              .formatted(refused.get()));
    }
    return new Tuning(base, space, halving, seed, seeds, trials);
  }

  /// The trials of the first rung: all that can be trained.
  public List<Integer> first() {
    return IntStream.range(0, trials.size())
        .filter(number -> trials.get(number).refused().isEmpty())
        .boxed()
        .toList();
  }

  /// What is run of a trial in a rung.
  public Row row(int trial, int rung) {
    return trials.get(trial).row(rung, halving, seeds);
  }

  /// Ten seeds that no trial was trained with.
  public SeedList freshSeeds() {
    return new SeedList(
        LongStream.range(0, (long) FRESH + seeds.seeds().size())
            .filter(seed -> !seeds.seeds().contains(seed))
            .limit(FRESH)
            .boxed()
            .toList());
  }
}
