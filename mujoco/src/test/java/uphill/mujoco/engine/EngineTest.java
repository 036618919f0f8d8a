package uphill.mujoco.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineTest {

  /// A library that is there wherever Java is.
  private static final Path FOREIGN =
      Path.of(
          System.getProperty("java.home"),
          System.getProperty("os.name").startsWith("Windows") ? "bin" : "lib",
          System.mapLibraryName("zip"));

  @TempDir Path folder;

  private static NoEngineException notFound(Path chosen) {
    try {
      Engine.find(
          new Places(Map.of("UPHILL_MUJOCO", chosen.toString()), Path.of("/"), Path.of("/")));
      throw new AssertionError("it was found");
    } catch (NoEngineException e) {
      return e;
    }
  }

  @Test
  void anotherLibraryIsNoMujoco() {
    assertThat(notFound(FOREIGN))
        .hasMessageContaining("%s: it is no MuJoCo: it has no mj_version".formatted(FOREIGN))
        .hasMessageContaining("pip install mujoco");
  }

  @Test
  void aFileThatIsNoLibraryIsSaid() throws IOException {
    Path text = Files.writeString(folder.resolve("libmujoco.so.3.3.7"), "hello");
    assertThat(notFound(text))
        .hasMessageContaining(
            "no MuJoCo here can be used (%s: it is no library of this system, whose libraries are"
                .formatted(text));
  }

  @Test
  void aLibraryIsKnownByItsFirstBytes() throws IOException {
    assertThat(Format.of(System.getProperty("os.name")).begins(FOREIGN)).isTrue();
    Map<String, Format> formats =
        Map.of("7f454c4602", Format.ELF, "cffaedfe07", Format.MACH_O, "4d5a900003", Format.PE);
    for (Map.Entry<String, Format> each : formats.entrySet()) {
      Path file = folder.resolve(each.getKey());
      Files.write(file, java.util.HexFormat.of().parseHex(each.getKey()));
      for (Format format : Format.values()) {
        assertThat(format.begins(file)).as(each.getKey()).isEqualTo(format == each.getValue());
      }
    }
    Path cut = Files.write(folder.resolve("cut"), new byte[] {0x7f, 'E'});
    assertThat(Format.ELF.begins(cut)).isFalse();
    assertThat(Format.of("Mac OS X")).isEqualTo(Format.MACH_O);
    assertThat(Format.of("Windows 11")).isEqualTo(Format.PE);
  }

  @Test
  void whereThereIsNoneTheMessageSaysHowToGetOne() {
    assertThatThrownBy(() -> Engine.find(new Places(Map.of(), folder, folder)))
        .isInstanceOf(NoEngineException.class)
        .hasMessageStartingWith("MuJoCo, which these worlds run on, was not found. Install it")
        .hasMessageContaining("apt-get install libmujoco-dev")
        .hasMessageContaining("UPHILL_MUJOCO");
  }

  /// Two libraries in one folder: the later one is tried first, and is none.
  @Test
  @NeedsMujoco
  void theNextIsTakenWhereTheFirstWillNotDo() throws IOException {
    Path lib = Files.createDirectories(folder.resolve("usr/lib"));
    Files.writeString(lib.resolve("libmujoco.so.99.0.0"), "hello");
    Path real = Engine.get().library().file().toRealPath();
    Files.createSymbolicLink(lib.resolve("libmujoco.so.1.0.0"), real);
    Library found = Engine.find(new Places(Map.of(), folder, folder)).library();
    assertThat(found.file()).isEqualTo(real);
    assertThat(found).isEqualTo(Engine.get().library());
  }

  @ParameterizedTest
  @CsvSource({
    "222, 2.2.2",
    "237, 2.3.7",
    "300, 3.0.0",
    "337, 3.3.7",
    "340, 3.4.0",
    "3005000, 3.5.0",
    "3010002, 3.10.2",
    "4000000, 4.0.0"
  })
  void aReleaseIsReadFromItsNumber(int number, String version) {
    assertThat(Layout.version(number)).isEqualTo(version);
    assertThatThrownBy(() -> Layout.of(version + "0", Layout.table()))
        .isInstanceOf(UnusableLibrary.class);
  }

  @Test
  void theTableKnowsAllReleasesFrom220To400() {
    String[] versions = Layout.table().getFirst().split("\t", -1);
    assertThat(versions).hasSize(54).contains("2.2.0", "3.3.7", "3.17.0").endsWith("4.0.0");
    for (int i = 1; i < versions.length; i++) {
      assertThat(Layout.of(versions[i], Layout.table()).version()).isEqualTo(versions[i]);
    }
  }

  /// A library made here, of a release to come: it has the functions, and another number.
  @Test
  void aReleaseThatTheTableDoesNotKnowIsRefused() throws Exception {
    String functions =
        Stream.of(
                "loadXML",
                "makeData",
                "deleteData",
                "resetData",
                "forward",
                "step",
                "rnePostConstraint",
                "name2id")
            .map("void mj_%s(void) {}\n"::formatted)
            .collect(Collectors.joining());
    Path source =
        Files.writeString(
            folder.resolve("later.c"),
            "int mj_version(void) { return 99001002; }\n"
                + "void *mju_user_error, *mju_user_warning;\n"
                + functions);
    Path library = folder.resolve("liblater.so");
    assumeTrue(compiles(source, library), "SKIPPED: no cc, so no library can be made");
    assertThat(notFound(library))
        .hasMessageContaining(
            "it is MuJoCo 99.1.2, and Uphill knows how 2.2.0 to 4.0.0 lie in memory");
  }

  private static boolean compiles(Path source, Path library) throws InterruptedException {
    try {
      return new ProcessBuilder(
                  "cc", "-shared", "-fPIC", "-o", library.toString(), source.toString())
              .inheritIO()
              .start()
              .waitFor()
          == 0;
    } catch (IOException _) {
      return false;
    }
  }

  @Test
  @NeedsMujoco
  void aModelThatIsNoneIsRefusedWithTheCompilersWords() {
    assertThatThrownBy(() -> Engine.get().model("<mujoco><nonsense/></mujoco>"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("MuJoCo %s refuses the model:".formatted(version()))
        .hasMessageContaining("nonsense");
  }

  @Test
  @NeedsMujoco
  void aBodyThatIsMissingIsNamed() {
    Model model = Engine.get().model("<mujoco><worldbody/></mujoco>");
    assertThatThrownBy(() -> model.body("nobody")).hasMessage("the model has no body nobody");
  }

  private static String version() {
    return Engine.get().library().version();
  }

  @Test
  @NeedsMujoco
  void aLibraryIsNamedByTheHashOfItsFile() throws Exception {
    Library library = Engine.get().library();
    byte[] digest =
        java.security.MessageDigest.getInstance("SHA-256")
            .digest(Files.readAllBytes(library.file()));
    assertThat(library.sha256()).isEqualTo(java.util.HexFormat.of().formatHex(digest));
  }
}
