package uphill.push;

import java.util.List;

/// What a policy's distribution stands on, in double precision: y = f_θ(x).
sealed interface ScoreNetwork permits DenseNetwork, TracedNetwork {

  /// Numbers in x.
  int inputs();

  /// Numbers in y.
  int outputs();

  /// Whether what it computes in double precision is on the branches that training took.
  boolean smooth();

  /// The parameters that y depends on, in order.
  List<ScoreModel.Entry> entries();

  /// y of every sample, of what the model reads.
  ForwardPass forward(ScoreModel model, double[] theta, Samples samples);
}
