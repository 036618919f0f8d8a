package uphill.explain.page;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import uphill.records.Json;

/// A headless Chromium, driven by W3C WebDriver's commands to the `chromedriver` that is on the
/// path. They go over loopback by what `java.base` has: tests then need no further module.
final class Browser implements AutoCloseable {

  private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");
  private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf"; // of the standard
  private static final List<String> ARGUMENTS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final Process driver;
  private final String session;

  private Browser(Process driver, int port, Path profile) throws IOException {
    this.driver = driver;
    Map<String, Object> chrome =
        Map.of(
            "args",
            Stream.concat(ARGUMENTS.stream(), Stream.of("--user-data-dir=" + profile)).toList());
    Map<String, Object> wanted =
        Map.of(
            "goog:chromeOptions",
            chrome,
            "goog:loggingPrefs",
            Map.of("browser", "ALL", "performance", "ALL"));
    String server = "http://127.0.0.1:" + port + "/session";
    Object made = send("POST", server, Map.of("capabilities", Map.of("alwaysMatch", wanted)));
    session = server + "/" + Json.object(made, "session").get("sessionId");
  }

  /// The driver, where there is one.
  static Optional<Path> driver() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, "chromedriver"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// Starts one.
  ///
  /// @param profile an empty directory
  static Browser start(Path chromedriver, Path profile) throws IOException {
    Process process =
        new ProcessBuilder(chromedriver.toString(), "--port=0").redirectErrorStream(true).start();
    BufferedReader says = process.inputReader();
    for (String line = says.readLine(); line != null; line = says.readLine()) {
      Matcher started = STARTED.matcher(line);
      if (started.find()) {
        Thread.ofVirtual().start(() -> says.lines().forEach(_ -> {})); // lest its output fill up
        return new Browser(process, Integer.parseInt(started.group(1)), profile);
      }
    }
    throw new IOException(chromedriver + " ended before it listened");
  }

  private static Object send(String method, String url, Map<String, ?> body) throws IOException {
    var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setRequestMethod(method);
    if (method.equals("POST")) {
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "application/json; charset=utf-8");
      connection.getOutputStream().write(Json.line(body).getBytes(StandardCharsets.UTF_8));
    }
    boolean good = connection.getResponseCode() == HttpURLConnection.HTTP_OK;
    try (InputStream in = good ? connection.getInputStream() : connection.getErrorStream()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (!good) {
        throw new IOException(url + ": " + text);
      }
      return Objects.requireNonNull(Json.parseObject(text, url).get("value"));
    }
  }

  private Object post(String command, Map<String, ?> body) throws IOException {
    return send("POST", session + command, body);
  }

  void open(Path page) throws IOException {
    post("/url", Map.of("url", page.toUri().toString()));
  }

  /// What the body of a function returns.
  Object script(String body) throws IOException {
    return post("/execute/sync", Map.of("script", body, "args", List.of()));
  }

  String text(String body) throws IOException {
    return script(body).toString();
  }

  long number(String body) throws IOException {
    return ((Number) script(body)).longValue();
  }

  /// A command of Chrome's own protocol.
  void chrome(String command, Map<String, ?> parameters) throws IOException {
    post("/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
  }

  /// Makes the window as wide as a device's.
  void width(int width) throws IOException {
    chrome(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 800, "deviceScaleFactor", 1, "mobile", width < 500));
  }

  /// Sets what a person prefers.
  void prefer(String feature, String value) throws IOException {
    chrome(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", feature, "value", value))));
  }

  /// The element that a selector finds first.
  String find(String selector) throws IOException {
    Object found = post("/element", Map.of("using", "css selector", "value", selector));
    return Json.object(found, selector).get(ELEMENT) + "";
  }

  String role(String element) throws IOException {
    return send("GET", session + "/element/" + element + "/computedrole", Map.of()).toString();
  }

  String label(String element) throws IOException {
    return send("GET", session + "/element/" + element + "/computedlabel", Map.of()).toString();
  }

  /// The element that has the focus.
  String focused() throws IOException {
    return Json.object(send("GET", session + "/element/active", Map.of()), "focus").get(ELEMENT)
        + "";
  }

  void click(String element) throws IOException {
    post("/element/" + element + "/click", Map.of());
  }

  /// Presses a key and lets it go: WebDriver's code for it, such as Tab's, or a character.
  void press(String key) throws IOException {
    List<Map<String, String>> presses =
        List.of(Map.of("type", "keyDown", "value", key), Map.of("type", "keyUp", "value", key));
    post(
        "/actions",
        Map.of("actions", List.of(Map.of("type", "key", "id", "keys", "actions", presses))));
  }

  /// The lines of a log since it was last asked for: `browser` or `performance`.
  List<String> log(String type) throws IOException {
    List<?> entries = (List<?>) post("/se/log", Map.of("type", type));
    return entries.stream().map(e -> Json.object(e, type).get("message") + "").toList();
  }

  @Override
  public void close() throws IOException {
    try {
      send("DELETE", session, Map.of());
    } finally {
      driver.destroy();
    }
  }
}
