package uphill.kernel;

/// Threads, as an argument: what runs a fixed number of independent tasks.
///
/// Nothing that computes starts threads of its own. It cuts its work into tasks whose number
/// depends on the work alone, each writing to its own place, and hands them over; so results are
/// the same bits for any number of workers.
public interface Workers {

  /// One task. `worker` is in [0, count): no two tasks with the same worker run at the same time,
  /// so scratch memory may belong to it.
  @FunctionalInterface
  interface Task {
    /// Runs task number `task` on worker number `worker`.
    void run(int task, int worker);
  }

  /// How many tasks may run at the same time.
  int count();

  /// Runs tasks 0 … tasks−1 and returns when all are done. What a task throws is thrown here.
  void run(int tasks, Task task);

  /// The calling thread alone.
  static Workers one() {
    return CallingThread.INSTANCE;
  }
}
