package uphill.cli.process;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import uphill.kernel.Shown;

/// Whether this JVM can read the names of files.
///
/// It takes them apart in the encoding of the locale that it was started in (`sun.jnu.encoding`),
/// and what this does not have becomes U+FFFD: a relative path would then be another one. The
/// launcher sees to it that the encoding is UTF-8; here is what is left to say where it could not,
/// or was not asked.
public final class NamesOfFiles {

  private static final String LOST = "\ufffd";

  private NamesOfFiles() {}

  /// Why it cannot, as a sentence with the next step.
  ///
  /// @param words of the command line
  public static Optional<String> refusal(String... words) {
    return Stream.concat(List.of(words).stream(), Stream.of(System.getProperty("user.dir", "")))
        .filter(word -> word.contains(LOST))
        .findFirst()
        .map(NamesOfFiles::sentence);
  }

  /// Why a name that a file may not have cannot be used.
  public static String sentence(InvalidPathException e) {
    return e.getInput().indexOf('\0') >= 0
        ? "\"%s\" is no name of a file: %s".formatted(Shown.text(e.getInput()), e.getReason())
        : sentence(e.getInput());
  }

  private static String sentence(String name) {
    String encoding = System.getProperty("sun.jnu.encoding", "");
    return encoding.equals(StandardCharsets.UTF_8.name())
        ? "\"%s\" is not in UTF-8, the encoding of this locale. Rename it, or set LC_ALL to a locale with its encoding, and call again."
            .formatted(Shown.text(name))
        : "\"%s\" has letters that the encoding of this locale, %s, does not have. Set LC_ALL=C.UTF-8, and call again."
            .formatted(Shown.text(name), encoding);
  }
}
