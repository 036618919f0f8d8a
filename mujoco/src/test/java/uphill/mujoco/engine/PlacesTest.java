package uphill.mujoco.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where a library is looked for, in a file system of the test's own.
class PlacesTest {

  @TempDir Path folder;
  private Path root;
  private Path home;

  @BeforeEach
  void thereIsARootAndAHome() throws IOException {
    folder = folder.toRealPath();
    root = Files.createDirectory(folder.resolve("root"));
    home = Files.createDirectory(folder.resolve("home"));
  }

  private Path library(Path of, String... names) throws IOException {
    Path file = of;
    for (String name : names) {
      file = file.resolve(name);
    }
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "a library");
  }

  private List<Path> found(Map<String, String> environment) {
    return new Places(environment, home, root).libraries();
  }

  @Test
  void wherethereIsNothingNothingIsFound() {
    assertThat(found(Map.of())).isEmpty();
  }

  @Test
  void thePlacesComeInTheirOrder() throws IOException {
    Path path = library(folder, "release", "lib", "libmujoco.so.3.3.7");
    Path virtual =
        library(folder, "venv", "lib/python3.11/site-packages/mujoco/libmujoco.so.3.2.0");
    Path conda = library(folder, "conda", "lib", "libmujoco.so.3.1.0");
    Path local = library(root, "usr/local/lib/libmujoco.so.3.0.0");
    Path debian = library(root, "usr/lib/x86_64-linux-gnu/libmujoco.so.2.2.2");
    Path unpacked = library(home, ".mujoco/mujoco-3.3.0/bin/mujoco.dll");
    Path opt = library(root, "opt/mujoco-3.3.1/lib/libmujoco.3.3.1.dylib");
    Path user = library(home, ".local/lib/python3.12/site-packages/mujoco_core/libmujoco.so.4.0.0");
    Path pip = library(root, "usr/lib/python3/dist-packages/mujoco/libmujoco.so.3.3.2");
    assertThat(
            found(
                Map.of(
                    "MUJOCO_PATH", folder.resolve("release").toString(),
                    "VIRTUAL_ENV", folder.resolve("venv").toString(),
                    "CONDA_PREFIX", folder.resolve("conda").toString())))
        .containsExactly(path, virtual, conda, local, debian, unpacked, opt, user, pip);
  }

  @Test
  void inOneFolderTheLatestReleaseComesFirst() throws IOException {
    Path nine = library(root, "usr/lib/libmujoco.so.3.9.0");
    Path ten = library(root, "usr/lib/libmujoco.so.3.10.0");
    Path two = library(root, "usr/lib/libmujoco.so.2.3.7");
    assertThat(found(Map.of())).containsExactly(ten, nine, two);
  }

  @Test
  void theVariableOutrulesAllOtherPlaces() throws IOException {
    library(root, "usr/lib/libmujoco.so.3.9.0");
    Path own = library(folder, "mine", "physics.so");
    assertThat(found(Map.of("UPHILL_MUJOCO", own.toString()))).containsExactly(own);
  }

  @Test
  void theVariableMayNameAFolderThatHasALibraryOrHasItInLibOrBin() throws IOException {
    for (String inside : List.of("", "lib", "bin", "lib/python3.11/site-packages/mujoco")) {
      Path own = library(folder, "in-" + inside.length(), inside, "libmujoco.so.3.3.7");
      assertThat(found(Map.of("UPHILL_MUJOCO", folder.resolve("in-" + inside.length()).toString())))
          .as(inside)
          .containsExactly(own);
    }
  }

  @Test
  void aVariableThatNamesNothingIsSaidAndNoOtherPlaceIsTaken() throws IOException {
    library(root, "usr/lib/libmujoco.so.3.9.0");
    for (String nothing :
        List.of(folder.resolve("nowhere").toString(), home.toString(), "not\0a path")) {
      assertThatThrownBy(() -> found(Map.of("UPHILL_MUJOCO", nothing)))
          .isInstanceOf(UnusableLibrary.class)
          .hasMessageContaining("UPHILL_MUJOCO=")
          .hasMessageContaining("is no file, and no folder that has libmujoco");
    }
  }

  @Test
  void otherVariablesThatNameNothingArePassedOver() throws IOException {
    Path library = library(root, "usr/lib/libmujoco.so.3.9.0");
    assertThat(found(Map.of("MUJOCO_PATH", "not\0a path", "VIRTUAL_ENV", "/nowhere")))
        .containsExactly(library);
  }

  @Test
  void aLinkToNowhereIsPassedOverAndOneToALibraryIsThatLibrary() throws IOException {
    Path library = library(root, "usr/lib/libmujoco.so.2.2.2");
    Files.createSymbolicLink(root.resolve("usr/lib/libmujoco.so"), Path.of("libmujoco.so.2.2.2"));
    Files.createSymbolicLink(root.resolve("usr/lib/libmujoco.so.9"), Path.of("nowhere.so"));
    assertThat(found(Map.of())).containsExactly(library);
  }

  @Test
  void aFolderOfALibrarysNameIsNone() throws IOException {
    Files.createDirectories(root.resolve("usr/lib/libmujoco.so.3.3.7"));
    assertThat(found(Map.of())).isEmpty();
  }
}
