package uphill.lab.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import uphill.kernel.Shown;
import uphill.records.Json;

/// Whose parameters a run began with, as its config says it.
///
/// @param run the directory of the run that they are from, as it was named: a text, for there may
///   be nothing any more
/// @param update after which they were as they are
/// @param parametersSha256 what the file of them hashes to, there and in the run that began with it
/// @param moments what its policy's normalizer had counted until then, as its checkpoint has it;
///   empty if it normalized nothing
public record Origin(String run, int update, String parametersSha256, Map<String, String> moments) {

  /// Copies the moments, in their order.
  public Origin {
    moments = Collections.unmodifiableMap(new LinkedHashMap<>(moments));
  }

  /// What it was, in words: `runs/a, update 98`.
  public String text() {
    return String.format(Locale.ROOT, "%s, update %d", Shown.text(run), update);
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("run", run);
    json.put("update", (long) update);
    json.put("parameters_sha256", parametersSha256);
    if (!moments.isEmpty()) {
      json.put("moments", moments);
    }
    return json;
  }

  static Origin fromJson(Map<String, Object> json, String source) {
    long update = Json.field(json, "update", Long.class, source);
    if (update < 0 || update > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s: \"update\" must be an update's number, got %d", source, update));
    }
    Map<String, String> moments = new LinkedHashMap<>();
    if (json.containsKey("moments")) {
      Json.objectField(json, "moments", source)
          .forEach((name, words) -> moments.put(name, words.toString()));
    }
    return new Origin(
        Json.field(json, "run", String.class, source),
        (int) update,
        Json.field(json, "parameters_sha256", String.class, source),
        moments);
  }
}
