package uphill.explain.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The page in a real browser, by keys, by touch, and as a screen reader hears it.
class ExplanationPageKeysTest extends InBrowser {

  private static final String TAB = "\uE004";
  private static final String LEFT = "\uE012";
  private static final String RIGHT = "\uE014";
  private static final String HOME = "\uE011";
  private static final String SPACE = " ";

  @Test
  void arrowKeysMoveTheFilm() throws IOException {
    String last = told();
    String dots = dots();
    browser().script("document.getElementById('film-at').focus(); return 1");
    browser().press(LEFT);

    assertThat(frame()).isEqualTo(9);
    assertThat(told()).startsWith("step 0.9 of the way").isNotEqualTo(last);
    assertThat(dots()).isNotEqualTo(dots);
    assertThat(browser().text("return document.getElementById('film-at').ariaValueText"))
        .isEqualTo("step 0.9 of the way");
    browser().press(HOME);
    assertThat(told()).contains("nothing has moved yet");
    for (int k = 0; k < 10; k++) {
      browser().press(RIGHT);
    }
    assertThat(told()).isEqualTo(last);
    assertThat(dots()).isEqualTo(dots);
  }

  @Test
  void theButtonPlaysTheFilmToItsEnd() throws IOException {
    String last = told();
    browser().script("document.getElementById('film-play').focus(); return 1");
    browser().press(SPACE);

    assertThat(play()).isEqualTo("Pause");
    assertThat(told()).isNotEqualTo(last);
    await("return document.getElementById('film-play').textContent", "Play");
    assertThat(frame()).isEqualTo(10);
    assertThat(told()).isEqualTo(last);
    assertThat(browser().text("return document.getElementById('film-told').ariaLive"))
        .isEqualTo("polite");
  }

  @Test
  void nothingMovesByItselfForWhoWantsItStill() throws IOException {
    browser().prefer("prefers-reduced-motion", "reduce");
    browser().open(page("CartPole-v1"));

    assertThat(play()).isEqualTo("Next frame");
    browser().click(browser().find("#film-play"));
    assertThat(frame()).isZero();
    browser().script("window.later = 0; setTimeout(() => { window.later = 1; }, 1000); return 1");
    await("return window.later", "1");
    assertThat(frame()).isZero();
    browser().click(browser().find("#film-play"));
    assertThat(frame()).isEqualTo(1);
  }

  @Test
  void theHeatMapIsReadByKeysAndByTouch() throws IOException {
    browser().script("document.getElementById('kernel-j').focus(); return 1");
    browser().press(RIGHT);
    browser().press(RIGHT);
    String told = "return document.getElementById('kernel-told').textContent";
    assertThat(browser().text(told))
        .startsWith(
            "K = "
                + browser()
                    .text(
                        "return document.getElementById('kernel-table')"
                            + ".tBodies[0].rows[0].cells[3].textContent")
                + " between sample ");
    assertThat(browser().text("return document.getElementById('kernel-j').ariaValueText"))
        .startsWith("sample ");
    browser().click(browser().find("#kernel"));
    assertThat(browser().number("return Number(document.getElementById('kernel-i').value)"))
        .isBetween(15L, 25L);
    assertThat(browser().text(told)).isNotEmpty();
  }

  @Test
  void theFocusReachesEveryControlInOrder() throws IOException {
    List<String> reached = new ArrayList<>();
    for (int k = 0; k < 30; k++) {
      browser().press(TAB);
      String name =
          browser()
              .text(
                  "const e = document.activeElement;"
                      + " return e === document.body ? '' : e.id || e.getAttribute('href') ||"
                      + " e.textContent");
      if (name.isEmpty()) {
        break;
      }
      reached.add(name);
      assertThat(browser().label(browser().focused())).as(name).isNotBlank();
      assertThat(browser().text("return getComputedStyle(document.activeElement).outlineStyle"))
          .as(name)
          .isEqualTo("solid");
    }
    assertThat(reached)
        .containsExactly(
            "#answer",
            "#pushes",
            "#policies",
            "#kernels",
            "#who",
            "#films",
            "#largest",
            "#reading",
            "kernel-i",
            "kernel-j",
            "The kernel as a table",
            "film-play",
            "film-at",
            "The film as a table");
  }

  @Test
  void aScreenReaderHearsPicturesLandmarksAndTables() throws IOException {
    for (String picture :
        List.of("plain", "taken", "policy-1", "kernel", "parts", "film", "bend")) {
      String element = browser().find("#" + picture);
      assertThat(browser().role(element)).isIn("img", "image");
      assertThat(browser().label(element)).isNotBlank();
    }
    assertThat(browser().role(browser().find("header"))).isEqualTo("banner");
    assertThat(browser().role(browser().find("nav"))).isEqualTo("navigation");
    assertThat(browser().role(browser().find("main"))).isEqualTo("main");
    assertThat(browser().role(browser().find("footer"))).isEqualTo("contentinfo");
    assertThat(browser().role(browser().find("#films"))).isEqualTo("region");
    assertThat(browser().label(browser().find("#films"))).isEqualTo("The update as a film");
    assertThat(browser().role(browser().find("#film-told"))).isEqualTo("status");
    browser().width(360);
    assertThat(browser().role(browser().find("#largest table"))).isEqualTo("table");
    assertThat(browser().role(browser().find("#largest tbody th"))).isEqualTo("rowheader");
    assertThat(browser().role(browser().find("#largest td"))).isIn("cell", "gridcell");
  }

  private static long frame() throws IOException {
    return browser().number("return Number(document.getElementById('film-at').value)");
  }

  private static String told() throws IOException {
    return browser().text("return document.getElementById('film-told').textContent");
  }

  private static String dots() throws IOException {
    return browser()
        .text(
            "return ['dots', 'crosses', 'fit', 'now'].map(part =>"
                + " document.getElementById('film-' + part).getAttribute('d')).join()");
  }

  private static String play() throws IOException {
    return browser().text("return document.getElementById('film-play').textContent");
  }

  /// Asks until the answer is the expected one.
  private static void await(String script, String expected) throws IOException {
    for (int k = 0; k < 5_000; k++) {
      if (browser().text(script).equals(expected)) {
        return;
      }
    }
    assertThat(browser().text(script)).isEqualTo(expected);
  }
}
