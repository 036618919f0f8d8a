package uphill.cli.report;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import uphill.cli.terminal.Columns;
import uphill.env.mdp.FiniteMdp;
import uphill.explain.OracleProblem;
import uphill.kernel.Shown;
import uphill.oracle.Ascent;
import uphill.oracle.Criterion;
import uphill.oracle.Exact;
import uphill.oracle.Optimum;
import uphill.oracle.PolicyGradient;
import uphill.oracle.Scoreboard;
import uphill.oracle.TabularPolicy;

/// What `uphill oracle` says about a table.
///
/// @param problem the table
/// @param acting π
/// @param policy what π was asked for by
/// @param criterion what J counts
/// @param scores the estimators
/// @param curve the exact learning curve
public record TableReport(
    OracleProblem problem,
    TabularPolicy acting,
    String policy,
    Criterion criterion,
    ScoreTable scores,
    Ascent curve)
    implements OracleReport {

  private static final int MOST_STATES = 12; // in the table for people
  private static final int MOST_ACTIONS = 6;
  private static final int NAME_WIDTH = 26;
  private static final int MOST_LOGITS = 400; // differentiated one by one
  private static final double DIFFERENCE = 1e-5;
  private static final int[] SHOWN = {0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000};

  @Override
  public String title() {
    return "%s, policy %s".formatted(problem.name(), policy);
  }

  @Override
  public void print(PrintWriter out, int columns) {
    FiniteMdp mdp = problem.mdp();
    Exact exact = Exact.of(mdp, acting, criterion);
    out.println(
        "%s: %s, %s, policy %s. J = E[sum of %sr] over %s"
            .formatted(
                problem.name(),
                Shown.count(mdp.states(), "state"),
                Shown.count(mdp.actions(), "action"),
                policy,
                criterion.gamma() == 1 ? "" : "%s^t ".formatted(criterion.gamma()),
                criterion.horizon().isPresent()
                    ? Shown.count(criterion.horizon().getAsInt(), "step")
                    : "all steps"));
    out.println();
    problem.picture().lines().forEach(line -> out.println("  " + line));
    if (!problem.picture().isEmpty()) {
      out.println();
    }
    out.println(
        String.format(
            Locale.ROOT,
            "J = %.8g; the best policy, which may know the clock, has %.8g",
            exact.objective(),
            Optimum.objective(mdp, criterion)));
    out.println("The gradient by other routes: " + routes(exact));
    out.println();
    states(exact, out, columns);
    out.println();
    curve(out, columns);
    out.println();
    scores.print(out, columns);
  }

  /// How far enumeration and differences are from the theorem, relative to its length.
  private String routes(Exact exact) {
    if (Arrays.stream(exact.policyGradient()).allMatch(x -> x == 0)) {
      return "it is 0 in every direction, so there is no length to compare with.";
    }
    Map<String, Object> routes = differences(exact);
    return "%s; %s."
        .formatted(
            route("running through every trajectory", routes.get("enumeration")),
            route("central differences", routes.get("differences")));
  }

  private static String route(String name, @Nullable Object difference) {
    return difference instanceof Double d && !d.isNaN()
        ? String.format(Locale.ROOT, "%s: off by %.1g of its length", name, d)
        : name + ": takes too long here";
  }

  private Map<String, Object> differences(Exact exact) {
    FiniteMdp mdp = problem.mdp();
    double[] theorem = exact.policyGradient();
    Map<String, Object> json = new LinkedHashMap<>();
    // The scores run through all trajectories where they are few, without a horizon too.
    Scoreboard board = scores.board();
    Criterion within = Criterion.steps(board.horizon(), criterion.gamma());
    json.put(
        "enumeration",
        board.enumerated()
            ? distance(theorem, PolicyGradient.enumeration(mdp, acting, within))
            : Double.NaN);
    json.put(
        "differences",
        theorem.length <= MOST_LOGITS
            ? distance(theorem, PolicyGradient.differences(mdp, acting, criterion, DIFFERENCE))
            : Double.NaN);
    return json;
  }

  private static double distance(double[] theorem, double[] other) {
    double sum = 0;
    double size = 0;
    for (int i = 0; i < theorem.length; i++) {
      sum += (theorem[i] - other[i]) * (theorem[i] - other[i]);
      size += theorem[i] * theorem[i];
    }
    return size == 0 ? Double.NaN : Math.sqrt(sum / size);
  }

  private void states(Exact exact, PrintWriter out, int columns) {
    FiniteMdp mdp = problem.mdp();
    double[] gradient = exact.policyGradient();
    int actions = Math.min(mdp.actions(), MOST_ACTIONS);
    Columns table = new Columns().left("").right("visits").right("V");
    for (int a = 0; a < actions; a++) {
      table.right(brief(mdp.actionName(a)));
    }
    List<Integer> order =
        IntStream.range(0, mdp.states())
            .boxed()
            .sorted(Comparator.comparingDouble((Integer s) -> -length(gradient, s)))
            .limit(MOST_STATES)
            .toList();
    for (int s : order) {
      List<String> row = new ArrayList<>();
      row.add(brief(mdp.stateName(s)));
      row.add(four(exact.visitation(s)));
      row.add(four(exact.value(0, s)));
      for (int a = 0; a < actions; a++) {
        double component = gradient[s * mdp.actions() + a];
        row.add(component == 0 ? "0" : String.format(Locale.ROOT, "%+.4g", component));
      }
      table.row(row);
    }
    out.println(
        "dJ/d logit, by state and action"
            + (criterion.horizon().isPresent() ? " (V at the first step)" : ""));
    table.lines(columns).forEach(out::println);
    if (order.size() < mdp.states()) {
      boolean flat = length(gradient, order.getFirst()) == 0;
      out.println(
          String.format(
              Locale.ROOT,
              flat
                  ? "  ... the first %d of %d states, all of them with gradient 0; --json has all"
                  : "  ... the %d steepest of %d states; --json has all",
              order.size(),
              mdp.states()));
    }
    if (actions < mdp.actions()) {
      out.println(
          String.format(
              Locale.ROOT,
              "  ... the first %d of %d actions; --json has all",
              actions,
              mdp.actions()));
    }
  }

  private static String four(double number) {
    return number == 0 ? "0" : String.format(Locale.ROOT, "%.4g", number);
  }

  private double length(double[] gradient, int state) {
    double sum = 0;
    for (int a = 0; a < acting.actions(); a++) {
      double component = gradient[state * acting.actions() + a];
      sum += component * component;
    }
    return sum;
  }

  private static String brief(String name) {
    return Shown.text(name, NAME_WIDTH);
  }

  private void curve(PrintWriter out, int columns) {
    List<Double> objectives = curve.objectives();
    Columns table = new Columns().left("steps");
    List<String> values = new ArrayList<>(List.of("J"));
    for (int k : SHOWN) {
      if (k < objectives.size()) {
        table.right(Integer.toString(k));
        values.add(String.format(Locale.ROOT, "%.5g", objectives.get(k)));
      }
    }
    out.println("Exact gradient ascent, J after so many steps:");
    table.row(values).lines(columns).forEach(out::println);
  }

  @Override
  public Map<String, Object> toJson() {
    FiniteMdp mdp = problem.mdp();
    Exact exact = Exact.of(mdp, acting, criterion);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("problem", problem.name());
    json.put("policy", policy);
    json.put("gamma", criterion.gamma());
    json.put(
        "horizon",
        criterion.horizon().isPresent()
            ? (Object) (long) criterion.horizon().getAsInt()
            : Double.POSITIVE_INFINITY);
    json.put("critic", scores.critic());
    json.put("states", names(mdp.states(), mdp::stateName));
    json.put("actions", names(mdp.actions(), mdp::actionName));
    json.put("objective", exact.objective());
    json.put("best_objective", Optimum.objective(mdp, criterion));
    json.put("policy_gradient", matrix(exact.policyGradient()));
    json.put("routes", differences(exact));
    json.put("probability", table((s, a) -> acting.probability(s, a)));
    json.put("value", list(IntStream.range(0, mdp.states()).mapToDouble(s -> exact.value(0, s))));
    json.put("action_value", table((s, a) -> exact.actionValue(0, s, a)));
    json.put("advantage", table((s, a) -> exact.advantage(0, s, a)));
    json.put("visitation", list(IntStream.range(0, mdp.states()).mapToDouble(exact::visitation)));
    json.put("learning_curve", List.copyOf(curve.objectives()));
    json.put("estimators", scores.toJson());
    return json;
  }

  private interface Entry {
    double at(int state, int action);
  }

  private List<Object> table(Entry entry) {
    List<Object> rows = new ArrayList<>();
    for (int s = 0; s < acting.states(); s++) {
      int state = s;
      rows.add(list(IntStream.range(0, acting.actions()).mapToDouble(a -> entry.at(state, a))));
    }
    return rows;
  }

  private List<Object> matrix(double[] flat) {
    return table((s, a) -> flat[s * acting.actions() + a]);
  }

  private static List<Object> list(DoubleStream values) {
    return values.<Object>mapToObj(value -> value).toList();
  }

  private static List<Object> names(int n, IntFunction<String> name) {
    return IntStream.range(0, n).<Object>mapToObj(name).toList();
  }
}
