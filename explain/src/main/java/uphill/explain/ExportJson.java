package uphill.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import uphill.autodiff.Jacobian;
import uphill.push.BernoulliHead;
import uphill.push.ClipLedger;
import uphill.push.Errors;
import uphill.push.Explained;
import uphill.push.GaussianHead;
import uphill.push.Ledger;
import uphill.push.LogStd;
import uphill.push.OptimizerStep;
import uphill.push.PolicyStep;
import uphill.push.Promise;
import uphill.push.ScoreModel;
import uphill.push.ScoreModel.Layer;
import uphill.push.SoftmaxHead;
import uphill.push.SquashedHead;
import uphill.push.Step;
import uphill.rl.setting.Settings;

/// `export.json`: what an exported update is of, and how its policy and optimizer compute.
final class ExportJson {

  private final Explanation explanation;
  private final Ledger ledger;
  private final Explained explained;
  private final ScoreModel model;

  ExportJson(Explanation explanation) {
    this.explanation = explanation;
    ledger = explanation.ledger();
    explained = ledger.explained();
    model = explanation.model();
  }

  Map<String, Object> description() {
    PolicyStep first = ledger.steps().getFirst();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", "uphill-export-1");
    json.put("environment", explanation.config().environment());
    json.put("algorithm", explanation.config().algorithm());
    json.put("update", (long) explanation.update());
    json.put("weights", explanation.weights().replace('-', '_'));
    explanation
        .weighing()
        .ifPresent(
            psi -> {
              json.put("gamma", psi.gamma());
              json.put("lambda", psi.lambda());
              json.put("standardize", psi.standardized());
            });
    json.put("reward_scale", explanation.rollout().rewardScale());
    json.put("reward_clip", clip(explanation.rollout().rewardLimit()));
    json.put("learning_rate", explanation.learningRate());
    json.put("scale", ledger.weights().scale());
    json.put("max_gradient_norm", first.maxGradientNorm());
    json.put("learning_rates", rates());
    json.put("gradient_clipping", Arrays.stream(ledger.clippings()).boxed().toList());
    if (explanation.weighing().isPresent()) {
      json.put("entropy_weight", entropyWeight());
      json.put("value_weight", 0.0);
    }
    json.put("samples", (long) explained.rows());
    json.put("told_apart", (long) ledger.apart().length);
    json.put("trajectories", IntStream.of(explained.trajectory()).distinct().count());
    json.put("statistics", explanation.statistics().values());
    model.normalized().ifPresent(x -> json.put("observation_clip", clip(x.limit())));
    if (model.operations().isEmpty()) {
      json.put("layers", layers());
    } else {
      json.put("network", network());
    }
    json.put("distribution", distribution());
    json.put("optimizer", optimizerDescription());
    explanation.clipped().ifPresent(clipped -> json.put("clip", clip(clipped)));
    List<Promise> promises = explanation.promises();
    if (!promises.isEmpty()) {
      json.put("promises", promises.stream().map(NaturalAccount::toJson).toList());
    }
    json.put(
        "minibatches",
        ledger.steps().stream()
            .map(step -> IntStream.of(step.row()).mapToObj(i -> (long) i).toList())
            .toList());
    return json;
  }

