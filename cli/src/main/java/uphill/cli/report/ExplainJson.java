package uphill.cli.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import uphill.explain.Explanation;
import uphill.explain.NaturalAccount;
import uphill.explain.WhatIf;
import uphill.explain.page.SampleWords;
import uphill.oracle.Criterion;
import uphill.push.ClipLedger;
import uphill.push.Explained;
import uphill.push.Ledger;
import uphill.push.Ledger.Part;
import uphill.push.PolicyStep;
import uphill.push.Promise;
import uphill.push.Regression;
import uphill.records.Json;
import uphill.rl.setting.Settings;

/// What `uphill explain --json` says: `docs/push.md` has the schema.
public final class ExplainJson {

  private final Explanation explanation;
  private final Ledger ledger;
  private final Explained explained;
  private final SampleWords words;
  private final Path run;

  public ExplainJson(Explanation explanation, SampleWords words, Path run) {
    this.explanation = explanation;
    this.run = run;
    this.ledger = explanation.ledger();
    explained = ledger.explained();
    this.words = words;
  }

  /// Everything as JSON.
  ///
  /// @param row whose contributions are wanted; −1: none
  public Map<String, Object> toJson(int row) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("run_directory", run.toString());
    json.put("environment", explanation.config().environment());
    json.put("algorithm", explanation.config().algorithm());
    json.put("weights", explanation.weights().replace('-', '_'));
    json.put("update", (long) explanation.update());
    json.put("learning_rate", explanation.learningRate());
    json.put("scale", ledger.weights().scale());
    json.put("gradient_clipping", ledger.clippings()[0]);
    Optional<ClipLedger> clipped = explanation.clipped();
    json.put("steps", steps(clipped));
    clipped.ifPresent(clip -> json.put("clip", UpdateJson.of(clip)));
    json.put("taken_back", (long) explanation.takenBack().size());
    List<Promise> promises = explanation.promises();
    if (!promises.isEmpty()) {
      json.put("promises", promises.stream().map(NaturalAccount::toJson).toList());
    }
    json.put("samples", (long) explained.rows());
    json.put("forced", (long) explanation.forced());
    json.put("left_out", (long) explained.rows() - ledger.weights().told().length);
    json.put("told_apart", (long) ledger.apart().length);
    json.put("trajectories", IntStream.of(explained.trajectory()).distinct().count());
    json.put("plain_step", regression(explanation.plain()));
    json.put("step_taken", regression(explanation.taken()));
    json.put("statistics", explanation.statistics().values());
    List<Object> pushes = new ArrayList<>();
    for (int i = 0; i < explained.rows(); i++) {
      pushes.add(push(i));
    }
    json.put("pushes", pushes);
    if (row >= 0) {
      Map<String, Object> chosen = new LinkedHashMap<>();
      chosen.put("row", (long) row);
      List<Object> by = new ArrayList<>();
      for (double contribution : ledger.contributions(row)) {
        by.add(contribution);
      }
      chosen.put("contributions", by);
      if (explanation.severalSteps()) {
        chosen.put("steps", UpdateJson.of(ledger, row));
      }
      json.put("action", chosen);
    }
    return json;
  }

  /// What another choice would have done.
  public Map<String, Object> toJson(WhatIf choice, WhatIf.Outcome outcome) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("choices", choice.words());
    json.put("step_taken", regression(outcome.taken()));
    List<Double> j = outcome.objectives();
    if (!j.isEmpty()) {
      Map<String, Object> objective = new LinkedHashMap<>();
      Criterion criterion = outcome.criterion().orElseThrow();
      objective.put("gamma", criterion.gamma());
      objective.put(
          "horizon",
          criterion.horizon().isPresent()
              ? (Object) (long) criterion.horizon().getAsInt()
              : Json.NULL);
      objective.put("before", j.get(0));
      objective.put("after", j.get(1));
      objective.put("what_if", j.get(2));
      json.put("objective", objective);
    }
    List<Object> pushes = new ArrayList<>();
    for (int i = 0; i < explained.rows(); i++) {
      Map<String, Object> push = new LinkedHashMap<>();
      push.put("row", (long) i);
      push.put("weight", outcome.ledger().weight()[i]);
      push.put("predicted", outcome.ledger().predicted()[i]);
      push.put("actual", outcome.ledger().actual()[i]);
      push.put("difference", outcome.ledger().actual()[i] - ledger.actual()[i]);
      pushes.add(push);
    }
    json.put("pushes", pushes);
    return json;
  }

  private List<Object> steps(Optional<ClipLedger> clipped) {
    List<Object> steps = new ArrayList<>();
    for (PolicyStep step : ledger.steps()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("rows", (long) step.row().length);
      json.put("learning_rate", step.optimizer().learningRate());
      int k = steps.size();
      json.put("gradient_clipping", ledger.clippings()[k]);
      clipped.ifPresent(clip -> UpdateJson.put(clip.steps().get(k), json));
      steps.add(json);
    }
    return steps;
  }

  private static Map<String, Object> regression(Regression line) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("slope", line.slope());
    json.put("intercept", line.intercept());
    json.put("r_squared", line.rSquared());
    json.put("wrong_sign", line.wrongSign());
    json.put("signed", (long) line.signed());
    json.put("through_zero", line.throughZero());
    return json;
  }

  private static List<Object> list(float... values) {
    List<Object> list = new ArrayList<>();
    for (float value : values) {
      list.add((double) value);
    }
    return list;
  }

  private Map<String, Object> push(int i) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("row", (long) i);
    json.put("trajectory", (long) explained.trajectory()[i]);
    json.put("state", words.state(i));
    json.put("action", words.action(i));
    if (explanation.model().head().density()) {
      json.put("action_drawn", list(words.drawn(i)));
    }
    if (!words.numbered()) {
      json.put("action_taken", list(words.taken(i)));
    }
    json.put("weight", ledger.weight()[i]);
    json.put("log_prob", ledger.before().logProb(i));
    json.put("predicted", ledger.predicted()[i]);
    json.put("actual", ledger.actual()[i]);
    json.put("residual", ledger.actual()[i] - ledger.predicted()[i]);
    for (Part part : Part.values()) {
      json.put(Settings.word(part), ledger.part(part)[i]);
    }
    return json;
  }
}
