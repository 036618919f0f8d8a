package uphill.mujoco.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A libmujoco.
///
/// @param file where it lies
/// @param version 3.3.7, say
/// @param sha256 of its bytes
public record Library(Path file, String version, String sha256) {

  static Library of(Path file, String version) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return new Library(file, version, HexFormat.of().formatHex(digest.digest()));
    } catch (IOException e) {
      throw new UnusableLibrary("it cannot be read (%s)".formatted(e.getMessage()), e);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
