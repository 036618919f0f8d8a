package uphill.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AllocationTest {

  private static final int PROCESSES = 3;

  /// The Vector API allocates until C2 has compiled a kernel, so [AllocationProbe] asks until it
  /// stops. Once in some dozens of processes C2 leaves a kernel with boxed vectors for good
  /// (docs/decisions/0003): so up to three are asked, each a JVM of its own.
  @Test
  void aWarmKernelAllocatesNothing() throws Exception {
    List<String> printed = new ArrayList<>();
    while (printed.size() < PROCESSES && !printed.contains("bytes 0")) {
      OtherJvm.run(OtherJvm.WITH_VECTORS, "uphill.kernel.AllocationProbe").stream()
          .filter(line -> line.startsWith("bytes "))
          .forEach(printed::add);
    }

    assertThat(printed).contains("bytes 0");
  }
}
