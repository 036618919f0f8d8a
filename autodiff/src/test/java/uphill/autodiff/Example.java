package uphill.autodiff;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import uphill.kernel.Kernels;
import uphill.kernel.Kernels.Activation;
import uphill.kernel.Workers;

/// A loss as algorithms have it: two networks, a shared layer, a clipped ratio, a squared error, a
/// standard deviation of its own, a sum over rows per trajectory; on seeded data.
final class Example {

  static final int INPUTS = 5;
  static final int ACTIONS = 3;

  final Parameters learnt = new Parameters();
  final int rows;
  final float[] observation;
  final float[] action;
  final float[] advantage;
  final float[] direction;
  final float[] logProbs;
  final float[] deviation;
  final float[] gain;
  final float[] logProbsTangent;
  final float[] deviationTangent;
  final float[] gainTangent;
  final Program program;

  Example(int rows, Kernels kernels) {
    this(rows, rows, kernels);
  }

  /// @param room for so many rows of outputs
  Example(int rows, int room, Kernels kernels) {
    this.rows = rows;
    observation = Data.uniform(rows * INPUTS, -1, 1, 1);
    action = Data.integers(rows, ACTIONS, 2);
    advantage = Data.uniform(rows, -1, 1, 3);

    Tensor shared = layer(Tensor.input("observation", INPUTS), 17, Activation.TANH);
    Tensor logits = layer(layer(shared, 16, Activation.RELU), ACTIONS, Activation.IDENTITY);
    Tensor policy = logits.logSoftmax();
    Parameter scale = learnt.add("scale", 1, 17);
    Parameter shift = learnt.add("shift", 1, 17);
    Tensor normal = shared.layerNorm(scale, shift, Activation.TANH);
    Tensor value = layer(normal, 1, Activation.IDENTITY);
    Tensor logStd = Tensor.repeat(learnt.add("logStd", 1, 1));
    Tensor target = Tensor.input("advantage", 1);
    Tensor ratio = policy.pick(Tensor.input("action", 1)).add(1.1).exp();
    Tensor clipped = ratio.clamp(0.8, 1.2);
    Tensor z = value.sub(target).div(logStd.exp());
    Tensor soft = value.concat(logits.columns(1, ACTIONS)).softplus().sumColumns().max(target);
    Tensor clippedGain = ratio.mul(target).min(clipped.mul(target));
    Scalar error = z.square().mul(0.5).add(logStd).sum().per("trajectories");
    Scalar entropy = policy.exp().mul(policy).sumColumns().mean().neg();
    Scalar softness = soft.mul(Tensor.given("softness")).mean();
    program =
        Program.with(kernels)
            .loss(error.sub(clippedGain.mean()).sub(entropy.mul(0.01)).add(softness), learnt)
            .metric("entropy", entropy)
            .metric("tanh", target.neg().tanh().sum())
            .output("logProbs", policy)
            .output("deviation", z)
            .output("gain", clippedGain)
            .build();
    learnt.assign(Data.uniform(learnt.size(), -0.7, 0.7, 4));
    direction = Data.uniform(learnt.size(), -1, 1, 5);
    logProbs = new float[room * ACTIONS];
    deviation = new float[room];
    gain = new float[room];
    logProbsTangent = new float[room * ACTIONS];
    deviationTangent = new float[room];
    gainTangent = new float[room];
    program
        .feed("observation", observation)
        .feed("action", action)
        .feed("advantage", advantage)
        .divideBy("trajectories", 7)
        .give("softness", 0.3)
        .into("logProbs", logProbs)
        .into("deviation", deviation)
        .into("gain", gain)
        .tangentsInto("logProbs", logProbsTangent)
        .tangentsInto("deviation", deviationTangent)
        .tangentsInto("gain", gainTangent);
  }

  private Tensor layer(Tensor x, int out, Activation activation) {
    String name = Integer.toString(learnt.entries().size());
    Parameter weight = learnt.add(name + ".weight", x.columns(), out);
    Parameter bias = learnt.add(name + ".bias", 1, out);
    return x.affine(weight, bias, activation);
  }

  /// Every bit of everything that a program computes.
  long[] bits(Workers workers) {
    program.tangents(direction, rows, workers);
    return bits(rows, program.gradients(rows, workers));
  }

  /// The same for these rows, in this order.
  long[] bits(int[] order, int from, int count, Workers workers) {
    program.tangents(direction, order, from, count, workers);
    return bits(count, program.gradients(order, from, count, workers));
  }

  /// An example whose data are copies of these rows.
  Example gathered(int[] order, int from, int count, Kernels kernels) {
    var copy = new Example(count, kernels);
    for (int k = 0; k < count; k++) {
      int row = order[from + k];
      System.arraycopy(observation, row * INPUTS, copy.observation, k * INPUTS, INPUTS);
      copy.action[k] = action[row];
      copy.advantage[k] = advantage[row];
    }
    return copy;
  }

  private long[] bits(int count, Gradients gradients) {
    LongStream outputs =
        Stream.of(logProbs, logProbsTangent)
            .flatMapToInt(x -> bits(x, count * ACTIONS))
            .asLongStream();
    LongStream columns =
        Stream.of(deviation, gain, deviationTangent, gainTangent)
            .flatMapToInt(x -> bits(x, count))
            .asLongStream();
    LongStream gradient = bits(gradients.values(), learnt.size()).asLongStream();
    LongStream metrics =
        Stream.of("loss", "entropy", "tanh")
            .mapToLong(name -> Double.doubleToLongBits(program.metric(name)));
    return Stream.of(outputs, columns, gradient, metrics)
        .flatMapToLong(numbers -> numbers)
        .toArray();
  }

  private static IntStream bits(float[] x, int count) {
    return IntStream.range(0, count).map(i -> Float.floatToIntBits(x[i]));
  }
}
