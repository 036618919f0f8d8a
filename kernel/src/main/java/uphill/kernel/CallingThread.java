package uphill.kernel;

/// [Workers] of one: tasks run in order on the thread that asks.
enum CallingThread implements Workers {
  INSTANCE;

  @Override
  public int count() {
    return 1;
  }

  @Override
  public void run(int tasks, Task task) {
    for (int i = 0; i < tasks; i++) {
      task.run(i, 0);
    }
  }
}
