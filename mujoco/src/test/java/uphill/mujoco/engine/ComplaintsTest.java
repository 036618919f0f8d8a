package uphill.mujoco.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/// Errors of MuJoCo's become exceptions, on the thread that they happen on.
@NeedsMujoco
class ComplaintsTest {

  private static final int EULER = 0;
  private static final int RUNGE_KUTTA = 1;
  private static final int NONE = 77;

  private static Model model(String integrator) {
    return Engine.get()
        .model(
            """
            <mujoco><option integrator="%s"/><worldbody><body>
              <freejoint/><geom size="0.1"/></body></worldbody></mujoco>
            """
                .formatted(integrator));
  }

  /// Where the integrator's number lies: where two models differ in it, and in nothing else.
  private static long integrator(Model euler, Model other) {
    for (long at = 0; at < euler.struct().byteSize(); at += Integer.BYTES) {
      if (number(euler.struct(), at) == EULER && number(other.struct(), at) == RUNGE_KUTTA) {
        return at;
      }
    }
    throw new AssertionError("the two do not differ");
  }

  private static int number(MemorySegment struct, long at) {
    return struct.get(ValueLayout.JAVA_INT, at);
  }

  @Test
  void anErrorIsAnExceptionAndTheNextCallIsClean() {
    Model model = model("Euler");
    long place = integrator(model, model("RK4"));
    try (Simulation simulation = new Simulation(model)) {
      simulation.reset();
      model.struct().set(ValueLayout.JAVA_INT, place, NONE);
      assertThatThrownBy(() -> simulation.step(1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("MuJoCo: ")
          .hasMessageContaining("integrator");
      model.struct().set(ValueLayout.JAVA_INT, place, EULER);
      simulation.step(1);
      assertThat(simulation.positions().get(2)).isNegative();
    }
  }

  @Test
  void aSpeedThatMujocoCannotGoOnFromIsCountedAndTheSimulationGoesOn() {
    try (Simulation simulation = new Simulation(model("Euler"))) {
      simulation.reset();
      simulation.velocities().set(0, 1e11);
      simulation.step(1);
      assertThat(simulation.warnings()).isEqualTo(1);
      simulation.step(1);
      assertThat(simulation.velocities().get(0)).isFinite();
    }
  }

  @Test
  void theFirstTenthAndHundredthWarningAreTold() {
    String message = "Nan, Inf or huge value in QACC at DOF 0. Time = 0.1.\n";

    assertThat(Complaints.said(1, message))
        .startsWith("MuJoCo warns: Nan, Inf or huge value in QACC at DOF 0. Time = 0.1. Where");
    assertThat(Complaints.said(2, message)).isEmpty();
    assertThat(Complaints.said(10, message)).startsWith("MuJoCo warned 10 times by now: Nan");
    assertThat(Complaints.said(99, message)).isEmpty();
    assertThat(Complaints.said(1000, message)).isNotEmpty();
  }

  @Test
  void whatAProbeIsWarnedOfIsNotTold() {
    Engine engine = Engine.get();
    long before = Complaints.warnings();

    Probe.check(engine);
    assertThat(Complaints.warnings()).isEqualTo(before + 1);
    Complaints.unsaid(() -> Probe.check(engine));
    assertThat(Complaints.warnings()).isEqualTo(before + 1);
  }
}
