package uphill.env;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import uphill.env.fault.RunningCall;
import uphill.env.vector.VectorEnv;

/// Another thread sees which environment does not come back.
@Timeout(60)
class RunningCallTest {

  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);

  private void hang() throws InterruptedException {
    inside.countDown();
    go.await();
  }

  /// Environment 1 of three hangs in `call`: what is seen of it then.
  private RunningCall seen(VectorEnv vector, Runnable call) throws Exception {
    List<RunningCall> seen;
    List<RunningCall> again;
    String place;
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<?> running = other.submit(call);
      inside.await();
      seen = vector.running();
      again = vector.running();
      place = seen.isEmpty() ? "" : seen.getFirst().place();
      go.countDown();
      running.get();
    }
    assertThat(vector.running()).isEmpty();
    assertThat(again).isEqualTo(seen);
    assertThat(seen).hasSize(1);
    assertThat(seen.getFirst().environment()).isEqualTo(1);
    assertThat(place)
        .contains("uphill.env.RunningCallTest.hang(RunningCallTest.java:")
        .contains(", called from ")
        .doesNotContain("java.base", "CountDownLatch", "Calls", "VectorEnv.");
    return seen.getFirst();
  }

  private static VectorEnv vector(Planted faulty) {
    return new VectorEnv("Planted", List.of(new Planted(), faulty, new Planted()));
  }

  @Test
  void aStepThatHangsIsSeen() throws Exception {
    int[] steps = {0};
    VectorEnv vector =
        vector(
            new Planted()
                .inStep(
                    (action, step) -> {
                      if (++steps[0] == 3) {
                        hang();
                      }
                    }));
    vector.reset(0);
    vector.step(new float[3]);
    vector.step(new float[3]);
    assertThat(vector.running()).isEmpty();

    RunningCall call = seen(vector, () -> vector.step(new float[3]));

    assertThat(call.what()).isEqualTo("step 3 of episode 1");
  }

  @Test
  void aStepOfARangeThatHangsIsSeen() throws Exception {
    VectorEnv vector = vector(new Planted().inStep((action, step) -> hang()));
    vector.reset(0);

    RunningCall call = seen(vector, () -> vector.step(1, 3, new float[3]));

    assertThat(call.what()).isEqualTo("step 1 of episode 1");
  }

  @Test
  void aResetThatHangsIsSeen() throws Exception {
    VectorEnv vector = vector(new Planted().inReset(observation -> hang()));

    RunningCall call = seen(vector, () -> vector.reset(0));

    assertThat(call.what()).isEqualTo("the reset that begins episode 1");
  }

  /// The step came back; the reset that follows it did not.
  @Test
  void aResetAfterAnEndingThatHangsIsSeen() throws Exception {
    int[] resets = {0};
    VectorEnv vector =
        vector(
            new Planted()
                .inStep((action, step) -> step.ending = Ending.TERMINATED)
                .inReset(
                    observation -> {
                      if (++resets[0] == 2) {
                        hang();
                      }
                    }));
    vector.reset(0);

    RunningCall call = seen(vector, () -> vector.step(new float[3]));

    assertThat(call.what()).isEqualTo("the reset that begins episode 2");
  }

  @Test
  void savingThatHangsIsSeen() throws Exception {
    VectorEnv vector =
        vector(
            new Planted()
                .inState(
                    () -> {
                      hang();
                      return new long[0];
                    }));

    RunningCall call = seen(vector, vector::state);

    assertThat(call.what()).isEqualTo("state(), after step 0 of episode 0");
  }

  @Test
  void restoringThatHangsIsSeen() throws Exception {
    VectorEnv vector = vector(new Planted().inRestore(this::hang));
    long[] saved = vector.state();

    RunningCall call = seen(vector, () -> vector.restore(saved));

    assertThat(call.what()).isEqualTo("restore()");
  }

  @Test
  void closingThatHangsIsSeen() throws Exception {
    VectorEnv vector = vector(new Planted().inClose(this::hang));

    RunningCall call = seen(vector, vector::close);

    assertThat(call.what()).isEqualTo("close()");
  }

  @Test
  void callsThatFollowEachOtherHaveDifferentNumbers() throws Exception {
    CountDownLatch[] reached = {new CountDownLatch(1), new CountDownLatch(1)};
    CountDownLatch[] release = {new CountDownLatch(1), new CountDownLatch(1)};
    int[] steps = {0};
    VectorEnv vector =
        vector(
            new Planted()
                .inStep(
                    (action, step) -> {
                      int t = steps[0]++;
                      reached[t].countDown();
                      release[t].await();
                    }));
    vector.reset(0);
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<?> running =
          other.submit(
              () -> {
                vector.step(new float[3]);
                vector.step(new float[3]);
              });
      reached[0].await();
      List<RunningCall> first = vector.running();
      release[0].countDown();
      reached[1].await();
      List<RunningCall> second = vector.running();
      release[1].countDown();
      running.get();

      assertThat(second.getFirst().environment()).isEqualTo(first.getFirst().environment());
      assertThat(second.getFirst().number()).isNotEqualTo(first.getFirst().number());
    }
  }
}
