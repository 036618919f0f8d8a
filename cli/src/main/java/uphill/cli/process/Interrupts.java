package uphill.cli.process;

import java.io.PrintWriter;
import java.lang.reflect.Proxy;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/// Ctrl-C, and the signal that a batch system sends before it takes the machine away: the first
/// asks runs to save their state at the end of their update, if that comes soon, the second ends
/// the process at once.
public final class Interrupts {

  private static final int SIGNAL = 128; // what shells add to a signal's number

  private static final Interrupts ALL = new Interrupts();

  /// How long an interrupted run may take to come to the end of its update, in seconds.
  static final int PATIENCE = 2;

  private final AtomicInteger signal = new AtomicInteger();
  private volatile long received; // nanoseconds

  private Interrupts() {}

  /// From now on, interrupts are requests.
  ///
  /// `sun.misc.Signal` is the only way to a second Ctrl-C, and javac warns of it in a way that no
  /// annotation silences: hence by its name. A JVM without it goes on as JVMs do.
  ///
  /// @param err where the first one is acknowledged
  public static Interrupts heed(PrintWriter err) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object receiver =
          Proxy.newProxyInstance(
              Interrupts.class.getClassLoader(),
              new Class<?>[] {handler},
              (_, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  ALL.receive((int) signal.getMethod("getNumber").invoke(arguments[0]), err);
                }
                return null;
              });
      for (String name : new String[] {"INT", "TERM"}) {
        Object one = signal.getConstructor(String.class).newInstance(name);
        signal.getMethod("handle", signal, handler).invoke(null, one, receiver);
      }
    } catch (ReflectiveOperationException _) {
      // Then the first interrupt ends the process, and the last checkpoint is what remains.
    }
    return ALL;
  }

  private void receive(int number, PrintWriter err) {
    if (!signal.compareAndSet(0, number)) {
      Runtime.getRuntime().halt(SIGNAL + number);
    }
    received = System.nanoTime();
    err.println();
    err.println(
        String.format(
            Locale.ROOT,
            "uphill: stopping at the end of this update, or in %d s if it takes longer; once more"
                + " stops at once.",
            PATIENCE));
    err.flush();
  }

  /// Whether there was one.
  public boolean any() {
    return signal.get() != 0;
  }

  /// Whether there was one, and time enough since then.
  public boolean isImpatient() {
    return any() && received != 0 && System.nanoTime() - received > PATIENCE * 1_000_000_000L;
  }

  /// The exit code of a process that was interrupted so.
  public static int exitCode() {
    return SIGNAL + ALL.signal.get();
  }
}
