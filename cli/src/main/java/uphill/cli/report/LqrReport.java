package uphill.cli.report;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import uphill.cli.terminal.Columns;
import uphill.kernel.Shown;
import uphill.oracle.Lqr;
import uphill.records.Json;

/// What `uphill oracle lqr` says.
///
/// @param problem the linear world
/// @param acting its policy
/// @param scores the estimators
public record LqrReport(Lqr problem, Lqr.Linear acting, ScoreTable scores) implements OracleReport {

  private static final double DIFFERENCE = 1e-5;

  @Override
  public String title() {
    return String.format(
        Locale.ROOT,
        "lqr, policy N(%.3g s, %.3g^2)",
        acting.gain(),
        StrictMath.exp(acting.logStd()));
  }

  @Override
  public void print(PrintWriter out, int columns) {
    out.println(
        String.format(
            Locale.ROOT,
            "lqr: s' = %s s + %s u + noise of variance %s, s0 ~ N(0, %s), r = -(%s s^2 + %s u^2)",
            problem.a(),
            problem.b(),
            problem.noiseVariance(),
            problem.startVariance(),
            problem.q(),
            problem.c()));
    out.println(
        String.format(
            Locale.ROOT,
            "policy u ~ N(k s, sigma^2) with k = %s, sigma = %.4g; %s, gamma %s",
            acting.gain(),
            StrictMath.exp(acting.logStd()),
            problem.criterion().horizon().isPresent()
                ? Shown.count(problem.steps(), "step")
                : "all steps",
            problem.criterion().gamma()));
    out.println();
    if (problem.diverges(acting)) {
      out.println("J = -infinity: %s.".formatted(unstable()));
      out.println("So there is no gradient, and there are no estimators of it to score.");
      return;
    }
    double[] theorem = problem.policyGradient(acting);
    double[] derivative = problem.derivative(acting);
    double[] differences = problem.differences(acting, DIFFERENCE);
    out.println(String.format(Locale.ROOT, "J = %.10g", problem.objective(acting)));
    Columns table = new Columns().left("gradient by").right("dJ/dk").right("dJ/d log sigma");
    route("the policy-gradient theorem", theorem, table);
    route("differentiating J", derivative, table);
    route("central differences", differences, table);
    table.lines(columns).forEach(out::println);
    out.println();
    scores.print(out, columns);
  }

  /// Why J is −∞.
  private String unstable() {
    return String.format(
        Locale.ROOT,
        "the policy is unstable, gamma (a + b k)^2 = %.4g is 1 or more, so the discounted costs do"
            + " not die out",
        problem.growth(acting));
  }

  private static void route(String name, double[] gradient, Columns table) {
    table.row(List.of(name, ten(gradient[0]), ten(gradient[1])));
  }

  private static String ten(double number) {
    return String.format(Locale.ROOT, "%.10g", number);
  }

  @Override
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("problem", "lqr");
    json.put("gain", acting.gain());
    json.put("log_std", acting.logStd());
    json.put("gamma", problem.criterion().gamma());
    json.put(
        "horizon",
        problem.criterion().horizon().isPresent()
            ? (Object) (long) problem.steps()
            : Double.POSITIVE_INFINITY);
    if (problem.diverges(acting)) {
      json.put("objective", Double.NEGATIVE_INFINITY);
      json.put("policy_gradient", Json.NULL);
      json.put("why_null", "J is minus infinity: " + unstable());
    } else {
      double[] gradient = problem.policyGradient(acting);
      json.put("objective", problem.objective(acting));
      json.put("policy_gradient", List.<Object>of(gradient[0], gradient[1]));
    }
    json.put("estimators", scores.toJson());
    return json;
  }
}
