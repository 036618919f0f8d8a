package uphill.push;

import java.util.Arrays;
import java.util.List;
import uphill.push.ScoreModel.Layer;

/// A vector laid out as θ, one layer of it as rows: in rows of out elements, and the bias.
///
/// @param weight one row for each input
/// @param bias out elements
record LayerRows(double[][] weight, double[] bias) {

  /// Layer after layer.
  static LayerRows[] of(DenseNetwork network, double[] vector) {
    List<Layer> layers = network.layers();
    LayerRows[] all = new LayerRows[layers.size()];
    for (int l = 0; l < all.length; l++) {
      Layer layer = layers.get(l);
      int out = layer.out();
      double[][] weight = new double[layer.in()][];
      for (int k = 0; k < weight.length; k++) {
        int at = layer.weightAt() + k * out;
        weight[k] = Arrays.copyOfRange(vector, at, at + out);
      }
      all[l] =
          new LayerRows(weight, Arrays.copyOfRange(vector, layer.biasAt(), layer.biasAt() + out));
    }
    return all;
  }

  /// The columns of the weight.
  double[][] columns() {
    double[][] columns = new double[bias.length][weight.length];
    for (int k = 0; k < weight.length; k++) {
      for (int j = 0; j < bias.length; j++) {
        columns[j][k] = weight[k][j];
      }
    }
    return columns;
  }

  /// Adds what these rows hold to a vector laid out as θ.
  static void addTo(double[] vector, DenseNetwork network, LayerRows[] rows) {
    for (int l = 0; l < rows.length; l++) {
      Layer layer = network.layers().get(l);
      for (int k = 0; k < layer.in(); k++) {
        addAt(layer.weightAt() + k * layer.out(), rows[l].weight[k], vector);
      }
      addAt(layer.biasAt(), rows[l].bias, vector);
    }
  }

  private static void addAt(int at, double[] x, double[] vector) {
    for (int j = 0; j < x.length; j++) {
      vector[at + j] += x[j];
    }
  }
}
