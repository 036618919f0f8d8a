package uphill.picture;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import uphill.env.scene.Scene;

/// Something that shows one picture after another.
public interface Screen {

  /// Shows a picture, in place of the one before.
  void show(Scene scene);

  /// Whether there is nobody left to look.
  boolean isClosed();

  /// Shows a film at its own speed; frames for which there is no time are left out. The last of an
  /// episode stays for one second more.
  default void play(List<Film.Frame> frames) {
    long due = System.nanoTime();
    for (Film.Frame frame : frames) {
      long now = System.nanoTime();
      long stay = Math.round(1e9 / frame.scene().framesPerSecond());
      if (frame.last() || now < due + stay) {
        show(frame.scene());
        due = Math.max(due, now - stay); // what took too long is not made up for
      }
      due += stay + (frame.last() ? TimeUnit.SECONDS.toNanos(1) : 0);
      while (System.nanoTime() < due && !isClosed()) {
        LockSupport.parkNanos(Math.min(due - System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(50)));
      }
      if (isClosed()) {
        return;
      }
    }
  }
}
