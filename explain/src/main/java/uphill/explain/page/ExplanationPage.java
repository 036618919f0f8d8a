package uphill.explain.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import uphill.env.Env;
import uphill.explain.AlikeSamples;
import uphill.explain.Answer;
import uphill.explain.ClipAccount;
import uphill.explain.Explanation;
import uphill.explain.NaturalAccount;
import uphill.explain.Passage;
import uphill.explain.StepLines;
import uphill.figure.Markup;
import uphill.figure.PageHead;
import uphill.kernel.Digits;
import uphill.kernel.Shown;
import uphill.lab.RunFiles;
import uphill.push.ClipLedger;
import uphill.push.Explained;
import uphill.push.Promise;
import uphill.records.Json;
import uphill.records.Place;
import uphill.records.WholeFiles;

/// An explained update as one file of HTML: pictures, tables, and a film of the step.
///
/// It asks for nothing from elsewhere, and its own policy forbids it to. Everything is readable
/// without its script, which moves the film and points into the heat map. It is XML as well. Equal
/// explanations give equal bytes.
public final class ExplanationPage {

  private static final List<List<String>> CONTENTS =
      List.of(
          List.of("answer", "The answer"),
          List.of("pushes", "Push against weight"),
          List.of("policies", "Before and after"),
          List.of("kernels", "The score kernel"),
          List.of("who", "Who pushed"),
          List.of("films", "The film"),
          List.of("largest", "The largest pushes"),
          List.of("reading", "How to read this"),
          List.of("clip", "What the clip zeroed"),
          List.of("promise", "What the step promised"));

  private static final int FILM = 5; // where the page has its last sections
  private static final int CLIP = 8;
  private static final int PROMISE = 9;
  private static final int MOST_ZEROED = 3;

  private final Explanation explanation;
  private final Optional<ClipLedger> clipped;
  private final List<Promise> promises;
  private final SampleWords words;
  private final AlikeSamples alike;
  private final Chosen chosen;
  private final FilmPicture film;
  private final KernelPicture kernel;

  private ExplanationPage(Explanation explanation, Env env, Film film) {
    this.explanation = explanation;
    clipped = explanation.clipped();
    promises = explanation.promises();
    words = new SampleWords(explanation, env);
    alike = new AlikeSamples(explanation);
    chosen = Chosen.of(explanation, alike);
    this.film =
        new FilmPicture(film, explanation.ledger().weights(), chosen.drawn(), chosen.kernel());
    kernel = new KernelPicture(explanation, words, chosen.kernel());
  }

  /// The page of an explanation.
  ///
  /// @param env one like the run's, to say its states and actions in words
  public static String of(Explanation explanation, Env env) {
    return of(explanation, env, Film.of(explanation));
  }

  /// The same, with this film.
  public static String of(Explanation explanation, Env env, Film film) {
    return new ExplanationPage(explanation, env, film).page();
  }

