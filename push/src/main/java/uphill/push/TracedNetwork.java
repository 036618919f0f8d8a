package uphill.push;

import java.util.List;
import uphill.autodiff.Jacobian;
import uphill.push.ScoreModel.Entry;

/// A network of any operations. Its gradients are those of the reverse pass, row by row.
record TracedNetwork(Jacobian jacobian) implements ScoreNetwork {

  @Override
  public int inputs() {
    return jacobian.inputs();
  }

  @Override
  public int outputs() {
    return jacobian.outputs();
  }

  /// Its branches are decided in single precision, as training's.
  @Override
  public boolean smooth() {
    return true;
  }

  @Override
  public List<Entry> entries() {
    return jacobian.parameters().stream()
        .map(p -> new Entry(p.name(), p.rows(), p.columns(), p.at()))
        .toList();
  }

  @Override
  public ForwardPass forward(ScoreModel model, double[] theta, Samples samples) {
    return new TracedForward(model, jacobian, theta, samples);
  }
}
