package uphill.explain;

import uphill.autodiff.Parameter;
import uphill.autodiff.Parameters;
import uphill.autodiff.Tensor;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.nn.Initialization;
import uphill.nn.Linear;
import uphill.rl.Body;

/// A network of one's own with most operations that there are: a layer beside what it reads,
/// another added to it, and a gate.
public final class Beside implements Body {

  /// As its name says.
  public Beside() {}

  @Override
  public Layers on(Parameters parameters, String prefix, int inputs) {
    Linear first = new Linear(parameters, prefix + "first", inputs, 8);
    Linear second = new Linear(parameters, prefix + "second", 8, 8);
    Parameter gain = parameters.add(prefix + "gain", 1, 8);
    Parameter bias = parameters.add(prefix + "bias", 1, 8);
    return new Layers() {
      @Override
      public Tensor apply(Tensor x) {
        Tensor h = first.apply(x).layerNorm(gain, bias, Kernels.Activation.RELU);
        Tensor gate = second.apply(h).logSoftmax().exp();
        Tensor sum = h.add(gate.mul(h.square().add(1).log()).sub(h.softplus().mul(0.1)));
        Tensor ratio = sum.div(h.clamp(-1, 1).add(2)).max(Tensor.repeat(bias)).min(h.add(1));
        return x.concat(ratio.tanh()).concat(sum.columns(2, 5)).concat(sum.sumColumns());
      }

      @Override
      public void initialize(Rng random) {
        first.initialize(Initialization.UNIFORM, 1, random);
        second.initialize(Initialization.UNIFORM, 1, random);
        float[] values = parameters.values();
        for (int j = 0; j < gain.size(); j++) {
          values[gain.at() + j] = 1;
        }
      }
    };
  }
}
