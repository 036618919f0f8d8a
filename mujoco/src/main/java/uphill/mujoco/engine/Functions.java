package uphill.mujoco.engine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// The functions of libmujoco that are called, which have had the same arguments since 2.2.0.
@SuppressWarnings("restricted") // whoever runs this chose the library
final class Functions {

  private static final FunctionDescriptor OF_MODEL_AND_DATA =
      FunctionDescriptor.ofVoid(ADDRESS, ADDRESS);

  private final SymbolLookup symbols;
  private final MethodHandle version;
  private final MethodHandle loadXml;
  private final MethodHandle makeData;
  private final MethodHandle deleteData;
  private final MethodHandle resetData;
  private final MethodHandle forward;
  private final MethodHandle step;
  private final MethodHandle rnePostConstraint;
  private final MethodHandle nameToId;

  private Functions(SymbolLookup symbols) {
    this.symbols = symbols;
    version = function("mj_version", FunctionDescriptor.of(JAVA_INT));
    loadXml =
        function("mj_loadXML", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT));
    makeData = function("mj_makeData", FunctionDescriptor.of(ADDRESS, ADDRESS));
    deleteData = function("mj_deleteData", FunctionDescriptor.ofVoid(ADDRESS));
    resetData = function("mj_resetData", OF_MODEL_AND_DATA);
    forward = function("mj_forward", OF_MODEL_AND_DATA);
    step = function("mj_step", OF_MODEL_AND_DATA);
    rnePostConstraint = function("mj_rnePostConstraint", OF_MODEL_AND_DATA);
    nameToId = function("mj_name2id", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS));
    handler("mju_user_error", Complaints.error());
    handler("mju_user_warning", Complaints.warning());
  }

  /// Those of a file, whose errors and warnings come to [Complaints] from now on.
  ///
  /// @throws UnusableLibrary if it cannot be loaded, or does not have them
  static Functions of(Path file) {
    Format.require(file);
    SymbolLookup symbols;
    try {
      symbols = SymbolLookup.libraryLookup(file, Arena.global());
    } catch (IllegalArgumentException e) {
      throw new UnusableLibrary("it cannot be loaded as a library of this system", e);
    }
    return new Functions(symbols);
  }

  private MethodHandle function(String name, FunctionDescriptor descriptor) {
    return Linker.nativeLinker().downcallHandle(symbol(name), descriptor);
  }

  private void handler(String variable, MemorySegment function) {
    symbol(variable).reinterpret(ADDRESS.byteSize()).set(ADDRESS, 0, function);
  }

  private MemorySegment symbol(String name) {
    return symbols
        .find(name)
        .orElseThrow(() -> new UnusableLibrary("it is no MuJoCo: it has no " + name));
  }

  int version() {
    try {
      return (int) version.invokeExact();
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /// A compiled model; at address 0 if it is none, and `error` says why.
  MemorySegment loadXml(MemorySegment path, MemorySegment error, int bytes) {
    try {
      return (MemorySegment) loadXml.invokeExact(path, MemorySegment.NULL, error, bytes);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  MemorySegment makeData(MemorySegment model) {
    try {
      return (MemorySegment) makeData.invokeExact(model);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  void deleteData(MemorySegment data) {
    try {
      deleteData.invokeExact(data);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  void resetData(MemorySegment model, MemorySegment data) {
    try {
      resetData.invokeExact(model, data);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  void forward(MemorySegment model, MemorySegment data) {
    try {
      forward.invokeExact(model, data);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  void step(MemorySegment model, MemorySegment data) {
    try {
      step.invokeExact(model, data);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  void rnePostConstraint(MemorySegment model, MemorySegment data) {
    try {
      rnePostConstraint.invokeExact(model, data);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /// −1 if there is none of that name.
  int nameToId(MemorySegment model, int kind, String name) {
    try (Arena arena = Arena.ofConfined()) {
      return (int) nameToId.invokeExact(model, kind, arena.allocateFrom(name));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static RuntimeException unexpected(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
  }
}
