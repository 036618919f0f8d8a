package uphill.kernel;

/// Holds the choice of [Kernels#best()], made when it is first asked for.
final class KernelsChoice {

  static final Kernels BEST = new ScalarKernels();

  private KernelsChoice() {}
}
