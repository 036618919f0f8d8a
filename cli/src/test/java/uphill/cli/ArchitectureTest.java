package uphill.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

  private static final JavaClasses CLASSES = built(Modules.OURS.toArray(String[]::new));

  /// Classes of the modules that were built; some are built after this one.
  private static JavaClasses built(String... modules) {
    return new ClassFileImporter()
        .withImportOption(location -> !location.contains("com/badlogic")) // lies inside box2d
        .importPaths(
            Stream.of(modules)
                .map(module -> Path.of("..", module, "target", "classes"))
                .filter(Files::isDirectory)
                .toList());
  }

  @Test
  void allModulesAreLookedAt() {
    for (String module : Modules.OURS) {
      assertThat(CLASSES.stream().map(JavaClass::getPackageName)).contains("uphill." + module);
    }
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

  /// Every package is a slice of its own.
  private static final SliceAssignment PACKAGES =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
          return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
          return "packages";
        }
      };

  @Test
  void packagesHaveNoCycles() {
    slices().assignedFrom(PACKAGES).should().beFreeOfCycles().check(CLASSES);
  }

  /// Whoever writes an algorithm imports from all of these.
  @Test
  void noTwoPublicTypesThatAlgorithmsImportHaveOneName() {
    List<String> names =
        CLASSES.stream()
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .filter(type -> type.getPackageName().matches("uphill\\.(kernel|autodiff|nn|env|rl).*"))
            .map(JavaClass::getSimpleName)
            .toList();

    assertThat(names).contains("HiddenSums", "Normalization").doesNotHaveDuplicates();
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

  /// What a machine, or the next JDK, may do differently. Only these functions of [Math] are
  /// specified to the bit; StrictMath has the others. Streams and lanes may sum in any order, and a
  /// copied map is walked in another order by every process.
  private static final Pattern OPEN =
      Pattern.compile(
          """
          java\\.lang\\.Math\\.(?!(abs|ceil|ceilDiv|ceilMod|clamp|copySign|floor|floorDiv|floorMod|fma|\
          getExponent|IEEEremainder|max|min|multiplyHigh|nextDown|nextUp|rint|round|scalb|signum|sqrt|\
          ulp|unsignedMultiplyHigh|\\w+Exact)$).*|\
          jdk\\.incubator\\.vector\\.VectorOperators\\.\
          (A?(SIN|COS|TAN)H?|ATAN2|EXP|EXPM1|LOG|LOG10|LOG1P|CBRT|POW|HYPOT)|\
          jdk\\.incubator\\.vector\\.(Float|Double)Vector\\.reduceLanes|\
          java\\.util\\.stream\\.DoubleStream\\.(sum|average|summaryStatistics)|\
          java\\.util\\.stream\\.Collectors\\.(summing|averaging|summarizing)Double|\
          java\\.util\\..*\\.parallel\\w*|\
          java\\.util\\.(Map|Set)\\.copyOf|\
          java\\.lang\\.System\\.(identityHashCode|lineSeparator)\
          """);

  @Test
  void nothingIsComputedThatIsNotSpecifiedToTheBit() {
    ArchRule rule =
        noClasses()
            .should()
            .accessTargetWhere(
                describe(
                    "what is not specified to the bit",
                    access ->
                        OPEN.matcher(access.getTargetOwner().getName() + "." + access.getName())
                            .matches()));

    rule.check(CLASSES);
    rule.allowEmptyShould(true).check(built("contract", "examples", "bench"));
  }
}
