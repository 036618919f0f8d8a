package uphill.mujoco.engine;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Tests on the libmujoco of this machine: left out where there is none, which is said once.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsMujoco.Condition.class)
public @interface NeedsMujoco {

  /// Whether there is one.
  final class Condition implements ExecutionCondition {

    private static final String WITHOUT = without();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return WITHOUT.isEmpty()
          ? ConditionEvaluationResult.enabled("MuJoCo is there")
          : ConditionEvaluationResult.disabled(WITHOUT);
    }

    private static String without() {
      try {
        Engine.get();
        return "";
      } catch (NoEngineException e) {
        String sentence = "SKIPPED: the tests of MuJoCo's worlds are left out: " + e.getMessage();
        System.err.println(sentence);
        return sentence;
      }
    }
  }
}
