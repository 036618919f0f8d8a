package uphill.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import uphill.env.Env;
import uphill.env.Environments;
import uphill.env.Reset;
import uphill.env.Step;
import uphill.env.TimeLimit;
import uphill.env.scene.Pictured;

class FilmTest {

  @Test
  void aFilmHasAFrameForEachResetAndStepAndMarksTheLast() {
    Film film = new Film();
    Env env = film.of(new TimeLimit(Environments.spec("Acrobot-v1").create().get(), 3));
    env.reset(Reset.seeded(0), new float[6]);
    assertThat(film.frames())
        .containsExactly(new Film.Frame(Pictured.of(env).orElseThrow().scene(), false));

    for (int t = 0; t < 3; t++) {
      env.step(new float[] {0}, new Step(6));
    }
    env.reset(Reset.next(), new float[6]);

    assertThat(film.frames())
        .extracting(Film.Frame::last)
        .containsExactly(false, false, false, true, false);
    assertThat(film.frames().getLast().scene()).isEqualTo(Pictured.of(env).orElseThrow().scene());
  }

  @Test
  void theFirst2000FramesAreKept() {
    Film film = new Film();
    Env env = film.of(Environments.spec("CliffWalking-v1").create().get());
    env.reset(Reset.seeded(0), new float[1]);
    for (int t = 0; t < 2500; t++) {
      env.step(new float[] {0}, new Step(1));
    }

    assertThat(film.frames()).hasSize(2000);
    assertThat(film.seen()).isEqualTo(2501);
  }

  @Test
  void aWorldWithoutPicturesIsRefused() {
    Env cards = Environments.create("Blackjack-v1");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Film().of(cards))
        .withMessage(
            "uphill.env.mdp.Blackjack has no pictures: let it implement"
                + " uphill.env.scene.Pictured");
  }
}
