package uphill.records;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// An error of the file system in words: what is wrong, and what would mend it.
///
/// The system gives its reasons in the user's language, so a full disk is told by its room too.
///
/// @param file which one, if the system says so
/// @param reason what is wrong
/// @param remedy what to do, as an imperative: `make room`
public record DiskError(String file, String reason, String remedy) {

  /// A disk with less room than this is full.
  private static final long FULL = 1 << 16; // bytes

  /// What an error is.
  ///
  /// @param place what was to be written, or read
  public static DiskError of(IOException e, Path place) {
    String file =
        e instanceof FileSystemException named
            ? Objects.requireNonNullElse(named.getFile(), place.toString())
            : place.toString();
    String said =
        Objects.requireNonNullElse(
            e instanceof FileSystemException f ? f.getReason() : e.getMessage(), "");
    return switch (e) {
      case NoSuchFileException _ when isPartOfAFolder(file) ->
          new DiskError(
              file.substring(0, file.length() - WholeFiles.PART.length()),
              "the system makes no files in this directory",
              "choose another place");
      case NoSuchFileException _ ->
          new DiskError(file, "no such file or directory", "make it, or correct its name");
      case AccessDeniedException _ ->
          new DiskError(file, "permission denied", "change its permissions");
      case FileAlreadyExistsException _ ->
          new DiskError(file, "there is a file of this name", "move it away");
      case NotDirectoryException _ -> noDirectory(file);
      case EOFException _ -> new DiskError(file, "it ends too soon", "write it again");
      case ZipException _ ->
          new DiskError(file, "it is damaged, or not compressed by gzip", "write it again");
      default -> {
        Path blocking = fileInTheWay(Path.of(file));
        yield blocking == null
            ? new DiskError(file, said.isEmpty() ? unsaid(e) : said, remedy(said, place))
            : noDirectory(blocking.toString());
      }
    };
  }

  /// Whether it is a file that was to be written, in a directory that is there: `/proc`, say, in
  /// which the system says of every new file that there is none.
  private static boolean isPartOfAFolder(String file) {
    Path folder = Path.of(file).toAbsolutePath().getParent();
    return file.endsWith(WholeFiles.PART) && folder != null && Files.isDirectory(folder);
  }

  private static DiskError noDirectory(String file) {
    return new DiskError(
        file, "it is a file, expected a directory", "choose another place, or move the file away");
  }

  /// The file that stands where this place needs a directory, if there is one.
  private static @Nullable Path fileInTheWay(Path place) {
    for (Path at = place.toAbsolutePath().getParent(); at != null; at = at.getParent()) {
      if (Files.exists(at)) {
        return Files.isDirectory(at) ? null : at;
      }
    }
    return null;
  }

  /// What there is to say of an error without a reason.
  private static String unsaid(IOException e) {
    return "the system gives no reason (%s)".formatted(e.getClass().getSimpleName());
  }

  private static String remedy(String said, Path place) {
    if (said.contains("Read-only") || isReadOnly(place)) {
      return "make the disk writable";
    } else if (said.contains("No space") || said.contains("quota") || isFull(place)) {
      return "make room";
    } else if (said.contains("File too large")) {
      return "raise the limit of a file's size (ulimit -f)";
    } else if (said.contains("Too many open files")) {
      return "raise the limit of open files (ulimit -n)";
    } else if (said.contains("name too long")) {
      return "shorten the name";
    }
    return "mend that";
  }

  private static boolean isReadOnly(Path place) {
    try {
      return store(place).isReadOnly();
    } catch (IOException _) {
      return false;
    }
  }

  private static boolean isFull(Path place) {
    try {
      return store(place).getUsableSpace() < FULL;
    } catch (IOException _) {
      return false;
    }
  }

  /// The disk of a place that may not be there yet.
  private static FileStore store(Path place) throws IOException {
    Path folder = place.toAbsolutePath().normalize();
    while (folder.getParent() != null && Files.notExists(folder)) {
      folder = folder.getParent();
    }
    return Files.getFileStore(folder);
  }

  /// `runs/a: permission denied. Change its permissions.`
  public String sentence() {
    return "%s: %s. %s.".formatted(file, reason, begun(remedy));
  }

  /// A clause as the beginning of a sentence.
  public static String begun(String clause) {
    return Character.toUpperCase(clause.charAt(0)) + clause.substring(1);
  }
}
