package uphill.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The name of an environment comes from a run's config, and that from anywhere.
class ForeignNamesTest {

  @Test
  void aClassThatIsNoEnvironmentIsNotRun() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Environments.create("uphill.env.Bystander"))
        .withMessageContaining("is not an environment: let it implement uphill.env.Env");
    assertThat(System.getProperty(Bystander.SEEN)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "a.b/c",
        "[Ljava.lang.String;",
        "java.lang.Object[]",
        "java.lang.\u001b[2J",
        "uphill.env.Env",
        "uphill.env.vector.VectorEnv",
        "java.io.File",
        "no\0thing.\0",
      })
  void anyOtherNameIsRefusedWithASentence(String name) {
    assertThatThrownBy(() -> Environments.create(name))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContainPattern("\\p{Cntrl}");
  }

  @Test
  void aNameWithoutEndIsRefusedWithAShortSentence() {
    for (String name : new String[] {"a".repeat(1_000_000), "a.".repeat(500_000) + "b"}) {
      assertThatThrownBy(() -> Environments.create(name))
          .isInstanceOf(IllegalArgumentException.class)
          .message()
          .hasSizeLessThan(1000);
    }
  }
}
