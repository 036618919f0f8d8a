package uphill.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.kernel.Rng;

class VerificationTest {

  private static final World CART_POLE =
      World.named("CartPole-v1", VerificationTest.class.getClassLoader());

  @TempDir private Path directory;

  private Path run() throws IOException {
    Path run = directory.resolve("run");
    Experiment.in(CART_POLE)
        .seed(3)
        .steps(4_000)
        .set("batch_steps", 500)
        .set("envs", 2)
        .checkpoints(CheckpointPlan.DEFAULT.everySteps(2_000))
        .run(run);
    return run;
  }

  private static Verification.Report verify(Path run, int from, int to) throws IOException {
    return new Verification(CART_POLE, run).verify(from, to, 1, _ -> {});
  }

  @Test
  void everyByteOfAnUntouchedRunAgrees() throws IOException {
    Path run = run();
    List<Integer> carriedOut = new ArrayList<>();

    assertThat(new Verification(CART_POLE, run).verify(1, 8, 2, carriedOut::add).passed()).isTrue();
    assertThat(carriedOut).hasSize(8);
  }

  @Test
  void aRangeBeginsAtTheNearestCheckpoint() throws IOException {
    Path run = run();
    List<Integer> carriedOut = new ArrayList<>();

    assertThat(new Verification(CART_POLE, run).verify(6, 7, 1, carriedOut::add).passed()).isTrue();
    assertThat(carriedOut).containsExactly(5, 6, 7);
  }

  @Test
  void aSingleFlippedBitIsFoundInEveryFile() throws IOException {
    Path run = run();
    Rng random = Rng.seeded(1);
    List<Path> files = Checksums.files(run);
    assertThat(files).hasSize(7 + 2 * 4 + 2);
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      for (int flip = 0; flip < 8 && bytes.length > 0; flip++) {
        byte[] altered = bytes.clone();
        altered[random.choice(bytes.length)] ^= (byte) (1 << random.choice(8));
        Files.write(file, altered);

        assertThat(Verification.altered(run)).singleElement().asString().contains(file.toString());
      }
      Files.write(file, bytes);
    }
    assertThat(Verification.altered(run)).isEmpty();
    Files.delete(run.resolve(UpdateRecord.TABLE));
    assertThat(Verification.altered(run)).singleElement().asString().contains("missing");
  }

  /// What was altered with care: every checksum is right, and the bytes are not those of the run.
  @Test
  void aForgedRunIsFoundByItsReexecution() throws IOException {
    Path run = run();
    Path metrics = run.resolve(UpdateRecord.METRICS);
    List<String> lines = new ArrayList<>(Files.readAllLines(metrics));
    lines.set(6, lines.get(6).replace("\"steps\":3500", "\"steps\":3501"));
    Files.writeString(metrics, String.join("\n", lines) + "\n");
    Files.writeString(
        run.resolve(Checksums.FILE),
        Checksums.text(Checksums.of(run, Set.of(Checksums.FILE, RunLock.FILE))));

    Verification.Report report = verify(run, 1, 8);

    assertThat(report.passed()).isFalse();
    assertThat(report.differences())
        .singleElement()
        .asString()
        .startsWith("update 7: metrics.jsonl differs at byte");
    assertThat(verify(run, 1, 6).passed()).isTrue();
  }

  @Test
  void whatCannotBeVerifiedIsRefused() throws IOException {
    Path run = run();
    assertThatThrownBy(() -> verify(run, 3, 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("made the updates 1 to 8, asked for 3 to 9");
    Files.delete(run.resolve(Checksums.FILE));
    assertThatThrownBy(() -> verify(run, 1, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("uphill resume");
  }
}
