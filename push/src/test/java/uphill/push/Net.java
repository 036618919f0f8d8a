package uphill.push;

import java.util.Optional;
import java.util.function.UnaryOperator;
import uphill.autodiff.Parameters;
import uphill.autodiff.Tensor;
import uphill.kernel.Kernels;
import uphill.nn.Activation;
import uphill.nn.HiddenSums;
import uphill.nn.Linear;
import uphill.nn.Mlp;

/// Small networks of every kind that policies stand on.
enum Net {
  TANH,
  RELU,
  /// Dense layers, read operation by operation.
  TRACED_TANH,
  TRACED_RELU,
  NORMALIZED_TANH,
  NORMALIZED_RELU,
  /// x + a layer of x, and a layer of both.
  RESIDUAL,
  /// A layer beside what it reads.
  BESIDE,
  /// Every operation that there is for one tensor or two.
  ODD;

  /// A network whose parameters were added.
  record Made(UnaryOperator<Tensor> network, Optional<Mlp> dense) {}

  Made on(Parameters parameters, int inputs, int outputs) {
    int[] sizes = {inputs, 16, 16, outputs};
    return switch (this) {
      case TANH -> dense(new Mlp(parameters, "", sizes, Activation.TANH));
      case RELU -> dense(new Mlp(parameters, "", sizes, Activation.RELU));
      case TRACED_TANH -> any(new Mlp(parameters, "", sizes, Activation.TANH)::apply);
      case TRACED_RELU -> any(new Mlp(parameters, "", sizes, Activation.RELU)::apply);
      case NORMALIZED_TANH -> any(normalized(parameters, sizes, Activation.TANH)::apply);
      case NORMALIZED_RELU -> any(normalized(parameters, sizes, Activation.RELU)::apply);
      case RESIDUAL -> {
        Linear first = new Linear(parameters, "first", inputs, 12);
        Linear second = new Linear(parameters, "second", 12, 12);
        Linear last = new Linear(parameters, "last", 12, outputs);
        yield any(
            x -> {
              Tensor h = first.apply(x).tanh();
              return last.apply(h.add(second.apply(h).tanh()));
            });
      }
      case BESIDE -> {
        Linear first = new Linear(parameters, "first", inputs, 9);
        Linear last = new Linear(parameters, "last", 9 + inputs, outputs);
        yield any(x -> last.apply(x.concat(first.apply(x).softplus())));
      }
      case ODD -> odd(parameters, inputs, outputs);
    };
  }

  private static Mlp normalized(Parameters parameters, int[] sizes, Activation activation) {
    return new Mlp(parameters, "", sizes, activation, HiddenSums.NORMALIZED);
  }

  private static Made dense(Mlp mlp) {
    return new Made(mlp::apply, Optional.of(mlp));
  }

  private static Made any(UnaryOperator<Tensor> network) {
    return new Made(network, Optional.empty());
  }

  private static Made odd(Parameters parameters, int inputs, int outputs) {
    Linear first = new Linear(parameters, "first", inputs, 8);
    Linear last = new Linear(parameters, "last", 8, outputs);
    var gain = parameters.add("gain", 1, 4);
    var bias = parameters.add("bias", 1, 4);
    return any(
        x -> {
          Tensor h = first.apply(x);
          Tensor a = h.columns(0, 4).layerNorm(gain, bias, Kernels.Activation.IDENTITY);
          Tensor b = h.columns(4, 8);
          Tensor positive = b.square().add(1).log().add(a.mul(0.1).exp());
          Tensor ratio = a.sub(b).div(positive).max(b.mul(a)).min(a.clamp(-1, 1).add(2));
          Tensor whole = ratio.concat(a.logSoftmax().mul(Tensor.repeat(gain)));
          return last.apply(whole).add(last.apply(whole.tanh()));
        });
  }

  /// The model of a policy of this kind, and its own parameters.
  ScoreModel model(Kind kind, int inputs) {
    Parameters parameters = new Parameters();
    Made made = on(parameters, inputs, kind.outputs());
    Tensor outputs = Tensor.input("outputs", kind.outputs());
    return kind.model(parameters, made, inputs, kind.on(outputs, parameters));
  }
}
