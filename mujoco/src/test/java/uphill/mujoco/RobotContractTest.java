package uphill.mujoco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import uphill.contract.EnvContract;
import uphill.env.Environments;
import uphill.env.fault.EnvironmentException;
import uphill.mujoco.engine.NeedsMujoco;

/// What every world promises, of all eleven robots in both versions.
@NeedsMujoco
class RobotContractTest {

  @TestFactory
  Stream<DynamicContainer> keepTheContract() {
    return Worlds.ids()
        .map(
            id -> {
              EnvContract contract = () -> Environments.create(id);
              return DynamicContainer.dynamicContainer(id, contract.keepsTheContract());
            });
  }

  @Test
  void thereAreElevenRobotsInTwoVersions() {
    assertThat(Worlds.all()).hasSize(22).doesNotHaveDuplicates();
    assertThat(Worlds.ids()).hasSize(Worlds.mujoco2() ? 22 : 21);
  }

  @Test
  void pusher4IsRefusedWhereItsModelIsReadOtherwise() {
    assumeFalse(Worlds.mujoco2(), "SKIPPED: MuJoCo 2 reads Pusher-v4's model as it was meant");
    assertThatThrownBy(() -> Environments.create("Pusher-v4"))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("Take Pusher-v5, or MuJoCo 2 (UPHILL_MUJOCO).");
  }
}