  /// Writes the page of an explanation to a file, in place of one that is there.
  ///
  /// @throws IllegalArgumentException if the file's directory does not exist, it is one itself, or
  ///   it is a file of a run
  public static void write(Explanation explanation, Env env, Path file) throws IOException {
    RunFiles.requireFree(file);
    Place.require(file, "");
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(
          "%s is a directory, expected the name of a file, such as %s"
              .formatted(file, file.resolve("update.html")));
    }
    WholeFiles.write(file, of(explanation, env));
  }

  private String page() {
    String style = resource("page.css");
    String script = "//<![CDATA[\n" + resource("page.js") + "//]]>";
    Markup out = PageHead.of(title() + ", explained", style, script);
    out.open("body");
    out.element("a", "Skip to the answer", "class", "skip", "href", "#answer").raw("\n");
    header(out);
    main(out);
    out.open("footer");
    out.element("p", "Written by uphill explain. This file needs no network and sends nothing.");
    out.close();
    out.raw("<script type=\"application/json\" id=\"data\">" + data() + "</script>\n");
    out.raw("<script>" + script + "</script>\n");
    return out.close().close().toString();
  }

  private String title() {
    return String.format(
        Locale.ROOT, "Update %d of %s", explanation.update(), explanation.config().environment());
  }

  private void header(Markup out) {
    Explained explained = explanation.ledger().explained();
    out.open("header").element("p", "One update, explained", "class", "quiet");
    out.element("h1", title());
    out.open("dl", "class", "facts");
    fact(out, "algorithm", explanation.config().algorithm());
    fact(out, "weights", explanation.weights());
    fact(out, "learning rate", Digits.brief(explanation.learningRate()));
    fact(out, "samples", Integer.toString(explained.rows()));
    fact(
        out,
        "trajectories",
        Long.toString(IntStream.of(explained.trajectory()).distinct().count()));
    if (explanation.severalSteps()) {
      fact(out, "steps", Integer.toString(explanation.seen().size()));
    }
    fact(out, "gradient", clipping(explanation.ledger().clippings()));
    out.close();
    out.open("nav", "aria-label", "Contents").open("ul");
    for (List<String> entry : contents()) {
      out.open("li").element("a", entry.get(1), "href", "#" + entry.get(0)).close();
    }
    out.close().close().close();
  }

  /// What the page holds, but for the answer.
  private List<List<String>> contents() {
    List<List<String>> contents = new ArrayList<>(CONTENTS.subList(1, FILM + 1));
    if (clipped.isPresent()) {
      contents.add(CONTENTS.get(CLIP));
    }
    if (!promises.isEmpty()) {
      contents.add(CONTENTS.get(PROMISE));
    }
    contents.addAll(CONTENTS.subList(FILM + 1, CLIP));
    return contents;
  }

  private static String clipping(double... clippings) {
    double[] clipped = Arrays.stream(clippings).filter(s -> s < 1).toArray();
    return clipped.length == 0
        ? "not clipped"
        : clippings.length == 1
            ? "clipped to " + Digits.percent(clipped[0])
            : "clipped in " + Shown.count(clipped.length, "step");
  }

  private static void fact(Markup out, String name, String value) {
    out.open("div").element("dt", name).element("dd", value).close();
  }

  private void main(Markup out) {
    out.open("main");
    section(out, 0, Answer.QUESTION);
    out.element("p", Answer.of(explanation), "class", "answer").close();

    section(out, 1, "Push against weight");
    out.element(
        "p",
        "Each mark is a sample: an action taken in a state. If log-probabilities were pushed up in"
            + " proportion to the weight, all marks would lie on one line through zero.");
    PushPicture.draw(out, explanation, chosen);
    out.close();

    section(out, 2, "The policy before and after");
    out.element(
        "p",
        "States in which the update pushed an action up most and down most, and two in which it"
            + " pushed as it typically does.");
    new PolicyPicture(explanation, words).draw(out, chosen);
    out.close();

    section(out, 3, "The score kernel");
    out.element(
        "p",
        String.format(
            Locale.ROOT,
            "K(i, j) = ⟨∇log π(aᵢ|sᵢ), ∇log π(aⱼ|sⱼ)⟩ says how far a step along sample j moves"
                + " sample i: this is how samples push each other through shared parameters. Shown"
                + " are samples that were pushed most, %d of them, no two alike, first those pushed"
                + " up, then those pushed down, each in the order of their trajectories. A thick"
                + " line parts up from down, thin lines part trajectories. Each level of colour is"
                + " twice the one before it.",
            chosen.kernel().length));
    kernel.draw(out);
    out.close();

    section(out, 4, "Who pushed");
    String shared = words.shared().isEmpty() ? "" : " " + words.shared();
    out.element("p", PartsPicture.what(explanation.ledger()) + shared);
    PartsPicture.draw(out, explanation.ledger());
    out.close();

    section(out, 5, "The update as a film");
    film.draw(out);
    out.close();
    clipped.ifPresent(clip -> clipped(out, clip));
    if (!promises.isEmpty()) {
      section(out, PROMISE, "What the step promised, and what came");
      NaturalAccount account = new NaturalAccount(promises, explanation.largestKl());
      PassageTable.write(out, account.passage(), "Promised, and what came");
      out.close();
    }

    section(out, 6, "The largest pushes");
    PushTable.write(out, explanation, alike, words, "Pushed up most", chosen.up());
    PushTable.write(out, explanation, alike, words, "Pushed down most", chosen.down());
    out.close();

    section(out, 7, "How to read this");
    Reading.write(out);
    out.close().close();
  }

  private void clipped(Markup out, ClipLedger clip) {
    section(out, CLIP, "What the clip zeroed");
    ClipAccount account = new ClipAccount(clip, explanation.takenBack().size());
    List<Passage> passages = account.passages();
    PassageTable.write(out, passages.getFirst(), "Zeroed, step by step");
    for (Passage movers : passages.subList(1, passages.size())) {
      PassageTable.write(out, movers, "Who moved them");
    }
    for (int i : account.furthest(alike, MOST_ZEROED)) {
      out.element("h3", "%s: %s, sample %s".formatted(words.state(i), words.action(i), "" + i));
      out.element("p", Answer.capital(account.often(i)) + ".");
      Passage steps = StepLines.of(explanation.ledger(), Optional.of(clip), i);
      PassageTable.write(out, steps, "Sample %s, step by step".formatted("" + i));
    }
    out.close();
  }

  private static void section(Markup out, int number, String heading) {
    String id = CONTENTS.get(number).getFirst();
    out.open("section", "id", id, "aria-labelledby", id + "-heading");
    out.element("h2", heading, "id", id + "-heading");
  }

  /// What the script reads, such that nothing in it can end the element that it stands in.
  private String data() {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("frames", film.data());
    data.put("kernel", kernel.data());
    return Json.line(data).replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e");
  }

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(ExplanationPage.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
