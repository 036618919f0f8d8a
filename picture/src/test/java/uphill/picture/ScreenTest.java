package uphill.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import uphill.env.scene.Colour;
import uphill.env.scene.Scene;

class ScreenTest {

  /// Shows pictures, each of another width, until there were so many.
  private record Seen(List<Integer> widths, int most, long nanoseconds) implements Screen {
    @Override
    public void show(Scene scene) {
      widths.add(scene.width());
      LockSupport.parkNanos(nanoseconds);
    }

    @Override
    public boolean isClosed() {
      return widths.size() >= most;
    }
  }

  private static List<Film.Frame> film(int frames, double framesPerSecond) {
    List<Film.Frame> film = new ArrayList<>();
    for (int i = 1; i <= frames; i++) {
      film.add(new Film.Frame(new Scene(i, 1, Colour.WHITE, List.of(), framesPerSecond), false));
    }
    return film;
  }

  @Test
  void framesComeInTheirOrderUntilNobodyLooks() {
    Seen seen = new Seen(new ArrayList<>(), 3, 0);
    seen.play(film(9, 20));
    assertThat(seen.widths()).containsExactly(1, 2, 3);
  }

  /// A screen that needs a hundred frames' time for one shows few of them, and the last of an
  /// episode among them.
  @Test
  void framesForWhichThereIsNoTimeAreLeftOut() {
    List<Film.Frame> film = film(400, 1000);
    film.add(new Film.Frame(new Scene(999, 1, Colour.WHITE, List.of(), 1000), true));
    Seen seen = new Seen(new ArrayList<>(), 400, TimeUnit.MILLISECONDS.toNanos(100));
    seen.play(film);
    assertThat(seen.widths()).hasSizeLessThan(300).startsWith(1).endsWith(999);
  }

  @Test
  void withoutADisplayAWindowSaysSo() {
    Scene scene = film(1, 1).getFirst().scene();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Window.open("a", scene))
        .withMessageContainingAll("--window needs a display", "--out FILE.gif");
  }
}
