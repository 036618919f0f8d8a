package uphill.records;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `checksums.sha256`: what every file of a folder hashes to, in the format of `sha256sum`, which
/// can check it too. Its last line, a comment, is the hash of the lines above it.
///
/// ```text
/// e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  metrics.jsonl
/// # 5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03
/// ```
public final class Checksums {

  public static final String FILE = "checksums.sha256";

  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  ([^/\\\\][^\\\\]*)");
  private static final String OWN = "# ";

  private Checksums() {}

  /// The text for files of these hashes, by name.
  public static String text(Map<String, String> hashes) {
    StringBuilder lines = new StringBuilder();
    new TreeMap<>(hashes).forEach((name, hash) -> lines.append(hash + "  " + name + "\n"));
    String own = Sha256.of(lines.toString().getBytes(StandardCharsets.UTF_8));
    return lines.append(OWN).append(own).append('\n').toString();
  }

  /// The hashes that a text holds.
  ///
  /// @throws IllegalArgumentException if it was altered
  public static Map<String, String> parse(String text, String source) {
    int end = text.lastIndexOf(OWN);
    String above = text.substring(0, Math.max(0, end));
    String own = Sha256.of(above.getBytes(StandardCharsets.UTF_8));
    if (end < 0 || !text.substring(end).equals(OWN + own + "\n")) {
      throw new IllegalArgumentException(source + " was altered: it does not match its own hash");
    }
    Map<String, String> hashes = new LinkedHashMap<>();
    for (String line : above.lines().toList()) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "%s: expected a hash and a file's name, got \"%s\"".formatted(source, line));
      }
      hashes.put(matcher.group(2), matcher.group(1));
    }
    return hashes;
  }
}
