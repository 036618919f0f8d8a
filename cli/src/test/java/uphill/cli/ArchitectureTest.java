package uphill.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/// What modules cannot say.
class ArchitectureTest {

  private static final String[] PURE = {
    "uphill.kernel..",
    "uphill.autodiff..",
    "uphill.nn..",
    "uphill.env..",
    "uphill.oracle..",
    "uphill.rl..",
    "uphill.push.."
  };

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importPaths(
              List.of("kernel", "autodiff", "nn", "env", "oracle", "rl", "push", "lab", "cli")
                  .stream()
                  .map(module -> Path.of("..", module, "target", "classes"))
                  .toList());

  @Test
  void allModulesAreLookedAt() {
    assertThat(CLASSES.stream().map(type -> type.getPackageName()).distinct())
        .contains(
            "uphill.kernel",
            "uphill.autodiff",
            "uphill.nn",
            "uphill.env",
            "uphill.oracle",
            "uphill.rl",
            "uphill.push",
            "uphill.lab",
            "uphill.cli");
  }

  @Test
  void onlyTheKernelsKnowTheVectorApi() {
    noClasses()
        .that()
        .resideOutsideOfPackage("uphill.kernel..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator.vector..")
        .check(CLASSES);
  }

  @Test
  void randomnessIsAnArgument() {
    noClasses()
        .should()
        .callMethod(Math.class, "random")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(ThreadLocalRandom.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(java.util.Random.class)
        .check(CLASSES);
  }

  @Test
  void whatComputesNeitherPrintsNorReadsTheClockOrFiles() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.time..")
        .check(CLASSES);
  }

  @Test
  void whatComputesStartsNoThreads() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.concurrent..")
        .orShould()
        .callConstructor(Thread.class)
        .check(CLASSES);
  }

  @Test
  void everyClassIsAnInterfaceOrFinal() {
    classes()
        .that()
        .areNotInterfaces()
        .and()
        .areNotEnums()
        .and()
        .areNotAnonymousClasses()
        .and()
        .haveSimpleNameNotEndingWith("package-info")
        .should()
        .haveModifier(JavaModifier.FINAL)
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("uphill.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void nothingIsSerializedByJava() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.ObjectInputStream")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.ObjectOutputStream")
        .check(CLASSES);
  }
}
