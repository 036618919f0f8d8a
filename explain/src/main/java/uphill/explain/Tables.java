package uphill.explain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import uphill.env.Env;
import uphill.env.Space;
import uphill.env.TimeLimit;
import uphill.env.mdp.FiniteMdp;
import uphill.env.mdp.TableEnv;
import uphill.lab.TrainedPolicy;
import uphill.lab.training.Scores;
import uphill.oracle.TabularPolicy;
import uphill.push.Samples;
import uphill.push.ScoreModel;
import uphill.push.ScorePass;
import uphill.rl.Policy;

/// What is a table: worlds that are finite MDPs, and policies that act in them.
public final class Tables {

  private Tables() {}

  /// The process behind a world, with the world's time limit; none where it is no table, or masks
  /// actions: what is exact is of policies that may take every action.
  public static Optional<FiniteMdp> mdp(Env env) {
    if (env.masksActions()) {
      return Optional.empty();
    }
    if (env instanceof TimeLimit limit) {
      return mdp(limit.world()).map(mdp -> mdp.withMaxSteps(limit.timeLimit().orElseThrow()));
    }
    return env instanceof TableEnv table ? Optional.of(table.mdp()) : Optional.empty();
  }

  /// The policy of a run's newest checkpoint, as a table for this process.
  ///
  /// @throws IllegalArgumentException if the directory is not a run, or its policy reads other
  ///   states, or takes other actions
  public static TabularPolicy policy(Path run, FiniteMdp mdp) throws IOException {
    Space states = new Space.Discrete(mdp.states());
    Space actions = new Space.Discrete(mdp.actions());
    Policy policy = TrainedPolicy.load(run, states, actions).policy();
    if (policy.masksActions()) {
      throw new IllegalArgumentException(
          "%s learnt in a world that masks actions, and what is exact here is of policies that may take every action. Take a run of the same world without its mask"
              .formatted(run));
    }
    ScoreModel model = Scores.model(policy);
    double[] theta = Samples.doubles(policy.parameters().values(), policy.parameters().size());
    return policy(model, theta, mdp);
  }

  /// A network's policy at θ, as a table for this process: π(a|s) for all s and a.
  public static TabularPolicy policy(ScoreModel model, double[] theta, FiniteMdp mdp) {
    int states = mdp.states();
    int actions = mdp.actions();
    if (model.inputs() != states || model.outputs() != actions) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a policy with %d inputs and %d outputs is none for %s",
              model.inputs(),
              model.outputs(),
              mdp));
    }
    double[][] logits = new double[states][actions];
    double[] observation = new double[actions * states];
    double[] action = new double[actions];
    for (int s = 0; s < states; s++) {
      for (int a = 0; a < actions; a++) {
        observation[a * states + s] = 1;
        action[a] = a;
      }
      ScorePass pass = model.at(theta, new Samples(actions, observation, action));
      for (int a = 0; a < actions; a++) {
        logits[s][a] = pass.logProb(a);
        observation[a * states + s] = 0;
      }
    }
    return TabularPolicy.softmax(logits);
  }
}
