package uphill.lab.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.lab.World;

/// The page in a real browser.
class ExplanationPageBrowserTest {

  private static final String TAB = "\uE004";
  private static final String LEFT = "\uE012";
  private static final String RIGHT = "\uE014";
  private static final String HOME = "\uE011";
  private static final String SPACE = " ";

  @TempDir(cleanup = CleanupMode.ALWAYS)
  private static Path directory = Path.of("");

  private static Optional<Browser> started = Optional.empty();

  @BeforeAll
  static void pages() throws IOException {
    Optional<Path> driver = Browser.driver();
    if (driver.isEmpty()) {
      System.err.println(
          "SKIPPED: no chromedriver on the path, so no page was seen in a browser; .ci/run installs"
              + " it");
    }
    assumeTrue(driver.isPresent(), "SKIPPED: no chromedriver on the path; .ci/run installs it");
    for (String name : List.of("CartPole-v1", "Pendulum-v1", "FrozenLake-v1")) {
      World world = Pages.world(name);
      Path folder = Files.createDirectory(directory.resolve(name));
      Files.writeString(page(name), Pages.page(world, Pages.explanation(world, folder)));
    }
    Path profile = Files.createTempDirectory("chromium");
    started = Optional.of(Browser.start(driver.orElseThrow(), profile));
  }

  @AfterAll
  static void end() throws IOException {
    if (started.isPresent()) {
      started.get().close();
    }
  }

  private static Browser browser() {
    return started.orElseThrow();
  }

  private static Path page(String name) {
    return directory.resolve(name + ".html");
  }

  @BeforeEach
  void aFreshPage() throws IOException {
    browser().width(1200);
    browser().prefer("prefers-color-scheme", "light");
    browser().open(page("CartPole-v1"));
  }

  @AfterEach
  void nothingWasComplainedOf() throws IOException {
    assertThat(browser().log("browser")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"CartPole-v1", "Pendulum-v1", "FrozenLake-v1"})
  void itAsksTheNetworkForNothing(String name) throws IOException {
    browser().log("performance");
    browser().open(page(name));

    List<String> requests =
        browser().log("performance").stream()
            .filter(message -> message.contains("Network.requestWillBeSent\""))
            .toList();
    assertThat(requests).isNotEmpty();
    assertThat(requests)
        .allMatch(r -> r.contains("\"url\":\"file:") || r.contains("\"url\":\"data:"));
  }

  @Test
  void itsOwnPolicyForbidsRequests() throws IOException {
    browser().script("new Image().src = 'http://127.0.0.1:9/x.png'; return 1");
    assertThat(browser().log("browser")).anyMatch(line -> line.contains("Content Security Policy"));
  }

  @ParameterizedTest
  @CsvSource({
    "CartPole-v1,320",
    "CartPole-v1,360",
    "CartPole-v1,768",
    "CartPole-v1,1200",
    "Pendulum-v1,360",
    "FrozenLake-v1,360"
  })
  void nothingIsWiderThanTheScreen(String name, int width) throws IOException {
    browser().width(width);
    browser().open(page(name));
    browser().script("document.querySelectorAll('details').forEach(d => d.open = true); return 1");

    assertThat(browser().number("return innerWidth")).isEqualTo(width);
    assertThat(browser().number("return document.documentElement.scrollWidth"))
        .isLessThanOrEqualTo(width);
  }

  @Test
  void controlsAreLargeEnoughForAThumb() throws IOException {
    browser().width(360);
    String low =
        "return [...document.querySelectorAll('%s')].filter(e => !e.matches('.skip'))"
            + ".map(e => e.getBoundingClientRect().height).reduce((a, b) => Math.min(a, b))";

    assertThat(browser().number(low.formatted("a"))).isGreaterThanOrEqualTo(24);
    assertThat(browser().number(low.formatted("button, input, summary")))
        .isGreaterThanOrEqualTo(44);
  }

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

  @Test
  void everythingIsThereWithoutAScript() throws IOException {
    browser().chrome("Emulation.setScriptExecutionDisabled", Map.of("value", true));
    try {
      browser().open(page("CartPole-v1"));
      assertThat(browser().text("return document.body.innerText"))
          .contains("Is a log-probability pushed up", "The film as a table", "push left");
      assertThat(browser().number("return document.querySelectorAll('svg[role=img]').length"))
          .isEqualTo(12);
      assertThat(dots()).isNotEmpty();
      assertThat(
              browser()
                  .number(
                      "return [...document.querySelectorAll('input, button')]"
                          + ".filter(e => e.offsetHeight > 0).length"))
          .isZero();
    } finally {
      browser().chrome("Emulation.setScriptExecutionDisabled", Map.of("value", false));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void textStandsOutFromItsGround(String scheme) throws IOException {
    browser().prefer("prefers-color-scheme", scheme);
    browser().script("document.querySelectorAll('details').forEach(d => d.open = true); return 1");
    Object measured = browser().script(CONTRAST);
    List<?> poor = (List<?>) measured;

    assertThat(poor.getFirst().toString()).isEqualTo(scheme.equals("dark") ? "dark" : "light");
    assertThat(Long.parseLong(poor.get(1).toString())).isGreaterThan(300);
    assertThat(poor.subList(2, poor.size())).isEmpty();
  }

  /// Whether the ground is dark, how many texts there are, and those of which the contrast as WCAG
  /// defines it is below 4.5.
  private static final String CONTRAST =
      """
      const rgb = text => text.match(/[\\d.]+/g).map(Number);
      const light = ([r, g, b]) => [r, g, b]
          .map(c => c / 255)
          .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
          .reduce((sum, c, k) => sum + c * [0.2126, 0.7152, 0.0722][k], 0);
      const ground = e => {
        for (; e; e = e.parentElement) {
          const c = rgb(getComputedStyle(e).backgroundColor);
          if (c.length < 4 || c[3] > 0) { return c; }
        }
        return [255, 255, 255];
      };
      const texts = [...document.body.querySelectorAll('*')].filter(e =>
          !['SCRIPT', 'title', 'desc'].includes(e.tagName)
          && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()));
      const poor = texts.map(e => {
        const style = getComputedStyle(e);
        const a = light(rgb(e.tagName === 'text' ? style.fill : style.color));
        const b = light(ground(e));
        return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), e.textContent];
      }).filter(([contrast]) => contrast < 4.5).map(String);
      return [light(ground(document.body)) < 0.5 ? 'dark' : 'light', texts.length, ...poor];
      """;

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
