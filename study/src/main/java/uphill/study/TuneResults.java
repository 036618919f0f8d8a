package uphill.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import uphill.records.Json;
import uphill.records.WholeFiles;

/// What came of a search, as far as it is: a rung for each that has ended.
///
/// ```text
/// trial-007/rung-0/seed-0/ …   the runs, ordinary run directories     [StudyFolder]
/// results/tune.json            these results
/// results/index.html           the same as a page                     [TunePage]
/// confirm.txt                  a table that confirms the winner, once there is one
/// ```
///
/// @param rungs what each trial of a rung came to, in rising order of the trials
public record TuneResults(Tuning tuning, List<List<Entry>> rungs) {

  /// What these files are called, in themselves.
  static final String FORMAT = "uphill-tune-1";

  private static final String CONFIRM = "confirm.txt";

  /// What a trial came to in a rung.
  ///
  /// @param results of its seeds; none if one of them failed
  /// @param failed why, in words; empty if none did
  public record Entry(int trial, Optional<RowResults> results, String failed) {

    Halving.Scored scored() {
      return new Halving.Scored(
          trial,
          results
              .map(row -> OptionalDouble.of(row.score().iqm()))
              .orElseGet(OptionalDouble::empty));
    }
  }

  /// Copies the lists.
  public TuneResults {
    rungs = rungs.stream().map(List::copyOf).toList();
  }

  /// Before anything was run.
  public static TuneResults none(Tuning tuning) {
    return new TuneResults(tuning, List.of());
  }

  /// The same with another rung.
  public TuneResults with(List<Entry> rung) {
    List<List<Entry>> more = new ArrayList<>(rungs);
    more.add(rung);
    return new TuneResults(tuning, more);
  }

  /// The trials of the rung that comes next, in rising order; none after the last one.
  public List<Integer> next() {
    if (rungs.isEmpty()) {
      return tuning.first();
    }
    return rungs.size() == tuning.halving().rungs()
        ? List.of()
        : tuning
            .halving()
            .next(rungs.size() - 1, rungs.getLast().stream().map(Entry::scored).toList());
  }

  /// What the trials of a rung came to, the best first.
  public List<Entry> ranked(int rung) {
    Map<Integer, Entry> byTrial = new LinkedHashMap<>();
    rungs.get(rung).forEach(entry -> byTrial.put(entry.trial(), entry));
    List<Entry> ranked = new ArrayList<>();
    for (Halving.Scored one :
        Halving.ranked(rungs.get(rung).stream().map(Entry::scored).toList())) {
      Entry entry = byTrial.get(one.trial());
      if (entry != null) {
        ranked.add(entry);
      }
    }
    return ranked;
  }

  /// The best trial of the last rung; none before its end, or where all failed.
  public Optional<Entry> winner() {
    return rungs.size() < tuning.halving().rungs()
        ? Optional.empty()
        : Optional.of(ranked(rungs.size() - 1).getFirst())
            .filter(best -> best.results().isPresent());
  }

  /// What a trial came to in a rung, if it was in it.
  Optional<Entry> entry(int trial, int rung) {
    return rungs.get(rung).stream().filter(entry -> entry.trial() == trial).findFirst();
  }

  /// The trials, those that came farthest first, of these the best; at last those that were
  /// refused.
  List<Trial> trials() {
    List<Integer> order = new ArrayList<>();
    for (int rung = rungs.size() - 1; rung >= 0; rung--) {
      for (Entry entry : ranked(rung)) {
        if (!order.contains(entry.trial())) {
          order.add(entry.trial());
        }
      }
    }
    tuning.trials().stream()
        .map(Trial::number)
        .filter(number -> !order.contains(number))
        .forEach(order::add);
    return order.stream().map(tuning.trials()::get).toList();
  }

  /// As JSON: the trials in the order of their numbers.
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("train", tuning.base().text());
    json.put("environment", tuning.base().environment());
    json.put("algorithm", tuning.base().algorithm());
    json.put("preset", tuning.base().preset());
    json.put("search", tuning.space().texts());
    json.put("seed", Json.unsigned(tuning.seed()));
    json.put("seeds", tuning.seeds().seeds().stream().map(Json::unsigned).toList());
    json.put("eta", (long) tuning.halving().eta());
    List<Object> steps = new ArrayList<>();
    for (int rung = 0; rung < tuning.halving().rungs(); rung++) {
      steps.add(tuning.halving().steps(rung));
    }
    json.put("steps", steps);
    json.put(
        "winner",
        winner()
            .<Object>map(
                best -> {
                  Map<String, Object> won = new LinkedHashMap<>();
                  won.put("trial", (long) best.trial());
                  won.put("train", tuning.trials().get(best.trial()).train().text());
                  return won;
                })
            .orElse(Json.NULL));
    json.put("trials", tuning.trials().stream().map(this::toJson).toList());
    return json;
  }

  private Map<String, Object> toJson(Trial trial) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("trial", (long) trial.number());
    json.put("settings", trial.differs());
    json.put("refused", trial.refused().<Object>map(why -> why).orElse(Json.NULL));
    List<Object> all = new ArrayList<>();
    for (int rung = 0; rung < rungs.size(); rung++) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("rung", (long) rung);
      entry(trial.number(), rung)
          .ifPresent(
              entry -> {
                one.put("failed", entry.failed().isEmpty() ? Json.NULL : entry.failed());
                one.put(
                    "score",
                    entry.results().<Object>map(row -> row.score().toJson()).orElse(Json.NULL));
                one.put(
                    "seeds",
                    entry.results().stream()
                        .flatMap(row -> row.seeds().stream().map(SeedResult::toJson))
                        .toList());
                all.add(one);
              });
    }
    json.put("rungs", all);
    return json;
  }

  /// The table that trains the winner, and the preset beside it, on seeds that chose neither; empty
  /// before there is a winner.
  public String confirmation() {
    return winner()
        .map(
            best -> {
              String text =
                  "# The winner of a search, on seeds that it was not chosen by: what its score is"
                      + " worth.\n"
                      + confirmed("winner", tuning.trials().get(best.trial()));
              return best.trial() == 0
                  ? text
                  : text + "\n" + confirmed("preset", tuning.trials().getFirst());
            })
        .orElse("");
  }

  private String confirmed(String name, Trial trial) {
    return "%s\n  train  %s\n  seeds  %s\n"
        .formatted(name, trial.train().text(), tuning.freshSeeds().text());
  }

  /// The place of the table that confirms the winner.
  public static Path confirm(StudyFolder folder) {
    return folder.path().resolve(CONFIRM);
  }

  /// Writes them into a folder, each file whole or not at all, in place of those that are there.
  public void write(StudyFolder folder) throws IOException {
    Files.createDirectories(folder.page().toAbsolutePath().getParent());
    WholeFiles.write(folder.page().resolveSibling("tune.json"), Json.pretty(toJson()));
    WholeFiles.write(folder.page(), TunePage.of(this));
    if (winner().isPresent()) {
      WholeFiles.write(confirm(folder), confirmation());
    }
  }
}
