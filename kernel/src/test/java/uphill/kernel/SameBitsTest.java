package uphill.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The promise that a run repeats bit for bit rests on this: scalar and vector kernels, compiled by
/// whatever, for whatever width, give the same bits. Within a JVM [SameBits] compares the two; here
/// its checksums are compared between JVMs.
class SameBitsTest {

  private static List<String> expected = List.of();

  @BeforeAll
  static void sweepWithTheDefaultFlags() throws Exception {
    expected = sameBits(OtherJvm.run(OtherJvm.WITH_VECTORS, "uphill.kernel.SameBits", "3"));
  }

  @Test
  void everyShapeGivesTheSameBitsInBothKernels() {
    assertThat(expected).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    // flag of the JVM, levels of the sweep
    "-XX:UseAVX=2, 3",
    "-XX:UseAVX=3, 3", // where the processor lacks it, the JVM falls back to 2: see the output
    "-XX:UseAVX=1, 2",
    "-XX:TieredStopAtLevel=1, 3", // the slowest: about two minutes
    "-Xint, 1",
    "-Duphill.vector.bits=128, 2",
    "-Duphill.vector.bits=256, 2",
    "-Duphill.vector.bits=512, 2",
  })
  void flagsOfTheJvmDoNotChangeABit(String flag, int levels) throws Exception {
    List<String> flags = new ArrayList<>(OtherJvm.WITH_VECTORS);
    flags.add(flag);

    List<String> output = OtherJvm.run(flags, "uphill.kernel.SameBits", Integer.toString(levels));

    assertThat(sameBits(output)).hasSize(levels).isEqualTo(expected.subList(0, levels));
    output.stream()
        .filter(line -> line.startsWith("computes with"))
        .forEach(line -> System.out.println(flag + " " + line));
  }

  private static List<String> sameBits(List<String> output) {
    return output.stream().filter(line -> line.startsWith("same bits")).toList();
  }
}
