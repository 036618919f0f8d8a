package uphill.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import uphill.push.ClipLedger;
import uphill.push.Ledger;
import uphill.push.StepParts;

/// What `uphill explain --json` says of how an update was made: [UpdateReport]'s numbers.
final class UpdateJson {

  private UpdateJson() {}

  /// What a clipped ratio zeroed, in all steps together.
  static Map<String, Object> of(ClipLedger clipped) {
    ClipLedger.Movers by = clipped.movers();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("clip", clipped.clip());
    json.put("actions", IntStream.of(clipped.times()).filter(n -> n > 0).count());
    json.put("rows", (long) clipped.count());
    json.put("further", (long) clipped.further());
    json.put("own", by.own());
    json.put("others", by.others());
    json.put("entropy", by.entropy());
    json.put("value", by.value());
    json.put("momentum", by.momentum());
    json.put("solver", by.solver());
    json.put("rounding", by.rounding());
    json.put("predicted", by.predicted());
    return json;
  }

  /// Which rows were zeroed in a step.
  static void put(ClipLedger.Zeroed step, Map<String, Object> json) {
    json.put("zeroed_above", list(step.above()));
    json.put("zeroed_below", list(step.below()));
  }

  private static List<Long> list(int... rows) {
    return Arrays.stream(rows).mapToObj(i -> (long) i).toList();
  }

  /// What every step did to an action.
  static List<Object> of(Ledger ledger, int row) {
    List<Object> steps = new ArrayList<>();
    for (int k = 0; k < ledger.steps().size(); k++) {
      StepParts parts = StepParts.of(ledger, k, row);
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("rows", IntStream.of(ledger.steps().get(k).row()).filter(i -> i == row).count());
      json.put("ratio", parts.ratio()[0]);
      json.put("own", parts.own()[0]);
      json.put("others", parts.others()[0]);
      json.put("entropy", parts.entropy()[0]);
      json.put("value", parts.value()[0]);
      json.put("momentum", parts.momentum()[0]);
      json.put("solver", parts.solver()[0]);
      json.put("rounding", parts.rounding()[0]);
      json.put("predicted", parts.predicted()[0]);
      json.put("actual", parts.actual()[0]);
      steps.add(json);
    }
    return steps;
  }
}
