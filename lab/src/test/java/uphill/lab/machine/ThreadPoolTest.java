package uphill.lab.machine;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadPoolTest {

  /// Whoever runs it: the first task that fails is the one that is told of, and only once.
  @ParameterizedTest
  @CsvSource({"4,2,0", "4,2,1", "4,16,3", "2,16,9", "1,3,1"})
  void theFirstFailureIsThrownOnce(int workers, int tasks, int first) {
    try (ThreadPool pool = new ThreadPool(workers)) {
      for (int round = 0; round < 300; round++) {
        assertThatIllegalStateException()
            .isThrownBy(() -> pool.run(tasks, (task, _) -> failFrom(first, task)))
            .withMessage("task " + first);
        pool.run(tasks, (_, _) -> {});
      }
    }
  }

  private static void failFrom(int first, int task) {
    for (int i = 0; i < 2000 / (task + 1); i++) {
      Thread.onSpinWait(); // earlier tasks take longer, so that later ones fail before them
    }
    if (task >= first) {
      throw new IllegalStateException("task " + task);
    }
  }
}
