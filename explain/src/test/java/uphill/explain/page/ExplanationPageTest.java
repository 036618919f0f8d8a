package uphill.explain.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import uphill.env.Env;
import uphill.env.mdp.SmallMdps;
import uphill.env.mdp.TableEnv;
import uphill.explain.AlikeSamples;
import uphill.explain.Answer;
import uphill.explain.Explanation;
import uphill.figure.Plot;
import uphill.figure.Xml;
import uphill.lab.Experiment;
import uphill.lab.world.World;
import uphill.push.Ledger;
import uphill.push.Regression;
import uphill.records.Json;

class ExplanationPageTest {

  private static final World CART_POLE = Pages.world("CartPole-v1");

  @TempDir private static Path shared = Path.of("");
  private static Explanation explanation;
  private static String page = "";

  @TempDir private Path directory;

  @BeforeAll
  static void oneRun() throws IOException {
    explanation = Pages.explanation(CART_POLE, shared);
    page = Pages.page(CART_POLE, explanation);
  }

  private static Document document(String page) {
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
      return factory
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static List<Element> elements(Document document, String name) {
    NodeList nodes = document.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int k = 0; k < nodes.getLength(); k++) {
      elements.add((Element) nodes.item(k));
    }
    return elements;
  }

  private static double number(String text) {
    return Double.parseDouble(text.replace('−', '-'));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Pendulum-v1", "FrozenLake-v1", "Acrobot-v1"})
  void everyFamilyOfPoliciesHasAWholePage(String name) throws IOException {
    World world = Pages.world(name);
    String other = Pages.page(world, Pages.explanation(world, directory));
    Document document = document(other);

    assertThat(elements(document, "h1").getFirst().getTextContent())
        .isEqualTo("Update 2 of " + name);
    assertThat(document.getElementById("policy-1")).isNull(); // no DTD: ids are only attributes
    assertThat(other).contains("id=\"policy-6\"", "id=\"film-at\"", "id=\"kernel\"");
    assertThat(other).doesNotContain("NaN", "not a number", "Infinity");
  }

  /// One action, weights that are all equal, weights of zero: the page says so, and shows no NaN.
  @ParameterizedTest
  @CsvSource({
    "MountainCar-v0, 400, all weights are equal",
    "FrozenLake-v1, 400, have weight 0",
    "bandit, 1, only one action could be moved"
  })
  void whatCannotBeSaidIsSaid(String name, int batch, String part) throws IOException {
    World world =
        name.equals("bandit")
            ? World.of(name, () -> TableEnv.of(SmallMdps.bernoulliBandit(0.2, 0.8)))
            : Pages.world(name);
    Experiment.in(world)
        .preset("simple")
        .set("batch_steps", batch)
        .steps(batch)
        .run(directory.resolve("run"));
    Explanation one = Explanation.of(world, directory.resolve("run"), 1);
    String told = Pages.page(world, one);

    assertThat(told).contains(part, Xml.escaped(Answer.of(one)));
    assertThat(told).doesNotContain("NaN", "not a number", "Infinity");
    document(told);
  }

  /// A sample is a dot, a cross or a ring: rings have weight 0, or did not move.
  @Test
  void aWeightOfZeroIsDrawnAsNeitherWithNorAgainst() {
    int[] rows = {0, 1, 2, 3};
    Cloud cloud =
        new Cloud(
            Plot.covering(new double[] {-1, 1}, -1, 1),
            rows,
            new double[] {1, -1, 0, 1},
            new double[] {1, 1, 1, 0});

    Cloud.Paths paths = cloud.paths(Regression.of(cloud.weight(), cloud.push()));

    assertThat(marks(paths.dots())).isEqualTo(1);
    assertThat(paths.crosses().split("l6 6", -1)).hasSize(2);
    assertThat(marks(paths.rings())).isEqualTo(2);
  }

  private static long marks(String path) {
    return path.chars().filter(c -> c == 'M').count();
  }

  @Test
  void oneHotStatesAreToldAsTheWorldTellsThem() throws IOException {
    World lake = Pages.world("FrozenLake-v1");
    String told = Pages.page(lake, Pages.explanation(lake, directory));

    assertThat(told).contains("row 1, column 1 (start)", "row 1, column 2", ">down<");
  }

  @Test
  void nothingIsAskedForFromElsewhere() {
    assertThat(page).doesNotContain("http:", "https:", "src=", "url(", "@import", "srcset");
    assertThat(elements(document(page), "meta"))
        .anyMatch(meta -> meta.getAttribute("content").startsWith("default-src 'none'; "))
        .noneMatch(meta -> meta.getAttribute("content").contains("unsafe"));
    for (Element link : elements(document(page), "a")) {
      assertThat(link.getAttribute("href")).startsWith("#");
    }
  }

  @Test
  void theTableSaysWhatTheLedgerSays() {
    Ledger ledger = explanation.ledger();
    int rows = 0;
    for (Element row : elements(document(page), "tr")) {
      if (!row.hasAttribute("data-sample")) {
        continue;
      }
      rows++;
      int i = Integer.parseInt(row.getAttribute("data-sample"));
      double before = Math.exp(ledger.before().logProb(i));
      double after = Math.exp(ledger.after().logProb(i));
      double[] expected = {
        ledger.weight()[i], before, after, ledger.actual()[i], ledger.predicted()[i]
      };
      NodeList cells = row.getElementsByTagName("td");
      for (int k = 0; k < expected.length; k++) {
        double shown = number(cells.item(k).getTextContent());
        double error = k == 1 || k == 2 ? 6e-4 : 6e-3 * Math.abs(expected[k]);
        assertThat(shown).isCloseTo(expected[k], within(error));
      }
      assertThat(number(cells.item(2).getTextContent()) > number(cells.item(1).getTextContent()))
          .isEqualTo(ledger.actual()[i] > 0);
    }
    assertThat(rows).isEqualTo(2 * Explanation.FURTHEST);
    assertThat(page).contains(Xml.escaped(Answer.of(explanation)));
  }

  @Test
  void theKernelsTableIsTheKernel() {
    Element table =
        elements(document(page), "table").stream()
            .filter(t -> t.getAttribute("id").equals("kernel-table"))
            .findFirst()
            .orElseThrow();
    Element body = (Element) table.getElementsByTagName("tbody").item(0);
    NodeList rows = body.getElementsByTagName("tr");
    int[] samples = Chosen.of(explanation, new AlikeSamples(explanation)).kernel();

    assertThat(rows.getLength()).isEqualTo(Chosen.MOST_IN_KERNEL);
    for (int i = 0; i < samples.length; i++) {
      NodeList cells = ((Element) rows.item(i)).getElementsByTagName("td");
      for (int j = 0; j < samples.length; j++) {
        double expected = explanation.ledger().before().kernel(samples[i], samples[j]);
        assertThat(number(cells.item(j).getTextContent()))
            .isCloseTo(expected, within(6e-3 * Math.abs(expected)));
      }
    }
  }

  @Test
  void everyPictureIsToldAndHeadingsDescendOneByOne() {
    Document document = document(page);
    Set<String> ids = new HashSet<>();
    NodeList all = document.getElementsByTagName("*");
    int level = 0;
    for (int k = 0; k < all.getLength(); k++) {
      Element element = (Element) all.item(k);
      if (element.hasAttribute("id")) {
        assertThat(ids.add(element.getAttribute("id"))).as(element.getAttribute("id")).isTrue();
      }
      if (element.getTagName().matches("h[1-6]")) {
        int next = element.getTagName().charAt(1) - '0';
        assertThat(next).isLessThanOrEqualTo(level + 1);
        level = next;
      }
    }
    for (Element svg : elements(document, "svg")) {
      if (svg.hasAttribute("aria-hidden")) {
        continue;
      }
      assertThat(svg.getAttribute("role")).isEqualTo("img");
      assertThat(ids)
          .contains(svg.getAttribute("aria-labelledby"), svg.getAttribute("aria-describedby"));
      assertThat(svg.getElementsByTagName("desc").item(0).getTextContent()).containsPattern("\\d");
    }
  }

  @Test
  void wordsOfAWorldCannotBreakOut() throws IOException {
    World hostile = World.of("</title><script>" + Hostile.WORDS, Hostile::new);
    String attacked = Pages.page(hostile, Pages.explanation(hostile, directory));
    Document document = document(attacked);

    assertThat(elements(document, "script")).hasSize(2);
    assertThat(elements(document, "img")).isEmpty();
    assertThat(attacked.split("<script", -1)).hasSize(3);
    assertThat(attacked.split("</script", -1)).hasSize(3);
    assertThat(attacked).doesNotContain("<!--");
    String data = elements(document, "script").getFirst().getTextContent();
    assertThat(data).doesNotContain("<", ">", "&").contains("choice ");
    assertThat(Json.parseObject(data, "data")).containsKeys("frames", "kernel");
    assertThat(attacked).contains("choice 13 ").doesNotContain("choice 4 ", "choice 14 ");
    assertThat(attacked).contains("1 of 2, 2 of 3");
  }

  @Test
  void equalExplanationsGiveEqualBytes() throws IOException {
    Explanation again = Explanation.of(CART_POLE, shared.resolve("run"), 2);

    assertThat(Pages.page(CART_POLE, again)).isEqualTo(page);
  }

  @Test
  void aPageOfManySamplesStaysSmallAndSaysWhatItLeavesOut() {
    assertThat(page.length()).isLessThan(400_000);
    assertThat(page)
        .contains(
            String.format(
                Locale.ROOT, "400 of %d samples are drawn", explanation.rollout().rows()));
  }

  @Test
  void theFilmEndsWhereTheUpdateDoes() {
    Film film = Film.of(explanation);
    double[] half = film.frames().get(5).actual();

    assertThat(film.frames().getFirst().actual()).containsOnly(0);
    assertThat(film.frames().getLast().actual()).isEqualTo(explanation.ledger().actual());
    double whole = 0;
    double bend = 0;
    for (int i = 0; i < half.length; i++) {
      double predicted = explanation.ledger().predicted()[i];
      whole += Math.abs(explanation.ledger().actual()[i] - predicted);
      bend += Math.abs(half[i] - predicted / 2);
    }
    // The curvature grows with the square of the share, were it not for the third order.
    assertThat(bend / whole).isCloseTo(0.25, within(0.03));
  }

  @Test
  void aFileIsReplacedAndNoDirectoryIsMade() throws IOException {
    Path file = directory.resolve("page.html");
    Files.writeString(file, "old");
    try (Env env = CART_POLE.create().get()) {
      ExplanationPage.write(explanation, env, file);
      assertThat(file).hasContent(page);
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> ExplanationPage.write(explanation, env, directory.resolve("none/page.html")))
          .withMessageContaining("there is no directory " + directory.resolve("none"));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ExplanationPage.write(explanation, env, directory))
          .withMessageContaining("is a directory");
    }
    assertThat(directory).isDirectoryNotContaining(found -> !found.equals(file));
  }
}
