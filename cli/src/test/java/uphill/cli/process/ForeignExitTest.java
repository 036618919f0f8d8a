package uphill.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Who called `System.exit`, from the stacks of all threads.
class ForeignExitTest {

  private static StackTraceElement[] stack(String... frames) {
    return List.of(frames).stream()
        .map(
            frame -> {
              int dot = frame.lastIndexOf('.');
              return new StackTraceElement(
                  frame.substring(0, dot), frame.substring(dot + 1), "File.java", 7);
            })
        .toArray(StackTraceElement[]::new);
  }

  @Test
  void itIsWhoeverIsInTheCall() {
    assertThat(
            ForeignExit.sentence(
                List.of(
                    stack("java.lang.Thread.sleep", "acme.Other.run"),
                    stack(
                        "java.lang.Object.wait",
                        "java.lang.Shutdown.exit",
                        "java.lang.Runtime.exit",
                        "java.lang.System.exit",
                        "acme.Maze.step",
                        "uphill.env.vector.Calls.step"))))
        .hasValueSatisfying(
            sentence ->
                assertThat(sentence)
                    .startsWith("acme.Maze.step(File.java:7) called System.exit, which ends"));
  }

  @Test
  void aSignalIsNobody() {
    assertThat(
            ForeignExit.sentence(
                List.of(
                    stack("java.lang.Object.wait", "java.lang.Shutdown.exit"),
                    stack("uphill.cli.Main.main"))))
        .isEmpty();
  }
}
