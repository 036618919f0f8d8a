package uphill.contract;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import uphill.autodiff.Parameter;
import uphill.autodiff.Parameters;
import uphill.env.Env;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Shown;
import uphill.kernel.Workers;
import uphill.rl.AgentConfig;
import uphill.rl.Setup;

/// The law of [AgentContract] about what states do not allow, in a world that never allows one of
/// its actions.
///
/// ```text
/// π(a|s) = softmax(z + mask)ₐ      ∂log π/∂zₖ = ∂H/∂zₖ = 0 exactly, where mask = −10⁸ at k
/// ```
///
/// So whatever of the policy only that action's logit reads stays what it was at first, to the bit;
/// it moves where a loss reads probabilities that know of no mask.
record MaskLaw(AgentConfig config, int rounds) {

  private static final int ACTIONS = 11;
  private static final int MORE = 13;

  void holds() {
    List<Env> worlds = new ArrayList<>();
    try (Trial trial = trial(worlds)) {
      Parameters parameters = trial.learner().agent().policy().parameters();
      List<Parameter> logits = logits(parameters);
      float[] first = parameters.snapshot();
      for (int round = 1; round <= rounds; round++) {
        try {
          trial.round();
        } finally {
          requireAllowed(worlds, round); // what is not allowed may break what learns from it
        }
        for (Parameter logit : logits) {
          requireStill(logit, first, parameters.values(), round);
        }
      }
    }
  }

  private Trial trial(List<Env> worlds) {
    try {
      return new Trial(
          config,
          () -> {
            worlds.add(new Closed(ACTIONS));
            return worlds.getLast();
          },
          rounds,
          new ScalarKernels(),
          Workers.one());
    } catch (IllegalArgumentException e) {
      return abort("it learns in no world that masks actions: " + Shown.sentence(e));
    }
  }

  /// The parameters of which each action's logit has a column of its own: they have as many as
  /// there are actions.
  private List<Parameter> logits(Parameters parameters) {
    IntFunction<List<Parameter>> of =
        n -> {
          Env world = new Closed(n);
          return config
              .policy(Setup.acting(world.observationSpace(), world.actionSpace(), true))
              .parameters()
              .entries();
        };
    List<Parameter> few = of.apply(ACTIONS);
    List<Parameter> more = of.apply(MORE);
    List<Parameter> logits = new ArrayList<>();
    for (Parameter parameter : parameters.entries()) {
      if (columns(few, parameter) == ACTIONS && columns(more, parameter) == MORE) {
        logits.add(parameter);
      }
    }
    return logits.isEmpty() ? abort("no parameter is of one logit alone") : logits;
  }

  private static int columns(List<Parameter> entries, Parameter wanted) {
    return entries.stream()
        .filter(entry -> entry.name().equals(wanted.name()))
        .mapToInt(Parameter::columns)
        .findFirst()
        .orElse(0);
  }

  private static void requireAllowed(List<Env> worlds, int round) {
    for (Env world : worlds) {
      if (world instanceof Closed closed && closed.forbidden() != -1) {
        fail(
            String.format(
                Locale.ROOT,
                "In round %d action %d was done where it is not allowed. Let explorer(…) act by"
                    + " PolicyActor or UniformActor, which know what is, and add no noise to the"
                    + " number of a choice.",
                round,
                closed.forbidden()));
      }
    }
  }

  private static void requireStill(Parameter logit, float[] first, float[] now, int round) {
    for (int i = 0; i < logit.rows(); i++) {
      int at = logit.at() + i * logit.columns() + Closed.CLOSED;
      if (Float.floatToRawIntBits(first[at]) != Float.floatToRawIntBits(now[at])) {
        fail(
            String.format(
                Locale.ROOT,
                "Action %d is never allowed, and yet in round %d the loss moved %s of its logit,"
                    + " from %s to %s: some probability, entropy or KL in it is of a policy that"
                    + " knows nothing of what states allow. Take all of them from π ="
                    + " policy.distribution(rollout).",
                Closed.CLOSED,
                round,
                logit.name(),
                first[at],
                now[at]));
      }
    }
  }
}
