package uphill.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The promise between machines: what [RecordedBits] computes was written down here once, and comes
/// out on any JDK from 25 on, on any operating system and processor. Where it does not, the
/// computation was changed, or something in it is not specified to the bit: ArchitectureTest says
/// what is.
class RecordedBitsTest {

  private static final String RECORDED =
      """
      CartPole-v1 99184a1a326fef0d
      Acrobot-v1 f2874b630ec7693b
      Pendulum-v1 008f2cd2f680866a
      MountainCar-v0 ffac17e420cb94b7
      MountainCarContinuous-v0 527dd52b474badbd
      FrozenLake-v1 12971162cf926145
      Taxi-v4 f9c2f0e5ebe98d28
      CliffWalking-v1 3984c6f635be9b9d
      oracle 64e0f01b3e0428ac
      """;

  /// Compilers and instruction sets, as far as one machine has them. A flag that this processor or
  /// this JDK does not know is ignored; AVX-512 falls back to what there is. The last does without
  /// the sine and the logarithm that the JVM has for this processor.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:+TieredCompilation",
        "-Xint",
        "-XX:TieredStopAtLevel=1",
        "-XX:UseAVX=0",
        "-XX:UseAVX=1",
        "-XX:UseAVX=2",
        "-XX:UseAVX=3",
        "-XX:-UseLibmIntrinsic",
      })
  void everyMachineGivesTheRecordedBits(String flag) throws Exception {
    List<String> output =
        OtherJvm.run(
            List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:+IgnoreUnrecognizedVMOptions", flag),
            RecordedBits.class);

    assertThat(output)
        .filteredOn(line -> line.matches("\\S+ [0-9a-f]{16}"))
        .containsExactlyElementsOf(RECORDED.lines().toList());
  }
}
