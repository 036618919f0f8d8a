package uphill.nn;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import uphill.autodiff.Tensor;
import uphill.kernel.Rng;
import uphill.kernel.ScalarKernels;

/// Independent normal distributions, squashed into a box: the policy of soft actor-critic, Haarnoja
/// et al. 2018, [arXiv:1801.01290](https://arxiv.org/abs/1801.01290), appendix C, on actions as the
/// world takes them.
///
/// ```text
/// u ~ N(μ, σ)          a = low + (tanh u + 1)·½(high − low)
/// log π(a|s) = log N(u; μ, σ) − Σⱼ log(1 − tanh²u) − Σⱼ log ½(high − low)
/// log(1 − tanh²u) = 2·(log 2 − u − softplus(−2u))
/// KL(π‖π′) = KL(N‖N′), as a tells what u was
/// ```
///
/// Its entropy has no closed form. Its arrays belong to it: they are copied on the way in, and are
/// not to be written to.
///
/// @param mean μ, [rows, n]
/// @param logStd log σ, [rows, n]
/// @param low the lower bounds, n
/// @param high the upper bounds, n
public record SquashedGaussian(Tensor mean, Tensor logStd, float[] low, float[] high)
    implements Distribution {

  private static final double HALF_LOG_2_PI = 0.5 * StrictMath.log(2 * Math.PI);
  private static final double LOG_2 = StrictMath.log(2);

  /// Half the distance from 1 to the float below it: how far from a bound, in widths of the box, an
  /// action on it is taken to be.
  private static final double EDGE = 0x1p-25;

  /// Checks the shapes.
  ///
  /// @throws IllegalArgumentException if they do not fit, or a component has no finite width
  public SquashedGaussian {
    low = low.clone();
    high = high.clone();
    int n = mean.columns();
    if (logStd.columns() != n || low.length != n || high.length != n) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "mean has %d columns, logStd %d, low %d, high %d",
              n,
              logStd.columns(),
              low.length,
              high.length));
    }
    UnitBox.check(low, high);
  }

  /// An action drawn by reparameterization, so that a gradient flows through it.
  ///
  /// @param action a, [rows, n]
  /// @param logProb log π(a|s), [rows, 1]
  public record Sample(Tensor action, Tensor logProb) {}

  /// The action that standard normal noise ξ leads to, u = μ + σ·ξ, and its log π, which is
  /// computed from ξ and u and so stays exact where a has reached a bound. Shape: noise [rows, n].
  public Sample sample(Tensor noise) {
    Tensor u = mean.add(logStd.exp().mul(noise));
    return new Sample(box().stretch(u.tanh()), logProb(noise, u));
  }

  /// log π(a|s). An action on a bound, or beyond it, is read as one 2⁻²⁵ of the box's width inside:
  /// u = ±8.7.
  @Override
  public Tensor logProb(Tensor action) {
    Checks.columns("action", low.length, action);
    Tensor below = share(action, low, 1);
    Tensor above = share(action, high, -1);
    Tensor u = below.log().sub(above.log()).mul(0.5);
    return logProb(u.sub(mean).mul(logStd.neg().exp()), u);
  }

  /// @param z (u − μ)/σ
  private Tensor logProb(Tensor z, Tensor u) {
    double logScale = 0;
    for (int j = 0; j < low.length; j++) {
      logScale += StrictMath.log(UnitBox.half(low[j], high[j]));
    }
    Tensor gaussian = z.square().mul(-0.5).sub(logStd).add(-HALF_LOG_2_PI);
    Tensor logSlope = u.add(u.mul(-2).softplus()).add(-LOG_2).mul(-2);
    return gaussian.sub(logSlope).sumColumns().add(-logScale);
  }

  /// How far an action is from a bound, ±(a − bound)/(high − low), held in [EDGE, 1]. The
  /// difference is taken first: near the bound it is exact.
  private Tensor share(Tensor action, float[] bound, int sign) {
    return box()
        .byBounds(
            action,
            (part, j) -> part.add(-bound[j]).mul(sign / (2 * UnitBox.half(low[j], high[j]))))
        .clamp(EDGE, 1);
  }

  private UnitBox box() {
    return new UnitBox(low, high);
  }

  /// Refuses: it has no closed form.
  ///
  /// @throws UnsupportedOperationException always
  @Override
  public Tensor entropy() {
    throw new UnsupportedOperationException(
        "a squashed Gaussian's entropy has no closed form: take the mean of −log π of samples,"
            + " sample(noise).logProb(), instead");
  }

  @Override
  public Tensor kl(Distribution other) {
    if (!(other instanceof SquashedGaussian that)) {
      throw Checks.differentFamilies(this, other);
    }
    if (!Arrays.equals(low, that.low) || !Arrays.equals(high, that.high)) {
      throw new IllegalArgumentException(
          "KL between squashed Gaussians of different boxes is infinite or undefined; their bounds"
              + " must be equal");
    }
    return new Gaussian(mean, logStd).kl(new Gaussian(that.mean, that.logStd));
  }

  /// M·u, that of the Gaussian: what squashes does not depend on θ.
  @Override
  public SequencedMap<String, Tensor> fisher(SequencedMap<String, Tensor> direction) {
    return new Gaussian(mean, logStd).fisher(direction);
  }

  @Override
  public SequencedMap<String, Tensor> heads() {
    var heads = new LinkedHashMap<String, Tensor>();
    heads.put("mean", mean);
    heads.put("logStd", logStd);
    return heads;
  }

  @Override
  public SquashedGaussian asInput(String prefix) {
    int n = mean.columns();
    return new SquashedGaussian(
        Tensor.input(prefix + "mean", n), Tensor.input(prefix + "logStd", n), low, high);
  }

  /// Draws an action a of the box [low, high], component by component; fills `action`.
  public static void sample(
      float[] mean,
      int meanAt,
      float[] logStd,
      int logStdAt,
      float[] low,
      float[] high,
      Rng random,
      float[] action,
      int actionAt) {
    Gaussian.sample(mean, meanAt, logStd, logStdAt, low.length, random, action, actionAt);
    squash(action, actionAt, low, high, action, actionAt);
  }

  /// What it does where nothing is drawn: the action that μ is squashed to, in each component the
  /// median. (Its density may be higher elsewhere, towards a bound: the mode is that of u.) Fills
  /// `action`.
  public static void mode(
      float[] mean, int meanAt, float[] low, float[] high, float[] action, int actionAt) {
    squash(mean, meanAt, low, high, action, actionAt);
  }

  private static void squash(
      float[] u, int at, float[] low, float[] high, float[] action, int actionAt) {
    for (int j = 0; j < low.length; j++) {
      action[actionAt + j] =
          UnitBox.stretch(ScalarKernels.tanh(u[at + j]), low[j], high[j]);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SquashedGaussian that
        && mean.equals(that.mean)
        && logStd.equals(that.logStd)
        && Arrays.equals(low, that.low)
        && Arrays.equals(high, that.high);
  }

  @Override
  public int hashCode() {
    return 31 * mean.hashCode() + logStd.hashCode();
  }

  @Override
  public String toString() {
    return "SquashedGaussian(%s … %s)".formatted(Arrays.toString(low), Arrays.toString(high));
  }
}
