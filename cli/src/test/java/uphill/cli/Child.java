package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// `uphill` in a process of its own, so that it can be killed, interrupted and starved.
final class Child implements AutoCloseable {

  /// Flags for a life that is short.
  static final List<String> BRIEF =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Duphill.kernels=scalar");

  /// What shells and the JDK make of a signal: 128 and its number.
  static final int KILLED = 128 + 9;

  private static final long AT_MOST_MINUTES = 5; // against tests that hang

  private static final long LOOK_NANOSECONDS = 300_000;

  private final Process process;
  private final Path out;
  private final Path err;

  /// What it left behind.
  record Outcome(int code, String out, String err) {

    /// It was refused, or stopped, with a sentence, and no stack trace.
    Outcome saysOnly(int expected, String... parts) {
      assertThat(err).contains(parts).doesNotContain("\tat ").doesNotContain("Exception");
      assertThat(out).doesNotContain("\tat ");
      assertThat(code).as(err).isEqualTo(expected);
      return this;
    }

    /// It did what it was asked for, and had nothing to complain about.
    Outcome succeeds() {
      assertThat(err).isEmpty();
      assertThat(out).doesNotContain("\tat ");
      assertThat(code).isZero();
      return this;
    }
  }

  private Child(List<String> command, Path logs) throws IOException {
    Files.createDirectories(logs);
    out = Files.createTempFile(logs, "child", ".out");
    err = Files.createTempFile(logs, "child", ".err");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "UPHILL_JAVA_OPTS"));
    builder.environment().put("UPHILL_NO_BUILD", "1"); // for the launcher
    builder.environment().put("UPHILL_JAVA_HOME", System.getProperty("java.home"));
    process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
  }

  /// Starts any command.
  ///
  /// @param logs a folder for what it prints
  static Child of(Path logs, List<String> command) throws IOException {
    return new Child(command, logs);
  }

  /// Starts `uphill` in the JVM that this is.
  static Child uphill(Path logs, List<String> flags, String... words) throws IOException {
    return new Child(command(flags, words), logs);
  }

  /// Runs `uphill` to its end.
  static Outcome run(Path logs, List<String> flags, String... words)
      throws IOException, InterruptedException {
    try (Child child = uphill(logs, flags, words)) {
      return child.outcome();
    }
  }

  /// The words of a command line. Everything lies on the class path, so that the child needs none
  /// of this JVM's module options, and the worlds of the tests are found.
  static List<String> command(List<String> flags, String... words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("--class-path", classPath(), "uphill.cli.Main"));
    command.addAll(List.of(words));
    return command;
  }

  private static String classPath() {
    List<String> path = new ArrayList<>();
    for (String module : Modules.OURS) {
      path.add(Path.of("..", module, "target", "classes").toAbsolutePath().toString());
    }
    path.add(Path.of("target", "test-classes").toAbsolutePath().toString());
    path.add(Path.of("target", "libraries").toAbsolutePath() + File.separator + "*");
    return String.join(File.pathSeparator, path);
  }

  /// Waits so many milliseconds, or less if it ends.
  void live(long milliseconds) throws InterruptedException {
    boolean _ = process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
  }

  /// Waits until something shows, or it ends.
  ///
  /// @return whether it showed
  boolean liveUntil(BooleanSupplier sign) {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(AT_MOST_MINUTES);
    while (process.isAlive()) {
      if (sign.getAsBoolean()) {
        return true;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("nothing showed; " + printed());
      }
      LockSupport.parkNanos(LOOK_NANOSECONDS);
    }
    return sign.getAsBoolean();
  }

  /// `kill -9`.
  ///
  /// @return whether it was alive until then
  boolean kill() throws InterruptedException {
    process.destroyForcibly();
    return process.waitFor() == KILLED;
  }

  /// Sends a signal: `INT`, `TERM`.
  void signal(String name) throws IOException, InterruptedException {
    int code =
        new ProcessBuilder(
                "/bin/sh", "-c", String.format(Locale.ROOT, "kill -%s %d", name, process.pid()))
            .inheritIO()
            .start()
            .waitFor();
    assertThat(code).as("kill -" + name).isZero();
  }

  /// What it said on standard error so far.
  String said() {
    return read(err);
  }

  long id() {
    return process.pid();
  }

  /// Waits for its end.
  Outcome outcome() throws InterruptedException {
    if (!process.waitFor(AT_MOST_MINUTES, TimeUnit.MINUTES)) {
      throw new AssertionError("it does not end; " + printed());
    }
    return new Outcome(process.exitValue(), read(out), read(err));
  }

  private String printed() {
    return "standard output:\n%s\nstandard error:\n%s".formatted(read(out), read(err));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ends the process, and what it started.
  @Override
  public void close() {
    try (Stream<ProcessHandle> children = process.descendants()) {
      children.forEach(ProcessHandle::destroyForcibly);
    }
    process.destroyForcibly();
  }
}
