package uphill.lab.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import uphill.kernel.Kernels;
import uphill.kernel.ScalarKernels;
import uphill.kernel.VectorKernels;
import uphill.kernel.Workers;
import uphill.lab.Experiment;
import uphill.lab.config.RunConfig;
import uphill.lab.training.Training;
import uphill.lab.world.World;
import uphill.records.Safetensors;
import uphill.records.Sha256;

class WarmUpTest {

  private static final double LONG = 1e12;

  /// The number of multiply-adds is a guess at how long a training takes, nothing more: whenever
  /// the vector kernels take over, in the middle of a training too, the bits are the same.
  @Test
  void handingOverInTheMiddleChangesNoBit() {
    assertThat(trained(VectorKernels.startingScalar()))
        .isEqualTo(trained(new ScalarKernels()))
        .isEqualTo(trained(new VectorKernels()));
  }

  private static String trained(Kernels kernels) {
    World world = World.named("CartPole-v1", ClassLoader.getSystemClassLoader());
    RunConfig config = Experiment.in(world).steps(10_240).config();
    try (Training training = new Training(config, world, kernels, Workers.one())) {
      while (!training.finished()) {
        training.update();
        if (training.updates() == 2 && kernels instanceof VectorKernels vector) {
          vector.ready();
        }
      }
      return Sha256.of(Safetensors.bytes(training.parameters()));
    }
  }

  @Test
  @Timeout(120)
  void aLongTrainingIsHandedOverToTheVectorKernels() throws InterruptedException {
    VectorKernels kernels = VectorKernels.startingScalar();
    try (WarmUp warmUp = new WarmUp(kernels, LONG)) {
      warmUp.done(0.5);
      while (!kernels.isReady()) {
        Thread.sleep(10);
      }
    }
  }

  @Test
  void nothingIsWarmedUpBeforeTrainingIsUnderWayNorForAShortOne() {
    VectorKernels kernels = VectorKernels.startingScalar();
    Set<Thread> others = Thread.getAllStackTraces().keySet(); // another test's may be ending
    try (WarmUp early = new WarmUp(kernels, LONG);
        WarmUp brief = new WarmUp(kernels, 1e9)) {
      early.done(0.001);
      brief.done(0.5);

      assertThat(Thread.getAllStackTraces().keySet())
          .filteredOn(thread -> !others.contains(thread))
          .noneMatch(thread -> thread.getName().equals("uphill-warm-up"));
    }
  }

  @Test
  void otherKernelsNeedNone() {
    try (WarmUp warmUp = new WarmUp(new ScalarKernels(), LONG)) {
      warmUp.done(0.5);
    }
    assertThat(new VectorKernels().isReady()).isTrue();
    assertThat(Arrays.stream(Kernels.class.getPermittedSubclasses())).hasSize(2);
  }
}
