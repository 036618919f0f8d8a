package uphill.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import uphill.kernel.Digits;
import uphill.kernel.Shown;
import uphill.push.Promise;

/// What a step along a natural gradient promised and what came, in words.
public final class NaturalAccount {

  private final List<Promise> promises;
  private final OptionalDouble limit;

  /// @param promises of all steps that were tried, in their order
  /// @param limit δ, what KL must not exceed; empty if that is not known
  public NaturalAccount(List<Promise> promises, OptionalDouble limit) {
    this.promises = List.copyOf(promises);
    this.limit = limit;
  }

  /// All of it.
  public Passage passage() {
    List<List<String>> lines = new ArrayList<>();
    double full = promises.getFirst().length();
    for (Promise promise : promises) {
      lines.add(
          List.of(
              Digits.brief(promise.length() / full),
              Digits.three(promise.length()),
              Digits.signed(promise.promised()),
              Digits.signed(promise.improvement()),
              Digits.three(promise.quadraticKl()),
              Digits.three(promise.kl()),
              promise.kept() ? "kept" : "taken back" + why(promise)));
    }
    return new Passage(
        List.of(
            "The natural step goes α along x ≈ (F + λ·I)⁻¹·∇. To first order the surrogate mean"
                + " ρ·weight, ρ = π/π_old, rises by α·∇·x; to second order the mean KL is"
                + " ½·Δθ·F·Δθ. What came is the surrogate's own change and the exact KL, over the"
                + " rows of the step.",
            searched(full),
            "With the damping, the full step's ½·Δθ·(F + λ·I)·Δθ is %s%s."
                .formatted(
                    Digits.three(promises.getFirst().dampedKl()),
                    limit.isPresent()
                        ? "; max_kl, from which its length was computed, is "
                            + Digits.three(limit.getAsDouble())
                        : "")),
        List.of(
            "scale",
            "length",
            "improvement promised",
            "came",
            "KL promised",
            "KL that came",
            "the step was"),
        lines);
  }

  private String searched(double full) {
    Promise last = promises.getLast();
    int refused = promises.size() - 1;
    return refused == 0
        ? "The full step was kept."
        : "%s longer %s tried first and taken back; kept was %s of the full step."
            .formatted(
                Integer.toString(refused),
                refused == 1 ? "step was" : "steps were",
                Digits.percent(last.length() / full));
  }

  /// What a step along a natural gradient promised, and what came, as JSON.
  public static Map<String, Object> toJson(Promise promise) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("length", promise.length());
    json.put("improvement_promised", promise.promised());
    json.put("improvement", promise.improvement());
    json.put("kl_promised", promise.quadraticKl());
    json.put("kl_damped", promise.dampedKl());
    json.put("kl", promise.kl());
    json.put("kept", promise.kept());
    return json;
  }

  /// Which promise was broken.
  private String why(Promise promise) {
    boolean far = limit.isPresent() && !(promise.kl() <= limit.getAsDouble());
    boolean lower = !(promise.improvement() >= 0);
    return far && lower
        ? ": KL too large, surrogate lower"
        : far ? ": KL too large" : lower ? ": surrogate lower" : "";
  }

  /// Why no step of an update was kept, in a clause; empty if none was tried.
  ///
  /// @param tried those along a natural gradient
  /// @param takenBack how many were taken back, these among them
  static String refusal(List<Promise> tried, int takenBack) {
    if (takenBack == 0) {
      return "";
    }
    if (tried.isEmpty()) {
      return " that it did not take back (%s)".formatted(Shown.count(takenBack, "step"));
    }
    Promise last = tried.getLast();
    return String.format(
        Locale.ROOT,
        ": its line search tried %s and took each back (the last one would have changed the"
            + " surrogate by %s, with a mean KL of %s)",
        Shown.count(tried.size(), "length"),
        Digits.signed(last.improvement()),
        Digits.three(last.kl()));
  }
}
