package uphill.contract;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import uphill.env.Env;
import uphill.env.TimeLimit;
import uphill.env.classic.CartPole;
import uphill.rl.Agent;
import uphill.rl.AgentConfig;

/// What every [Agent] promises: one test for each law. A new algorithm gets them by implementing
/// one method.
///
/// ```java
/// class MyAlgorithmTest implements AgentContract {
///   @Override
///   public AgentConfig config() {
///     return new MyAlgorithm.Config(); // small: 8 units a layer, 64 steps a round
///   }
/// }
/// ```
///
/// A law finds only what happens in its rounds: settings under which the algorithm does all that it
/// can in a few hundred steps (warm-up ends, targets move) say the most.
public interface AgentContract {

  /// The algorithm, with settings that make it small.
  AgentConfig config();

  /// The world that it learns in; one that can save its state.
  default Supplier<Env> world() {
    return () -> new TimeLimit(new CartPole(), 100);
  }

  /// Rounds that a law lets it gather and learn; about 400 steps, if nothing else is said.
  default int rounds() {
    return Math.max(6, 400 / config().sampling().steps());
  }

  /// The laws, as tests of their names; a broken one says what is wrong and what to do.
  @TestFactory
  default Stream<DynamicTest> keepsTheContract() {
    AgentLaws laws = new AgentLaws(config(), world(), rounds());
    return Stream.of(
        DynamicTest.dynamicTest("the same seed gives the same bytes", laws::sameSeed),
        DynamicTest.dynamicTest(
            "an agent that was saved and restored goes on as if it had not been", laws::restored),
        DynamicTest.dynamicTest("any number of workers gives the same bytes", laws::workers),
        DynamicTest.dynamicTest("all kernels give the same bytes", laws::kernels),
        DynamicTest.dynamicTest("learning allocates nothing once it is warm", laws::allocation),
        DynamicTest.dynamicTest("every metric is finite, or was not measured", laws::metrics),
        DynamicTest.dynamicTest("the policy's parameters change", laws::learning),
        DynamicTest.dynamicTest(
            "the policy alone has the parameters of the agent's", laws::policyAlone),
        DynamicTest.dynamicTest(
            "what is not allowed is neither done nor learnt from",
            new MaskLaw(config(), rounds())::holds));
  }
}
