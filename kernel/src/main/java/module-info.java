/// Numbers: `float[]` in, `float[]` out; and the random generator.
///
/// The Vector API is asked for statically, so that everything starts, and falls back to the scalar
/// kernels, where the incubating module is not resolved.
module uphill.kernel {
  requires static jdk.incubator.vector;
  requires static org.jspecify;

  exports uphill.kernel;
}