  private static Map<String, Object> clip(ClipLedger clipped) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("clip", clipped.clip());
    json.put("above", clipped.steps().stream().map(step -> numbers(step.above())).toList());
    json.put("below", clipped.steps().stream().map(step -> numbers(step.below())).toList());
    return json;
  }

  private static List<Long> numbers(int... rows) {
    return IntStream.of(rows).mapToObj(i -> (long) i).toList();
  }

  private List<Double> rates() {
    return ledger.steps().stream().map(step -> step.optimizer().learningRate()).toList();
  }

  private Map<String, Object> distribution() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("family", model.head().family());
    switch (model.head()) {
      case SoftmaxHead(var family, var values) -> {
        if (!family.equals("categorical")) {
          json.put("values", IntStream.of(values).mapToObj(n -> (long) n).toList());
        }
      }
      case BernoulliHead _ -> {}
      case GaussianHead(_, var logStd) -> put(logStd, json);
      case SquashedHead(var low, var high, var gaussian) -> {
        put(gaussian.logStd(), json);
        json.put("low", list(low));
        json.put("high", list(high));
      }
    }
    return json;
  }

  private static void put(LogStd logStd, Map<String, Object> json) {
    switch (logStd) {
      case LogStd.Everywhere _ -> json.put("log_std", "log_std");
      case LogStd.OfState(float low, float high) -> json.put("log_std_bounds", list(low, high));
    }
  }

  private static List<Double> list(float... values) {
    List<Double> list = new ArrayList<>();
    for (float value : values) {
      list.add((double) value);
    }
    return list;
  }

  /// What numbers are held within; 0 if they are not, as the settings have it.
  private static double clip(double limit) {
    return Double.isFinite(limit) ? limit : 0;
  }

  /// c_h, of L = −c_h·mean H: from ∂H/∂log σ = 1, or from H where nothing is added to it, which
  /// single precision would have rounded.
  private double entropyWeight() {
    switch (model.head()) {
      case GaussianHead(_, LogStd.Everywhere(int at)) -> {
        double[] entropy = ledger.steps().getFirst().entropy();
        return entropy.length == 0 ? 0 : entropy[at];
      }
      case GaussianHead(_, LogStd.OfState _) -> {
        return entropyWeightOfState();
      }
      case SquashedHead _ -> {
        return Double.NaN; // its H is not known
      }
      case SoftmaxHead _, BernoulliHead _ -> {}
    }
    double value = explanation.seen().getFirst().values().getOrDefault(Step.ENTROPY, 0.0);
    return value == 0 ? 0 : -value / ledger.before().entropy();
  }

  /// −Σ δ over the rows, at the first log σ.
  private double entropyWeightOfState() {
    Errors errors = explanation.seen().getFirst().errors().get(Step.ENTROPY);
    double weight = 0;
    int n = model.outputs();
    for (int at = n / 2; errors != null && at < errors.outputs().length; at += n) {
      weight -= errors.outputs()[at];
    }
    return weight;
  }

  private Map<String, Object> optimizerDescription() {
    Map<String, Object> optimizer = new LinkedHashMap<>();
    switch (ledger.steps().getFirst().optimizer()) {
      case OptimizerStep.Adam adam -> {
        optimizer.put("name", "adam");
        optimizer.put("beta1", adam.beta1());
        optimizer.put("beta2", adam.beta2());
        optimizer.put("epsilon", adam.epsilon());
        optimizer.put("steps_before", adam.steps());
      }
      case OptimizerStep.RmsProp rmsProp -> {
        optimizer.put("name", "rmsprop");
        optimizer.put("decay", rmsProp.decay());
        optimizer.put("epsilon_under_root", rmsProp.underRoot());
        optimizer.put("epsilon_after_root", rmsProp.afterRoot());
      }
      case OptimizerStep.Solved solved -> {
        optimizer.put("name", "natural");
        optimizer.put("damping", solved.damping());
      }
      case OptimizerStep.Sgd _ -> optimizer.put("name", "sgd");
    }
    return optimizer;
  }

  private List<Object> layers() {
    List<Object> layers = new ArrayList<>();
    for (Layer layer : model.layers()) {
      boolean last = layers.size() + 1 == model.layers().size();
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("inputs", (long) layer.in());
      json.put("outputs", (long) layer.out());
      json.put("weight", layer.name() + ".weight");
      json.put("bias", layer.name() + ".bias");
      json.put("activation", last ? "identity" : Settings.word(model.activation().orElseThrow()));
      layers.add(json);
    }
    return layers;
  }

  /// The operations of a network that is not of dense layers alone, in order; the last is y.
  private List<Object> network() {
    List<Object> network = new ArrayList<>();
    for (Jacobian.Operation operation : model.operations()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("op", operation.name());
      json.put("of", operation.of().stream().map(k -> (long) k).toList());
      json.putAll(operation.details());
      network.add(json);
    }
    return network;
  }
}
