package uphill.rl.fit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import uphill.autodiff.Program;
import uphill.autodiff.Scalar;
import uphill.kernel.Kernels;
import uphill.kernel.Workers;
import uphill.nn.Descent;
import uphill.nn.Distribution;
import uphill.rl.Policy;
import uphill.rl.PolicyActor;
import uphill.rl.Setup;
import uphill.rl.data.Rollout;

/// How far a policy went since a round was gathered.
///
/// ```text
/// KL(π_old ‖ π_θ), the mean over the rows of a round, exactly
/// ```
///
/// π_old is kept as what its network gave, in columns of the rollout: written by those who act in
/// it, by the first step's own forward pass, where there is one step of all rows, or by a pass of
/// its own.
public final class PolicyChange {

  private final Rollout rollout;
  private final Program program;
  private final String[] inputs;
  private final Workers workers;
  private final String[] heads;
  private final Rollout.Column[] old;
  private final Distribution before;
  private final Program pass;
  private final String[] passInputs;
  private final Kernels kernels;
  private final List<PolicyActor> actors = new ArrayList<>();

  /// @param policy over the rollout's observations
  public PolicyChange(Distribution policy, Rollout rollout, Setup setup) {
    this(policy, rollout, setup, _ -> Map.of());
  }

  /// One that measures other numbers too, whenever it measures KL.
  ///
  /// @param policy over the rollout's observations
  /// @param others by name, made of π_old
  public PolicyChange(
      Distribution policy,
      Rollout rollout,
      Setup setup,
      Function<Distribution, Map<String, Scalar>> others) {
    this.rollout = rollout;
    workers = setup.workers();
    kernels = setup.kernels();
    before = policy.asInput("old.");
    Program.Builder measured = Program.with(setup.kernels()).metric("kl", before.kl(policy).mean());
    others.apply(before).forEach(measured::metric);
    program = measured.build();
    inputs = program.inputs().toArray(String[]::new);
    heads = policy.heads().keySet().toArray(String[]::new);
    old =
        policy.heads().entrySet().stream()
            .map(head -> rollout.extra("old." + head.getKey(), head.getValue().columns()))
            .toArray(Rollout.Column[]::new);
    Program.Builder outputs = Program.with(setup.kernels());
    policy.heads().forEach(outputs::output);
    pass = outputs.build();
    passInputs = pass.inputs().toArray(String[]::new);
  }

  /// π_old(·|s) for every row, as data: for a loss that compares π_θ with it.
  public Distribution before() {
    return before;
  }

  /// One who acts, and writes down π_old of the rows that it acts in: [#remember(int)] then has
  /// nothing to compute, for all kernels give a row the same bits beside any others.
  ///
  /// @param policy the same
  public PolicyActor actor(Policy policy, int rows) {
    Map<String, Rollout.Column> columns = new LinkedHashMap<>();
    for (int k = 0; k < heads.length; k++) {
      columns.put(heads[k], old[k]);
    }
    PolicyActor actor = new PolicyActor(policy, rows, kernels, columns);
    actors.add(actor);
    return actor;
  }

  /// Writes down π_old = π_θ as it is now, of the first rows of the round, unless they were when
  /// somebody acted in them.
  public void remember(int rows) {
    long written = 0;
    for (int k = 0; k < actors.size(); k++) { // no iterator is made
      written += actors.get(k).takeWritten();
    }
    if (written != rows) {
      compute(rows);
    }
  }

  private void compute(int rows) {
    for (String input : passInputs) {
      pass.feed(input, rollout.column(input));
    }
    for (int k = 0; k < heads.length; k++) {
      pass.into(heads[k], old[k].values());
    }
    pass.evaluate(rows, workers);
  }

  /// Has a descent whose outputs are the policy's heads write down π_old at its next gradient.
  public void writtenBy(Descent descent) {
    for (int k = 0; k < heads.length; k++) {
      descent.into(heads[k], old[k].values());
    }
  }

  /// KL(π_old ‖ π_θ) now.
  ///
  /// @throws ArithmeticException if it is not a number
  public double kl(int rows) {
    double kl = tried(rows);
    if (Double.isNaN(kl)) {
      throw new ArithmeticException("after the step the policy's probabilities are not numbers");
    }
    return kl;
  }

  /// The same of a step that may be taken back; NaN where probabilities are not numbers.
  public double tried(int rows) {
    for (String input : inputs) {
      program.feed(input, rollout.column(input));
    }
    program.evaluate(rows, workers);
    return program.metric("kl");
  }

  /// One of the other numbers, as it was when KL was measured last.
  public double value(String other) {
    return program.metric(other);
  }
}
