package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.cli.Child.Outcome;

/// The launcher in folders of any name, under locales that know only ASCII, and for who may not
/// write to it.
///
/// The scenes are scripts of ASCII, for the JVM of these tests may know no other letters.
class LauncherFoldersTest {

  private static final String TRAIN = "train CartPole-v1 --steps 1k --set batch_steps=512 --json";

  /// Makes `$nobody` run what may not write to `checkout`.
  private static final String NOBODY =
      """
      chmod -R go+rX .; mkdir elsewhere; chmod 777 elsewhere
      nobody=; chmod -R a-w checkout
      test "$(id -u)" != 0 || nobody='setpriv --reuid=65534 --regid=65534 --clear-groups'
      """;

  /// A checkout that was built, but for its archive: an empty one.
  @TempDir private static Path built;

  @TempDir private Path directory;

  @BeforeAll
  static void build() throws IOException {
    Path library = Files.createDirectories(built.resolve("target").resolve("uphill"));
    ToolProvider jar = ToolProvider.findFirst("jar").orElseThrow();
    PrintWriter complaints = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    for (String module : Modules.OURS) {
      String file = library.resolve(module + ".jar").toString();
      String classes = Path.of("..", module, "target", "classes").toString();
      int code =
          jar.run(complaints, complaints, "-c", "-f", file, "--no-compress", "-C", classes, ".");
      assertThat(code).as(module).isZero();
    }
    try (Stream<Path> libraries = Files.list(Path.of("target", "libraries"))) {
      for (Path each : libraries.toList()) {
        Files.copy(each, library.resolve(each.getFileName()));
      }
    }
    Files.createFile(library.resolve("uphill.aot"));
    Files.createFile(built.resolve("target").resolve("uphill.built"));
    Files.copy(
        Path.of("..", "uphill"), built.resolve("uphill"), StandardCopyOption.COPY_ATTRIBUTES);
  }

  @BeforeEach
  void aShellIsThere() {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "SKIPPED: needs /bin/sh, not found");
  }

  /// Plays a scene in a folder that holds `built`, with `$letters` for a name beyond ASCII.
  private Outcome play(String scene) throws Exception {
    Path script = directory.resolve("scene");
    Files.writeString(
        script,
        "set -eu; unset UPHILL_NO_BUILD LC_CTYPE LANG; letters=$(printf 'L\\303\\244u fe'); cd '%s'\n%s"
            .formatted(directory, scene.replace("BUILT", "'" + built + "'")));
    try (Child child = Child.of(directory.resolve("logs"), List.of("/bin/sh", script + ""))) {
      return child.outcome();
    }
  }

  @Test
  void aNameWithSpacesAndLettersIsLikeAnyOther() throws Exception {
    Outcome outcome =
        play(
            """
            cp -pr BUILT "$letters"; cd "$letters"; export LC_ALL=C.UTF-8
            ./uphill %s --out "out $letters"
            test -f "out $letters/result.json"
            """
                .formatted(TRAIN));

    outcome.succeeds();
  }

  @Test
  void theLocaleOfContainersIsLikeAnyOther() throws Exception {
    Outcome outcome =
        play(
            """
            cp -pr BUILT "$letters"; cd "$letters"; export LC_ALL=C
            ./uphill %s --out out
            ./uphill plot out --out "$letters"
            test -f out/result.json; test -f "$letters.svg"; test "$(ls ..)" = "$(cd ..; ls -d L* logs scene)"
            """
                .formatted(TRAIN));

    outcome.succeeds();
  }

  /// With a `locale` that has none but ASCII: where Uphill lies, where it is called, what it is
  /// asked for.
  @Test
  void whereOnlyAsciiCanBeHadASentenceNamesTheLocaleToSet() throws Exception {
    String onlyAscii =
        """
        mkdir -p bin; printf '#!/bin/sh\\necho ANSI_X3.4-1968\\n' > bin/locale; chmod +x bin/locale
        export LC_ALL=C PATH="$PWD/bin:$PATH"
        """;
    List<String> scenes =
        List.of(
            "cp -pr BUILT \"$letters\"; \"$letters/uphill\" --version",
            "mkdir \"$letters-here\"; cd \"$letters-here\"; BUILT/uphill envs",
            "BUILT/uphill eval \"$letters\"");

    for (String scene : scenes) {
      play(onlyAscii + scene).saysOnly(2, "uphill: ", "Set LC_ALL=C.UTF-8");
    }
  }

  /// A JVM refuses two of them.
  @Test
  void anArchiveOfTheUsersChoiceIsLeftToThem() throws Exception {
    play("export UPHILL_JAVA_OPTS=-Xshare:off; BUILT/uphill --version").succeeds();
  }

  @Test
  void aColonInTheNameIsASentence() throws Exception {
    play("cp -pr BUILT a:b; a:b/uphill --version").saysOnly(2, "a:b has a colon in its name");
  }

  @Test
  void whoMayNotWriteRunsWhatWasBuilt() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "SKIPPED: needs setpriv");
    Outcome outcome =
        play(
            "cp -pr BUILT checkout\n"
                + NOBODY
                + "cd elsewhere; $nobody ../checkout/uphill %s --out run; $nobody ../checkout/uphill eval run --json"
                    .formatted(TRAIN));

    assertThat(outcome.succeeds().out().lines()).hasSize(2);
  }

  @Test
  void whoMayNotWriteIsToldThatWhatWasBuiltIsOld() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "SKIPPED: needs setpriv");
    Outcome outcome =
        play(
            """
            cp -pr BUILT checkout; touch -d '2001-01-01' checkout/target/uphill.built
            mkdir -p checkout/rl/src/main/java; touch checkout/rl/src/main/java/Vpg.java
            """
                + NOBODY
                + "$nobody checkout/uphill --version; rm checkout/target/uphill.built; $nobody"
                + " checkout/uphill --version");

    outcome.saysOnly(
        2,
        "running what was built before",
        "checkout/rl/src/main/java/Vpg.java changed",
        "it must be built first",
        "Let its owner call");
    assertThat(outcome.out()).startsWith("uphill ");
  }
}
