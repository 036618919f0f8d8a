package uphill.explain.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/// Tests of the page in a real browser: each begins on a page that was just opened, and ends with
/// nothing that the browser complained of.
abstract class InBrowser {

  private static OpenPages pages = OpenPages.none();

  @BeforeAll
  static void open() throws IOException {
    pages = OpenPages.inBrowser();
  }

  @AfterAll
  static void end() throws IOException {
    pages.close();
  }

  static Browser browser() {
    return pages.browser();
  }

  static Path page(String name) {
    return pages.page(name);
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
}
