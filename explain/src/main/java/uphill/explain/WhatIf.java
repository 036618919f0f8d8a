package uphill.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import uphill.env.Env;
import uphill.env.mdp.FiniteMdp;
import uphill.lab.world.World;
import uphill.oracle.Criterion;
import uphill.oracle.Exact;
import uphill.push.Ledger;
import uphill.push.OptimizerStep;
import uphill.push.Regression;
import uphill.push.Samples;
import uphill.rl.data.Weighing;
import uphill.rl.data.Weights;
import uphill.rl.setting.Settings;

/// Choices that an update did not make: the same batch, from the same θ, along another step.
///
/// @param words as they were asked for, `weights=gae`
/// @param weights Ψ
/// @param sgd whether the step is α times the gradient, with no memory
/// @param withoutEpisode a trajectory of the batch whose weights are 0; the divisor stays
/// @param learningRate α
public record WhatIf(
    List<String> words,
    Optional<Weights> weights,
    boolean sgd,
    OptionalInt withoutEpisode,
    OptionalDouble learningRate) {

  private static final double MOST_RATE = 1e9;

  /// Copies the list.
  public WhatIf {
    words = List.copyOf(words);
  }

  /// What an update would have done.
  ///
  /// @param ledger of the step that was not taken
  /// @param taken regression of its actual pushes on its weights
  /// @param objectives J before, after the step that was taken, and after the other; empty where
  ///   the world is no table
  /// @param criterion what J counts: as the run does, discounted by its γ, within the world's limit
  public record Outcome(
      Ledger ledger, Regression taken, List<Double> objectives, Optional<Criterion> criterion) {

    /// Copies the list.
    public Outcome {
      objectives = List.copyOf(objectives);
    }
  }

  /// Choices in words: `weights=gae`, `optimizer=sgd`, `without-episode=7`, `learning-rate=0.01`.
  ///
  /// @throws IllegalArgumentException for anything else
  public static WhatIf of(List<String> words) {
    Optional<Weights> weights = Optional.empty();
    boolean sgd = false;
    OptionalInt without = OptionalInt.empty();
    OptionalDouble rate = OptionalDouble.empty();
    Set<String> names = new HashSet<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      String name = (equals < 0 ? word : word.substring(0, equals)).replace('_', '-');
      String value = equals < 0 ? "" : word.substring(equals + 1);
      if (!names.add(name)) {
        throw new IllegalArgumentException(
            "--what-if %s is given twice: a step has one".formatted(name));
      }
      switch (name) {
        case "weights" -> weights = Optional.of(weights(value));
        case "optimizer" -> sgd = sgd(value);
        case "without-episode" -> without = OptionalInt.of((int) number(word, value, true));
        case "learning-rate" -> rate = OptionalDouble.of(number(word, value, false));
        default ->
            throw new IllegalArgumentException(
                "--what-if takes weights=W, optimizer=sgd, without-episode=E or learning-rate=A, got \"%s\""
                    .formatted(word));
      }
    }
    return new WhatIf(words, weights, sgd, without, rate);
  }

  private static Weights weights(String value) {
    List<String> names = new ArrayList<>();
    for (Weights kind : Weights.values()) {
      String name = Settings.word(kind);
      if (name.equals(value.replace('-', '_'))) {
        return kind;
      }
      names.add(name.replace('_', '-'));
    }
    throw new IllegalArgumentException(
        "--what-if weights= takes %s, got \"%s\"".formatted(String.join(", ", names), value));
  }

  private static boolean sgd(String value) {
    if (value.equals("sgd")) {
      return true;
    }
    throw new IllegalArgumentException(
        "--what-if optimizer= takes sgd, the step without the optimizer's memory; got \"%s\""
            .formatted(value));
  }

  private static double number(String word, String value, boolean whole) {
    double number;
    try {
      number = Double.parseDouble(value);
    } catch (NumberFormatException e) {
      number = Double.NaN;
    }
    boolean fits = whole ? number >= 0 && number == (int) number : number > 0 && number < MOST_RATE;
    if (!fits) {
      throw new IllegalArgumentException(
          "--what-if %s: expected %s"
              .formatted(
                  word,
                  whole
                      ? "a whole number from 0 to " + Integer.MAX_VALUE
                      : "a number above 0 and below 1e9"));
    }
    return number;
  }

  /// What the update would have done.
  ///
  /// @throws IllegalArgumentException if its batch has no such episode, or its run no critic
  public Outcome of(Explanation explanation, World world) {
    Ledger ledger = explanation.ledger().untaken(weights(explanation), optimizer(explanation));
    Regression taken = Regression.of(ledger.weights(), ledger.actual());
    Optional<FiniteMdp> mdp;
    try (Env env = world.create().get()) {
      mdp = Tables.mdp(env);
    }
    if (mdp.isEmpty()) {
      return new Outcome(ledger, taken, List.of(), Optional.empty());
    }
    Criterion criterion = criterion(mdp.get(), explanation.config().settings().gamma());
    return new Outcome(
        ledger,
        taken,
        objectives(explanation, ledger, mdp.get(), criterion),
        Optional.of(criterion));
  }

  private double[] weights(Explanation explanation) {
    int rows = explanation.ledger().explained().rows();
    double[] weight = explanation.ledger().weight().clone();
    if (weights.isPresent()) {
      weight =
          Samples.doubles(weighing(explanation, weights.get()).of(explanation.rollout()), rows);
    }
    if (withoutEpisode.isPresent()) {
      int[] trajectory = explanation.ledger().explained().trajectory();
      int count = Arrays.stream(trajectory).max().orElse(-1) + 1;
      if (withoutEpisode.getAsInt() >= count) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "update %d has the episodes 0 to %d, got without-episode=%d",
                explanation.update(),
                count - 1,
                withoutEpisode.getAsInt()));
      }
      for (int i = 0; i < rows; i++) {
        weight[i] = trajectory[i] == withoutEpisode.getAsInt() ? 0 : weight[i];
      }
    }
    return weight;
  }

  private static Weighing weighing(Explanation explanation, Weights kind) {
    Weighing own =
        explanation
            .weighing()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "weights= is for algorithms that multiply scores by weights, which %s does not; the other choices are for all"
                            .formatted(explanation.config().algorithm())));
    if (kind.needsCritic() && !own.valued()) {
      throw new IllegalArgumentException(
          "weights=%s needs a critic, and this run learnt none; train one with --weights gae"
              .formatted(Settings.word(kind).replace('_', '-')));
    }
    return own.with(kind);
  }

  private OptimizerStep.Before optimizer(Explanation explanation) {
    OptimizerStep.Before taken = explanation.ledger().steps().getFirst().optimizer();
    double rate = learningRate.orElse(taken.learningRate());
    return sgd ? new OptimizerStep.Sgd(rate) : taken.withLearningRate(rate);
  }

  /// J as the run counts it; where nothing else ends the sum, γ is below 1.
  private static Criterion criterion(FiniteMdp mdp, double gamma) {
    boolean endless = mdp.maxSteps().isEmpty() && gamma == 1;
    return new Criterion(endless ? Criterion.USUAL_GAMMA : gamma, mdp.maxSteps());
  }

  private static List<Double> objectives(
      Explanation explanation, Ledger other, FiniteMdp mdp, Criterion criterion) {
    Ledger ledger = explanation.ledger();
    List<Double> objectives = new ArrayList<>();
    for (double[] theta :
        List.of(ledger.parametersBefore(), ledger.parametersAfter(), other.parametersAfter())) {
      Exact exact = Exact.of(mdp, Tables.policy(explanation.model(), theta, mdp), criterion);
      objectives.add(exact.objective());
    }
    return objectives;
  }
}
