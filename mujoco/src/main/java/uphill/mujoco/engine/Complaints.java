package uphill.mujoco.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// What MuJoCo calls where it finds an error or wants to warn: without these it would end the
/// process, or write a file into the working directory.
///
/// An error must not be thrown through MuJoCo's own frames: it is kept, and thrown when the call is
/// back in Java. Warnings, of a simulation that diverges above all, are counted in `mjData`
/// ([Simulation#warnings()]), and the first, tenth, hundredth … of a process are logged.
@SuppressWarnings("restricted") // stubs for a library that asks for them
final class Complaints {

  private static final int LONGEST = 4096;
  private static final ThreadLocal<String> ERROR = ThreadLocal.withInitial(() -> "");
  private static final System.Logger LOG = System.getLogger("uphill.mujoco");
  private static final AtomicLong WARNINGS = new AtomicLong();
  private static final ThreadLocal<Boolean> PROBED = ThreadLocal.withInitial(() -> false);

  private Complaints() {}

  /// What `mju_user_error` is set to.
  static MemorySegment error() {
    return stub(message -> ERROR.set("MuJoCo: " + message.reinterpret(LONGEST).getString(0)));
  }

  /// What `mju_user_warning` is set to.
  static MemorySegment warning() {
    return stub(
        message -> {
          if (PROBED.get()) {
            return;
          }
          String said = said(WARNINGS.incrementAndGet(), message.reinterpret(LONGEST).getString(0));
          if (!said.isEmpty()) {
            try {
              LOG.log(System.Logger.Level.WARNING, said);
            } catch (RuntimeException _) {
              // a handler of the user's: thrown through MuJoCo's frames it would end the process
            }
          }
        });
  }

  /// What is said of a process's n-th warning; nothing of most.
  static String said(long n, String message) {
    long power = 1;
    while (power < n && power <= Long.MAX_VALUE / 10) {
      power *= 10;
    }
    return power != n
        ? ""
        : n == 1
            ? "MuJoCo warns: %s Where a state is not finite or too large it goes on from the model's"
                    .formatted(message.strip())
                + " first one. Of later warnings the 10th, 100th and so on are told"
            : "MuJoCo warned %s times by now: %s".formatted(Long.toString(n), message.strip());
  }

  private static MemorySegment stub(Consumer<MemorySegment> handler) {
    try {
      MethodHandle accept =
          MethodHandles.publicLookup()
              .findVirtual(
                  Consumer.class, "accept", MethodType.methodType(void.class, Object.class))
              .bindTo(handler)
              .asType(MethodType.methodType(void.class, MemorySegment.class));
      return Linker.nativeLinker()
          .upcallStub(accept, FunctionDescriptor.ofVoid(ValueLayout.ADDRESS), Arena.global());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("java.util.function.Consumer has no accept", e);
    }
  }

  /// Does what this thread knows will be warned of.
  static void unsaid(Runnable probe) {
    PROBED.set(true);
    try {
      probe.run();
    } finally {
      PROBED.remove();
    }
  }

  /// How many were not known before.
  static long warnings() {
    return WARNINGS.get();
  }

  /// Throws what this thread's last call found wrong.
  static void rethrow() {
    String error = ERROR.get();
    if (!error.isEmpty()) {
      ERROR.remove();
      throw new IllegalStateException(error);
    }
  }
}
