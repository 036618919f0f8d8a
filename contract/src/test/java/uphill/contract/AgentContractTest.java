package uphill.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;
import uphill.contract.Faulty.Fault;
import uphill.env.Env;
import uphill.rl.AgentConfig;

/// An agent that keeps the contract passes every law, and each mistake breaks the law that is about
/// it, which says so.
class AgentContractTest {

  @Nested
  class WithoutFault implements AgentContract {
    @Override
    public AgentConfig config() {
      return new Faulty.Config(Fault.NONE);
    }
  }

  private static AgentContract contract(Fault fault) {
    return () -> new Faulty.Config(fault);
  }

  private static DynamicTest law(AgentContract contract, String name) {
    return contract
        .keepsTheContract()
        .filter(law -> law.getDisplayName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /// The laws that fail.
  private static List<String> broken(AgentContract contract) {
    List<String> broken = new ArrayList<>();
    contract
        .keepsTheContract()
        .forEach(
            law -> {
              try {
                law.getExecutable().execute();
              } catch (AssertionFailedError _) {
                broken.add(law.getDisplayName());
              } catch (TestAbortedException _) {
                // It cannot be looked at in this JVM.
              } catch (Throwable e) {
                throw new AssertionError(law.getDisplayName(), e);
              }
            });
    return broken;
  }

  private static final String RESTORED =
      "an agent that was saved and restored goes on as if it had not been";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FORGOTTEN_COUNTER | in the restored one, Faulty.steps holds other numbers",
        "FORGOTTEN_GENERATOR | in the restored one, Faulty.own is elsewhere",
        "FORGOTTEN_TARGET | in the restored one, Faulty.target has other values",
        "FORGOTTEN_NOISE | what was done",
        "COPY_OF_COUNTER | is not what it was: \"steps\" of its state differs. Agent.state(…) must"
            + " hand over the arrays",
        "OTHER_NAME_LATER | is not what it was: \"later\" of its state",
      })
  void whatIsForgottenFailsInTheLawOfRestoredAgentsAndIsNamed(Fault fault, String sentence) {
    AgentContract contract = contract(fault);

    assertThatThrownBy(() -> law(contract, RESTORED).getExecutable().execute())
        .isInstanceOf(AssertionFailedError.class)
        .hasMessageContaining(sentence);
    assertThat(broken(contract)).containsExactly(RESTORED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NOISE_OF_EACH_ACTOR | any number of workers gives the same bytes | keep what lasts for"
            + " each environment, not for each Actor",
        "OTHER_NUMBERS_ON_VECTORS | all kernels give the same bytes | Scalar and vector kernels"
            + " compute the same bits",
        "ALLOCATES | learning allocates nothing once it is warm | 25 rounds allocate 10400 bytes at"
            + " least",
        "INFINITE_METRIC | every metric is finite, or was not measured | In round 1 the metric"
            + " never is Infinity.",
        "LEARNS_NOTHING | the policy's parameters change | After 25 rounds the policy's parameters"
            + " are what they were at first.",
        "OTHER_POLICY | the policy alone has the parameters of the agent's | what was learnt could"
            + " not be loaded",
        "LOSS_WITHOUT_MASK | what is not allowed is neither done nor learnt from | in round 1 the"
            + " loss moved 2.weight of its logit",
        "DOES_WHAT_IS_NOT_ALLOWED | what is not allowed is neither done nor learnt from | was done"
            + " where it is not allowed",
        "OTHER_NORMALIZER | the policy alone has the parameters of the agent's | a normalizer of 4"
      })
  void aMistakeBreaksItsLaw(Fault fault, String law, String sentence) {
    AgentContract contract = contract(fault);

    assertThatThrownBy(() -> law(contract, law).getExecutable().execute())
        .isInstanceOf(AssertionFailedError.class)
        .hasMessageContaining(sentence);
    assertThat(broken(contract)).contains(law);
  }

  @Test
  void whatIsStaticBreaksEveryLawThatComparesAgents() {
    assertThat(broken(contract(Fault.STATIC_FIELD)))
        .contains("the same seed gives the same bytes", RESTORED)
        .doesNotContain("the policy's parameters change");
  }

  @Test
  void aWorldThatCannotSaveItsStateSkipsTheLawOfRestoredAgents() {
    AgentContract contract =
        new AgentContract() {
          @Override
          public AgentConfig config() {
            return new Faulty.Config(Fault.NONE);
          }

          @Override
          public java.util.function.Supplier<Env> world() {
            return Forgetful::new;
          }
        };

    assertThatThrownBy(() -> law(contract, RESTORED).getExecutable().execute())
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("the world cannot save its state");
  }
}
