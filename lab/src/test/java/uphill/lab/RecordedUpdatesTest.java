package uphill.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.lab.record.Checkpoint;

class RecordedUpdatesTest {

  @TempDir private Path run;

  private void record(long steps, String... kl) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int k = 0; k < kl.length; k++) {
      lines.append(
          String.format(
              Locale.ROOT,
              "{\"update\":%d,\"steps\":%d,\"kl\":%s}%n",
              k + 1,
              (k + 1) * steps,
              kl[k]));
    }
    Files.writeString(run.resolve("metrics.jsonl"), lines);
  }

  @Test
  void theTellingUpdateIsTheFirstOfThoseThatMovedThePolicyMost() throws IOException {
    record(100, "0.01", "null", "0.03", "0.03", "1e-9");

    RecordedUpdates.Choice choice = RecordedUpdates.of(run).telling();

    assertThat(choice.number()).isEqualTo(3);
    assertThat(choice.why()).contains("Of the 5 updates recorded so far", "mean KL (kl), 0.0300");
    assertThat(RecordedUpdates.of(run).last().number()).isEqualTo(5);
  }

  /// However long a run is: to carry an update out again must not take as long as the run did.
  @Test
  void aTellingUpdateIsNearTheBeginningOrACheckpoint() throws IOException {
    record(RecordedUpdates.REACH, "0.01", "0.9", "0.9", "0.02", "0.03", "0.9");
    Files.createDirectories(Checkpoint.folder(run, 4));

    RecordedUpdates.Choice choice = RecordedUpdates.of(run).telling();

    assertThat(choice.number()).isEqualTo(5);
    assertThat(choice.why()).contains("Of the 2 updates within 300,000 steps");
  }

  @Test
  void oneUpdateIsNotTheLargestOfMany() throws IOException {
    record(100, "0.01");

    assertThat(RecordedUpdates.of(run).telling().why())
        .isEqualTo("It is the one update recorded so far, with a recorded mean KL (kl) of 0.0100");
  }

  @Test
  void whereNothingMovedItIsTheLast() throws IOException {
    record(100, "0.0", "null");

    assertThat(RecordedUpdates.of(run).telling().number()).isEqualTo(2);
    assertThat(RecordedUpdates.of(run).telling().why())
        .contains("none has a recorded mean KL (kl) above 0");
  }

  @Test
  void whereNothingWasMeasuredNobodyClaimsThatNothingMoved() throws IOException {
    record(100, "null", "null");

    assertThat(RecordedUpdates.of(run).telling().why())
        .contains("how far each moved the policy (kl) was not recorded");
  }

  @Test
  void aLineThatIsBeingWrittenDoesNotCount() throws IOException {
    record(100, "0.01", "0.02");
    Path file = run.resolve("metrics.jsonl");
    Files.writeString(file, Files.readString(file) + "{\"update\":3,\"ste");

    assertThat(RecordedUpdates.of(run).made()).isEqualTo(2);
  }

  @Test
  void whatIsNoRecordIsRefusedWithItsLine() throws IOException {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecordedUpdates.of(run).telling())
        .withMessageContaining("has made no update yet");
    Files.writeString(run.resolve("metrics.jsonl"), "{\"update\":2,\"steps\":1}\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecordedUpdates.of(run))
        .withMessageContaining("line 1: expected update 1");
  }
}
