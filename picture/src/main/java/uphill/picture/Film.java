package uphill.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Step;
import uphill.env.Wrapper;
import uphill.env.scene.Pictured;
import uphill.env.scene.Scene;

/// What a world looked like after each reset and each step, episode after episode.
///
/// ```java
/// Film film = new Film();
/// Env env = film.of(new CartPole());   // play in it
/// byte[] gif = Gif.of(film.frames());
/// ```
///
/// A film is filled by one thread.
public final class Film {

  /// Frames of a film, at most; what comes after is played, and not kept.
  public static final int MOST = 2000;

  /// One of its pictures.
  ///
  /// @param last whether its episode ended there
  public record Frame(Scene scene, boolean last) {}

  private final List<Frame> frames = new ArrayList<>();
  private final int most;
  private long seen;

  /// One that is empty, and keeps [#MOST] frames.
  public Film() {
    this(MOST);
  }

  /// One that is empty, and keeps so many frames.
  ///
  /// @throws IllegalArgumentException if they are none, or more than [#MOST]
  public Film(int most) {
    if (most < 1 || most > MOST) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "a film has 1 to %d frames, got %d", MOST, most));
    }
    this.most = most;
  }

  /// The same world, filmed from now on.
  ///
  /// @throws IllegalArgumentException if it has no pictures
  public Env of(Env env) {
    Pictured pictured =
        Pictured.of(env)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "%s has no pictures: let it implement uphill.env.scene.Pictured"
                            .formatted(Wrapper.unwrapped(env).getClass().getName())));
    return new Filmed(env, pictured);
  }

  /// What was seen, in order: the first of [#seen()].
  public List<Frame> frames() {
    return List.copyOf(frames);
  }

  /// How many frames there would be without a limit.
  public long seen() {
    return seen;
  }

  private void see(Pictured pictured, boolean last) {
    seen++;
    if (seen <= most) {
      frames.add(new Frame(pictured.scene(), last));
    }
  }

  private final class Filmed implements Wrapper {
    private final Env world;
    private final Pictured pictured;

    Filmed(Env world, Pictured pictured) {
      this.world = world;
      this.pictured = pictured;
    }

    @Override
    public Env world() {
      return world;
    }

    @Override
    public void reset(Reset how, float[] observation) {
      world.reset(how, observation);
      see(pictured, false);
    }

    @Override
    public void step(float[] action, Step step) {
      world.step(action, step);
      see(pictured, step.ending.ended());
    }
  }
}
