package uphill.kernel;

import org.jspecify.annotations.Nullable;

/// Holds the choice of [Kernels#best()], made when it is first asked for.
final class KernelsChoice {

  static final String PROPERTY = "uphill.kernels";

  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  private static @Nullable Kernels best;

  private KernelsChoice() {}

  /// Chosen by the first call. Not by a static initializer: what that throws is an error, and is
  /// thrown once.
  static synchronized Kernels best() {
    Kernels chosen = best;
    if (chosen == null) {
      chosen = choose(System.getProperty(PROPERTY));
      best = chosen;
    }
    return chosen;
  }

  /// Whether the property decides.
  static boolean isSet() {
    return System.getProperty(PROPERTY) != null;
  }

  static Kernels choose(@Nullable String wanted) {
    return switch (wanted) {
      case null -> {
        if (vectorModuleIsThere()) {
          yield new VectorKernels();
        }
        System.getLogger(KernelsChoice.class.getName())
            .log(
                System.Logger.Level.WARNING,
                "The module {0} is not there, so everything is computed by the scalar kernels, with"
                    + " the same results but several times slower: start java with"
                    + " --add-modules {0}, or with -D{1}=scalar to silence this.",
                VECTOR_MODULE,
                PROPERTY);
        yield new ScalarKernels();
      }
      case "scalar" -> new ScalarKernels();
      case "vector" -> {
        if (!vectorModuleIsThere()) {
          throw new IllegalStateException(
              "%s is vector, but the module %s is not there: start java with --add-modules %s"
                  .formatted(PROPERTY, VECTOR_MODULE, VECTOR_MODULE));
        }
        yield new VectorKernels();
      }
      default ->
          throw new IllegalArgumentException(
              "%s must be scalar or vector, got %s".formatted(PROPERTY, wanted));
    };
  }

  /// Asks the layer, because loading a class that uses an absent module would throw.
  private static boolean vectorModuleIsThere() {
    return ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
  }
}
