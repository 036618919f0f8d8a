package uphill.nn;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import uphill.autodiff.Tensor;
import uphill.kernel.Rng;
import uphill.kernel.ScalarKernels;

/// Independent normal distributions, one for each of n action components.
///
/// ```text
/// z = (a − μ)/σ                log π(a|s) = Σⱼ −½z² − log σ − ½log 2π
/// H = Σⱼ log σ + ½log 2πe
/// KL(π‖π′) = Σⱼ log σ′ − log σ + ½((σ/σ′)² + ((μ − μ′)/σ′)² − 1)
/// ```
///
/// @param mean μ, [rows, n]
/// @param logStd log σ, [rows, n]
public record Gaussian(Tensor mean, Tensor logStd) implements Distribution {

  private static final double HALF_LOG_2_PI = 0.5 * StrictMath.log(2 * Math.PI);

  public Gaussian {
    if (mean.columns() != logStd.columns()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "mean has %d columns, logStd %d", mean.columns(), logStd.columns()));
    }
  }

  @Override
  public Tensor logProb(Tensor action) {
    Tensor z = action.sub(mean).mul(logStd.neg().exp());
    return z.square().mul(-0.5).sub(logStd).add(-HALF_LOG_2_PI).sumColumns();
  }

  @Override
  public Tensor entropy() {
    return logStd.add(HALF_LOG_2_PI + 0.5).sumColumns();
  }

  @Override
  public Tensor kl(Distribution other) {
    if (!(other instanceof Gaussian(var otherMean, var otherLogStd))) {
      throw Checks.differentFamilies(this, other);
    }
    Tensor logRatio = logStd.sub(otherLogStd);
    Tensor shift = mean.sub(otherMean).mul(otherLogStd.neg().exp());
    return logRatio.exp().square().add(shift.square()).add(-1).mul(0.5).sub(logRatio).sumColumns();
  }

  /// M·u = (u_μ/σ², 2·u_logσ).
  @Override
  public SequencedMap<String, Tensor> fisher(SequencedMap<String, Tensor> direction) {
    var product = new LinkedHashMap<String, Tensor>();
    product.put("mean", logStd.mul(-2).exp().mul(Checks.along(direction, "mean", mean)));
    product.put("logStd", Checks.along(direction, "logStd", logStd).mul(2));
    return product;
  }

  @Override
  public SequencedMap<String, Tensor> heads() {
    var heads = new LinkedHashMap<String, Tensor>();
    heads.put("mean", mean);
    heads.put("logStd", logStd);
    return heads;
  }

  @Override
  public Gaussian asInput(String prefix) {
    int n = mean.columns();
    return new Gaussian(Tensor.input(prefix + "mean", n), Tensor.input(prefix + "logStd", n));
  }

  /// Draws an action a = μ + σ·ξ, ξ standard normal, component by component; fills `action`.
  public static void sample(
      float[] mean,
      int meanAt,
      float[] logStd,
      int logStdAt,
      int n,
      Rng random,
      float[] action,
      int actionAt) {
    for (int j = 0; j < n; j++) {
      float deviation = ScalarKernels.exp(logStd[logStdAt + j]);
      float noise = (float) random.standardNormal();
      action[actionAt + j] = Math.fma(deviation, noise, mean[meanAt + j]);
    }
  }
}
