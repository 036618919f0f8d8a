package uphill.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class KernelsChoiceTest {

  @Test
  void vectorsAreBestWhereTheirModuleIsThere() {
    assertThat(KernelsChoice.choose(null)).isInstanceOf(VectorKernels.class);
    assertThat(Kernels.best()).isInstanceOf(VectorKernels.class);
  }

  @Test
  void thePropertyDecides() {
    assertThat(KernelsChoice.choose("scalar")).isEqualTo(new ScalarKernels());
    assertThat(KernelsChoice.choose("vector")).isInstanceOf(VectorKernels.class);
  }

  @Test
  void anUnknownChoiceNamesTheOnesThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KernelsChoice.choose("gpu"))
        .withMessage("uphill.kernels must be scalar or vector, got gpu");
  }

  @Test
  void theDescriptionTellsTheWidth() {
    assertThat(new VectorKernels().description()).matches("vector, (4|8|16) lanes");
    assertThat(new ScalarKernels().description()).isEqualTo("scalar");
  }

  @Test
  void withoutTheModuleItFallsBackAndSaysWhatToDo() throws Exception {
    List<String> output = OtherJvm.run(List.of(), Best.class.getName());

    assertThat(output).contains("best: scalar");
    assertThat(output)
        .filteredOn(line -> line.contains("--add-modules jdk.incubator.vector"))
        .hasSize(1);
  }

  @Test
  void askedForScalarKernelsItIsSilent() throws Exception {
    List<String> output = OtherJvm.run(List.of("-Duphill.kernels=scalar"), Best.class.getName());

    assertThat(output).containsExactly("best: scalar");
  }

  @Test
  void askedForVectorsThatAreNotThereItFailsAndSaysWhatToDo() {
    assertThatThrownBy(() -> OtherJvm.run(List.of("-Duphill.kernels=vector"), Best.class.getName()))
        .hasMessageContaining("start java with --add-modules jdk.incubator.vector");
  }

  static final class Best {
    private Best() {}

    public static void main(String[] args) {
      System.out.println("best: " + Kernels.best().description());
    }
  }

  @Test
  void aBriefComputationStaysWithTheScalarKernelsUnlessThePropertyDecides() throws Exception {
    assertThat(Kernels.brief()).isInstanceOf(ScalarKernels.class);
    assertThat(
            OtherJvm.run(
                List.of("--add-modules", "jdk.incubator.vector", "-Duphill.kernels=vector"),
                Brief.class.getName()))
        .anyMatch(line -> line.startsWith("brief: vector"));
  }

  static final class Brief {
    private Brief() {}

    public static void main(String[] args) {
      System.out.println("brief: " + Kernels.brief().description());
    }
  }
}
