package uphill.box2d.engine;

import java.util.Locale;

/// A kind of machine, as the files of libGDX's libraries name it: `libgdx-box2darm64.so`.
///
/// @param prefix before the name of a library
/// @param suffix after it
record Platform(String prefix, String suffix) {

  /// This machine's.
  ///
  /// @throws NoEngineException if there is no library for it
  static Platform here() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  /// The one that the JVM names so.
  ///
  /// @throws NoEngineException if there is no library for it
  static Platform of(String system, String processor) {
    String name = system.toLowerCase(Locale.ROOT);
    boolean intel = processor.equals("amd64") || processor.equals("x86_64");
    boolean arm = processor.equals("aarch64");
    if (name.startsWith("windows") && intel) {
      return new Platform("", "64.dll");
    }
    if (name.startsWith("mac") && (intel || arm)) {
      return new Platform("lib", intel ? "64.dylib" : "arm64.dylib");
    }
    if (name.equals("linux") && (intel || arm || processor.equals("riscv64"))) {
      return new Platform("lib", intel ? "64.so" : arm ? "arm64.so" : "riscv64.so");
    }
    throw new NoEngineException(
        "Box2D has no library for %s on %s; it has some for Linux (x86-64, ARM, RISC-V), macOS and Windows (x86-64). Take one of these machines."
            .formatted(system, processor));
  }

  /// The file of this library.
  String file(String library) {
    return prefix + library + suffix;
  }
}
