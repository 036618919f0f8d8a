package uphill.kernel;

/// The numeric operations that a network, its gradients and its optimizer need, on plain arrays.
///
/// There are two implementations. [ScalarKernels] is the specification: plain loops that say what
/// every bit of a result is. [VectorKernels] computes the same bits on SIMD lanes. That works
/// because every operation fixes the order of its arithmetic:
///
/// - every element of a matrix product is ONE chain of fused multiply-adds in increasing `k`, begun
///   by the bias, by zero, or by what C held before;
/// - elementwise functions are the same sequence of IEEE operations for every element;
/// - sums over rows run in row order, one chain per column.
///
/// So the bits depend on no lane count, blocking, or number of threads.
///
/// Matrices are row-major and contiguous, and begin at an offset: `a, aAt` is the matrix whose
/// first element is `a[aAt]`. Arguments are trusted (`assert` at most): the callers check. Results
/// must not overlap arguments unless a method says so. No method allocates once warm, and all may
/// be called from several threads at a time.
public sealed interface Kernels permits ScalarKernels, VectorKernels {

  /// What [#affine] applies to each element it computed.
  enum Activation {
    /// y
    IDENTITY,
    /// tanh y, by [ScalarKernels#tanh(float)]
    TANH,
    /// max(y, 0), and NaN where y is NaN
    RELU
  }

  /// The kernels of this process, chosen once: the Vector API's where the JVM offers it, else the
  /// scalar ones, after one sentence that says why and what to do about it. The system property
  /// `uphill.kernels` (`scalar` or `vector`) decides instead where it is set.
  static Kernels best() {
    return KernelsChoice.best();
  }

  /// Those for a computation that is over before [VectorKernels] would be compiled: the scalar
  /// ones, unless the system property decides.
  static Kernels brief() {
    return KernelsChoice.isSet() ? best() : new ScalarKernels();
  }

  /// `scalar`, or `vector` with the width of its lanes, for records of a run.
  String description();

  /// Fills Y with f(X·W + b). Shapes: X [m, k], W [k, n], b [1, n], Y [m, n].
  void affine(
      int m,
      int n,
      int k,
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      float[] bias,
      int biasAt,
      Activation activation,
      float[] y,
      int yAt);

  /// Fills C with A·B, or adds A·B to it (`add`). Shapes: A [m, k], B [k, n], C [m, n].
  void matmul(
      int m, int n, int k, float[] a, int aAt, float[] b, int bAt, boolean add, float[] c, int cAt);

  /// Fills C with Aᵀ·B, or adds Aᵀ·B to it (`add`): a layer's weight gradient, k runs over rows.
  /// Shapes: A [k, m], B [k, n], C [m, n].
  void matmulTransposeA(
      int m, int n, int k, float[] a, int aAt, float[] b, int bAt, boolean add, float[] c, int cAt);

  /// Fills B with Aᵀ. Shapes: A [rows, columns], B [columns, rows].
  void transpose(int rows, int columns, float[] a, int aAt, float[] b, int bAt);

  /// Adds the sum over rows to `sum`. Shapes: X [rows, columns], sum [1, columns].
  void addColumnSums(int rows, int columns, float[] x, int xAt, float[] sum, int sumAt);

  /// Fills y with eˣ, elementwise; y may be x. See [ScalarKernels#exp(float)].
  void exp(int n, float[] x, int xAt, float[] y, int yAt);

  /// Fills y with log x, elementwise; y may be x. See [ScalarKernels#log(float)].
  void log(int n, float[] x, int xAt, float[] y, int yAt);

  /// Fills y with tanh x, elementwise; y may be x. See [ScalarKernels#tanh(float)].
  void tanh(int n, float[] x, int xAt, float[] y, int yAt);

  /// Fills y with log(1 + eˣ), elementwise; y may be x. See [ScalarKernels#softplus(float)].
  void softplus(int n, float[] x, int xAt, float[] y, int yAt);

  /// Fills y with 1/(1 + e⁻ˣ), the slope of softplus, elementwise; y may be x. See
  /// [ScalarKernels#logistic(float)].
  void logistic(int n, float[] x, int xAt, float[] y, int yAt);

  /// Multiplies d by tanh′ = 1 − y², elementwise, where y is the tanh already computed: d ← d ·
  /// fma(−y, y, 1).
  void tanhGradient(int n, float[] y, int yAt, float[] d, int dAt);

  /// Multiplies d by relu′, elementwise, where y is the relu already computed: d ← y > 0 ? d : 0.
  void reluGradient(int n, float[] y, int yAt, float[] d, int dAt);

  /// Fills each row of Y with the logarithm of its softmax.
  ///
  /// ```text
  /// m = maxⱼ xⱼ      s = Σⱼ e^(xⱼ−m), j increasing      yⱼ = (xⱼ − m) − log s
  /// ```
  ///
  /// Shapes: X, Y [rows, columns].
  void logSoftmax(int rows, int columns, float[] x, int xAt, float[] y, int yAt);

  /// Adds x to y, elementwise.
  void add(int n, float[] x, int xAt, float[] y, int yAt);

  /// Adds a·x to y, elementwise: y ← fma(a, x, y).
  void addScaled(int n, float a, float[] x, int xAt, float[] y, int yAt);

  /// Takes y the share a of the way to x, elementwise: y ← fma(a, x − y, y).
  void approach(int n, float a, float[] x, int xAt, float[] y, int yAt);

  /// Multiplies y by a, elementwise.
  void scale(int n, float a, float[] y, int yAt);

  /// One step of Adam, Kingma and Ba 2015, [arXiv:1412.6980](https://arxiv.org/abs/1412.6980),
  /// algorithm 1, elementwise; changes θ, m and v.
  ///
  /// ```text
  /// m ← fma(β₁, m, (1−β₁)·g)         v ← fma(β₂, v, (1−β₂)·(g·g))
  /// θ ← θ − rate · m / (√v · c + ε)
  /// ```
  ///
  /// where the caller gives the bias corrections: rate = α / (1 − β₁ᵗ), c = 1 / √(1 − β₂ᵗ). An m or
  /// v below 10⁻³⁰ in absolute value becomes 0: Java cannot flush denormals in hardware, and a
  /// gradient that stays zero would decay its moments into them (a factor of two in speed).
  void adam(
      int n,
      float[] parameter,
      int parameterAt,
      float[] m,
      float[] v,
      int momentAt,
      float[] gradient,
      int gradientAt,
      float beta1,
      float beta2,
      float rate,
      float correction,
      float epsilon);

  /// One step of RMSProp, elementwise; changes θ and v. The constant that keeps the quotient finite
  /// is added under the root, after it, or on both sides.
  ///
  /// ```text
  /// v ← fma(ρ, v, (1−ρ)·(g·g))
  /// θ ← θ − rate · g / (√(v + underRoot) + afterRoot)
  /// ```
  ///
  /// A v below 10⁻³⁰ becomes 0, as in [#adam].
  void rmsProp(
      int n,
      float[] parameter,
      int parameterAt,
      float[] v,
      int momentAt,
      float[] gradient,
      int gradientAt,
      float decay,
      float rate,
      float underRoot,
      float afterRoot);

  /// Whether no element is infinite or NaN.
  boolean finite(int n, float[] x, int xAt);

  /// Σ x², in double precision: eight chains over i mod 8 and one for the rest, summed in order.
  default double sumOfSquares(int n, float[] x, int xAt) {
    return ScalarKernels.chainedSumOfSquares(n, x, xAt);
  }
}
