package uphill.mujoco.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Consumer;

/// What MuJoCo calls where it finds an error or wants to warn: without these it would end the
/// process, or write a file into the working directory.
///
/// An error must not be thrown through MuJoCo's own frames: it is kept, and thrown when the call is
/// back in Java. Warnings are counted in `mjData`: [Simulation#warnings()].
@SuppressWarnings("restricted") // stubs for a library that asks for them
final class Complaints {

  private static final int LONGEST = 4096;
  private static final ThreadLocal<String> ERROR = ThreadLocal.withInitial(() -> "");

  private Complaints() {}

  /// What `mju_user_error` is set to.
  static MemorySegment error() {
    return stub(message -> ERROR.set("MuJoCo: " + message.reinterpret(LONGEST).getString(0)));
  }

  /// What `mju_user_warning` is set to.
  static MemorySegment warning() {
    return stub(_ -> {});
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

  /// Throws what this thread's last call found wrong.
  static void rethrow() {
    String error = ERROR.get();
    if (!error.isEmpty()) {
      ERROR.remove();
      throw new IllegalStateException(error);
    }
  }
}
