package uphill.explain.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.records.Json;

/// The page in a real browser.
class ExplanationPageBrowserTest extends InBrowser {

  @ParameterizedTest
  @ValueSource(strings = {"CartPole-v1", "Pendulum-v1", "FrozenLake-v1"})
  void itAsksTheNetworkForNothing(String name) throws IOException {
    browser().log("performance");
    browser().open(page(name));

    List<String> requests =
        browser().log("performance").stream()
            .map(line -> inside(Json.parseObject(line, "log"), "message"))
            .filter(message -> "Network.requestWillBeSent".equals(message.get("method")))
            .map(message -> inside(inside(message, "params"), "request"))
            .map(request -> Json.field(request, "url", String.class, "request"))
            .toList();
    assertThat(requests).contains(page(name).toUri().toString());
    assertThat(requests).allMatch(url -> url.startsWith("file:") || url.startsWith("data:"));
  }

  private static Map<String, Object> inside(Map<String, Object> object, String name) {
    return Json.object(Json.field(object, name, Map.class, "log"), name);
  }

  @Test
  void itsOwnPolicyForbidsRequests() throws IOException {
    browser().script("new Image().src = 'http://127.0.0.1:9/x.png'; return 1");
    assertThat(browser().log("browser"))
        .anyMatch(line -> line.contains("127.0.0.1:9") && line.contains("Content Security Policy"));
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

  private static String dots() throws IOException {
    return browser()
        .text(
            "return ['dots', 'crosses', 'fit', 'now'].map(part =>"
                + " document.getElementById('film-' + part).getAttribute('d')).join()");
  }
}
