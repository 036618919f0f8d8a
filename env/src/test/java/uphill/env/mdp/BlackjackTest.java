package uphill.env.mdp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Environments;
import uphill.env.Golden;
import uphill.env.Reset;
import uphill.env.Step;
import uphill.env.check.EnvChecker;

final class BlackjackTest {

  /// From the seed alone: cards, what is drawn for the picture, sums, aces, rewards, ends.
  @ParameterizedTest
  @ValueSource(strings = {"sab", "natural"})
  void playsEveryRecordedGame(String rules) {
    String resource = "Blackjack-v1-" + rules;
    boolean sab = rules.equals("sab");
    assertThat(Golden.lines(resource)).hasSizeGreaterThan(50);
    for (Golden game : Golden.lines(resource)) {
      Env env = new Blackjack(!sab, sab);
      Step step = new Step(3);
      env.reset(Reset.seeded((long) game.number("seed")), step.observation);
      assertThat(step.observation).isEqualTo(floats(game.doubles("reset_obs")));
      double[] actions = game.doubles("actions");
      double[] rewards = game.doubles("rewards");
      for (int t = 0; t < actions.length; t++) {
        env.step(new float[] {(float) actions[t]}, step);
        assertThat(step.observation).isEqualTo(floats(Golden.doubles(game.list("obs").get(t))));
        assertThat(step.reward).isEqualTo(rewards[t]);
        boolean last = t == actions.length - 1;
        assertThat(step.ending == Ending.TERMINATED).isEqualTo(last && game.flag("terminated"));
      }
    }
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  @Test
  void keepsTheContractOfEnvironments() {
    assertThat(EnvChecker.check(() -> Environments.create("Blackjack-v1:natural=true,sab=false")))
        .allSatisfy(finding -> assertThat(finding.failed()).as(finding.sentence()).isFalse());
  }

  @Test
  void saysWhatItShows() {
    Blackjack world = new Blackjack();
    assertThat(world.describeObservation(new float[] {18, 1, 1}, 0))
        .isEqualTo("18 with an ace that counts 11, against an ace");
    assertThat(world.describeAction(new float[] {0}, 0)).isEqualTo("no more cards");
  }
}
