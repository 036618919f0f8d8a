package uphill.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import uphill.kernel.Rng;
import uphill.kernel.SeedSequence;
import uphill.lab.golden.GoldenFile;
import uphill.records.Bits;

/// Gives a reader one hostile input after another. It must give a value, or refuse with an
/// [IllegalArgumentException] or an [IOException] whose message is one sentence that names the
/// source. Any other exception or error, no answer, and memory out of proportion to the input fail
/// the test.
///
/// ```text
/// mvn verify -Duphill.fuzz=1000000        that many inputs for each reader, not 1000
/// mvn verify -Duphill.fuzz.seed=7         other inputs
/// mvn verify -Duphill.fuzz.only=123       input 123 of every reader alone, to look into it
/// ```
///
/// What failed is also saved in `target/fuzz`.
final class Fuzz {

  private static final int INPUTS = Integer.getInteger("uphill.fuzz", 1000);
  private static final long SEED = Long.getLong("uphill.fuzz.seed", 20261121);
  private static final int ONLY = Integer.getInteger("uphill.fuzz.only", -1);

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int LONGEST_MESSAGE = 1500;
  private static final long MEMORY = 64 << 20;
  private static final long MEMORY_PER_BYTE = 64;
  private static final long MEMORY_OF_A_REFUSAL = 3L * GoldenFile.MAX_LINE_BYTES;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /// Reads an input; what it gives is looked at by nobody.
  @FunctionalInterface
  interface Reader<T> {
    @Nullable Object read(T input) throws Exception;
  }

  /// How many inputs were read, and how many were refused.
  record Outcome(int read, int refused) {

    /// Fails if the inputs were so mild, or so wild, that one of the two hardly happened.
    void requireBoth() {
      if (ONLY < 0 && read + refused >= 1000) {
        int least = (read + refused) / 200;
        assertThat(read).as("inputs that were read").isGreaterThanOrEqualTo(least);
        assertThat(refused).as("inputs that were refused").isGreaterThanOrEqualTo(least);
      }
    }
  }

  private Fuzz() {}

  /// Gives a reader one input after another.
  ///
  /// @param name of the reader, for errors; the inputs depend on it
  /// @param source what every refusal must name: a file
  /// @param inputs makes one from a generator of its own
  static <T> Outcome of(
      String name, String source, Function<Rng, T> inputs, Reader<? super T> reader) {
    int from = ONLY < 0 ? 0 : ONLY;
    int to = ONLY < 0 ? INPUTS : ONLY + 1;
    AtomicInteger read = new AtomicInteger();
    inTime(
        present -> {
          for (int k = from; k < to; k++) {
            T input = inputs.apply(Rng.of(SeedSequence.of(SEED).child(name.hashCode(), k)));
            String address =
                String.format(
                    Locale.ROOT,
                    "%s, input %d of seed %d (-Duphill.fuzz.seed=%d -Duphill.fuzz.only=%d)",
                    name,
                    k,
                    SEED,
                    SEED,
                    k);
            present.set(address);
            long memory = MEMORY + MEMORY_PER_BYTE * bytes(input).length;
            Optional<String> wrong = wrong(input, source, reader, read, memory);
            if (wrong.isPresent()) {
              return Optional.of(address + ": " + wrong.get() + saved(name, k, input));
            }
          }
          return Optional.empty();
        });
    return new Outcome(read.get(), to - from - read.get());
  }

  /// Gives a reader one input that it must refuse.
  static <T> void refuses(T input, String source, Reader<? super T> reader) {
    AtomicInteger read = new AtomicInteger();
    inTime(
        present -> {
          present.set(input.toString());
          return wrong(input, source, reader, read, MEMORY_OF_A_REFUSAL)
              .map(wrong -> input + ": " + wrong);
        });
    assertThat(read).as("%s was read, expected a refusal", input).hasValue(0);
  }

  /// Does something in a thread of its own that may stop at no input for long. It tells which one
  /// is present, and gives what is wrong.
  private static void inTime(Function<AtomicReference<String>, Optional<String>> work) {
    AtomicReference<String> present = new AtomicReference<>("");
    AtomicReference<Optional<String>> wrong = new AtomicReference<>(Optional.empty());
    Thread worker =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try {
                    wrong.set(work.apply(present));
                  } catch (Throwable e) {
                    wrong.set(Optional.of("the test itself failed: " + trace(e)));
                  }
                });
    String before = "";
    try {
      while (!worker.join(PATIENCE)) {
        String now = present.get();
        if (now.equals(before)) {
          String where = Arrays.toString(worker.getStackTrace()).replace(", ", "\n  at ");
          throw new AssertionError(now + ": no answer in " + PATIENCE + ", at " + where);
        }
        before = now;
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    wrong
        .get()
        .ifPresent(
            sentence -> {
              throw new AssertionError(sentence);
            });
  }

  /// What is wrong with the reader's answer, if anything is.
  private static <T> Optional<String> wrong(
      T input, String source, Reader<? super T> reader, AtomicInteger read, long memory) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    Optional<String> wrong = Optional.empty();
    try {
      reader.read(input);
      read.incrementAndGet();
    } catch (IllegalArgumentException | IOException e) {
      wrong = wrongMessage(e, source);
    } catch (Throwable e) {
      wrong = Optional.of("expected a value or a refusal, got\n" + trace(e));
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    if (wrong.isEmpty() && allocated > memory) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "it leads to %d bytes of objects, expected at most %d. ",
              allocated,
              memory));
    }
    return wrong;
  }

  private static Optional<String> wrongMessage(Exception e, String source) {
    String message = e.getMessage();
    String complaint =
        switch (e) {
          case IllegalArgumentException a when a.getClass() != IllegalArgumentException.class ->
              "an exception of its own";
          case Exception _ when message == null || message.isBlank() -> "without a message";
          case Exception _ when !message.contains(source) -> "that does not name " + source;
          case Exception _ when message.chars().anyMatch(Character::isISOControl) ->
              "with control characters";
          case Exception _ when message.length() > source.length() + LONGEST_MESSAGE ->
              String.format(Locale.ROOT, "of %d characters", message.length());
          default -> "";
        };
    return complaint.isEmpty()
        ? Optional.empty()
        : Optional.of("expected a sentence, got one " + complaint + "\n" + trace(e));
  }

  private static String trace(Throwable e) {
    StringBuilder text = new StringBuilder();
    String all = e.toString();
    text.append(all, 0, Math.min(all.length(), 2 * LONGEST_MESSAGE));
    for (StackTraceElement element : Arrays.copyOf(e.getStackTrace(), 30)) {
      if (element != null) {
        text.append("\n  at ").append(element);
      }
    }
    return text + "\n";
  }

  private static byte[] bytes(Object input) {
    return switch (input) {
      case byte[] bytes -> bytes;
      case long[] words -> Bits.hex(words).getBytes(StandardCharsets.UTF_8);
      default -> input.toString().getBytes(StandardCharsets.UTF_8);
    };
  }

  private static String saved(String name, int k, Object input) {
    Path file = Path.of("target", "fuzz", name.replaceAll("\\W+", "-") + "-" + SEED + "-" + k);
    try {
      Files.createDirectories(file.resolveSibling(""));
      Files.write(file, bytes(input));
      return "The input is in " + file.toAbsolutePath();
    } catch (IOException e) {
      return "The input could not be saved: " + e;
    }
  }
}
