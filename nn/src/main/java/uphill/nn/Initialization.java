package uphill.nn;

import java.util.Arrays;
import uphill.autodiff.Parameter;
import uphill.kernel.Rng;

/// How a layer's weights begin.
public enum Initialization {
  /// Weights with orthonormal columns (or rows, whichever are fewer) times a gain, biases zero:
  /// Saxe et al. 2014, [arXiv:1312.6120](https://arxiv.org/abs/1312.6120).
  ORTHOGONAL {
    @Override
    void fill(Parameter weight, Parameter bias, double gain, Rng random) {
      Orthogonal.fill(weight, gain, random);
      Arrays.fill(bias.owner().values(), bias.at(), bias.at() + bias.size(), 0);
    }
  },
  /// Weights and biases uniform in ±1/√in, as PyTorch's `Linear` begins; gains are not used.
  UNIFORM {
    @Override
    void fill(Parameter weight, Parameter bias, double gain, Rng random) {
      double bound = 1 / Math.sqrt(weight.rows());
      fillUniform(weight, bound, random);
      fillUniform(bias, bound, random);
    }
  };

  abstract void fill(Parameter weight, Parameter bias, double gain, Rng random);

  private static void fillUniform(Parameter parameter, double bound, Rng random) {
    float[] values = parameter.owner().values();
    for (int i = parameter.at(); i < parameter.at() + parameter.size(); i++) {
      values[i] = (float) random.uniform(-bound, bound);
    }
  }
}
