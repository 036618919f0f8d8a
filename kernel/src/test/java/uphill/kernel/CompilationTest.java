package uphill.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompilationTest {

  /// C1 gives up on methods that inline to too much ("out of virtual registers"), and then C2 may
  /// never see them: they stay a thousand times slower, and nobody is told.
  @ParameterizedTest
  @CsvSource({"256, RowBlocks::block6x2", "512, WideBlocks::block6x4"})
  void noKernelIsTooLargeForTheCompilers(int bits, String block) throws Exception {
    List<String> flags = new ArrayList<>(OtherJvm.WITH_VECTORS);
    flags.add("-XX:+PrintCompilation");
    flags.add("-Duphill.vector.bits=" + bits);

    List<String> output = OtherJvm.run(flags, "uphill.kernel.SameBits", "2");

    assertThat(output).anyMatch(line -> line.contains("uphill.kernel." + block));
    assertThat(output)
        .filteredOn(line -> line.contains("uphill.kernel"))
        .noneMatch(line -> line.contains("COMPILE SKIPPED"));
  }
}
