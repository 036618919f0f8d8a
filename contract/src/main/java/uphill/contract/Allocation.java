package uphill.contract;

import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/// What a thread allocates, where the JVM counts it.
final class Allocation {

  private Allocation() {}

  /// What tells the bytes that the calling thread has allocated until now, and allocates nothing
  /// itself.
  ///
  /// @throws UnsupportedOperationException if the JVM, or the modules that it was started with,
  ///   cannot say
  static LongSupplier counter() {
    try {
      return Counter.make();
    } catch (LinkageError e) {
      throw new UnsupportedOperationException("the module jdk.management is missing", e);
    }
  }

  /// Apart, so that it is linked only when it is asked.
  private static final class Counter {
    static LongSupplier make() {
      if (ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean bean
          && bean.isThreadAllocatedMemorySupported()
          && bean.isThreadAllocatedMemoryEnabled()) {
        return bean::getCurrentThreadAllocatedBytes;
      }
      throw new UnsupportedOperationException("this JVM counts no allocated bytes");
    }
  }
}
