package uphill.env.mdp;

import uphill.env.Describes;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Require;
import uphill.env.Reset;
import uphill.env.Saved;
import uphill.env.Space;
import uphill.env.Step;
import uphill.kernel.Rng;

/// Ask for cards without passing 21, against a dealer who asks below 17; Gymnasium's
/// `Blackjack-v1`, after Sutton and Barto, example 5.1.
///
/// ```text
/// observation  the player's sum, the dealer's open card, whether an ace counts 11
///              as MultiDiscrete(32, 11, 2): Gymnasium's Tuple of three Discrete spaces
/// action       0: no more cards; 1: one more
/// reward       after the last action 1 if the player is nearer to 21, 0 if both are as near, −1 if not, or above it
/// terminated   after no more cards, or above 21
/// ```
///
/// Cards come from a deck without end: 1 to 9, and four kinds of 10. With `sab` a natural, an ace
/// and a 10, wins against all but a natural; without, `natural` makes it win 1.5.
public final class Blackjack implements Env, Describes {

  private static final String NAME = "Blackjack";
  private static final Space OBSERVATIONS = new Space.MultiDiscrete(new int[] {32, 11, 2});
  private static final Space.Discrete ACTIONS = new Space.Discrete(2);
  private static final int KINDS = 13;
  private static final int BEST = 21;
  private static final int DEALER_STAYS = 17;
  private static final int SUITS = 4;
  private static final int PICTURES = 3;

  private final boolean natural;
  private final boolean sab;
  private final Hand player = new Hand();
  private final Hand dealer = new Hand();
  private int open;
  private boolean begun;
  private Rng rng = Rng.seeded(0);

  /// As Sutton and Barto have it.
  public Blackjack() {
    this(false, true);
  }

  /// @param natural whether a natural wins 1.5; only without `sab`
  /// @param sab whether the rules are Sutton and Barto's
  public Blackjack(boolean natural, boolean sab) {
    this.natural = natural;
    this.sab = sab;
  }

  /// Cards, as far as they count.
  private static final class Hand {
    int cards;
    int sum; // with aces as 1
    int aces;

    void clear() {
      cards = 0;
      sum = 0;
      aces = 0;
    }

    void add(int card) {
      cards++;
      sum += card;
      aces += card == 1 ? 1 : 0;
    }

    boolean usableAce() {
      return aces > 0 && sum + 10 <= BEST;
    }

    int worth() {
      return usableAce() ? sum + 10 : sum;
    }

    int score() {
      return worth() > BEST ? 0 : worth();
    }

    boolean isNatural() {
      return cards == 2 && worth() == BEST;
    }
  }

  @Override
  public Space observationSpace() {
    return OBSERVATIONS;
  }

  @Override
  public Space actionSpace() {
    return ACTIONS;
  }

  private int card() {
    return Math.min(rng.choice(KINDS) + 1, 10);
  }

  @Override
  public void reset(Reset how, float[] observation) {
    how.check(NAME, options());
    rng = how.generator(rng);
    player.clear();
    dealer.clear();
    open = card();
    dealer.add(open);
    dealer.add(card());
    player.add(card());
    player.add(card());
    rng.choice(SUITS); // how the open card looks, which Gymnasium draws here
    if (open == 10) {
      rng.choice(PICTURES);
    }
    begun = true;
    observe(observation);
  }

  @Override
  public void step(float[] action, Step step) {
    Require.begun(begun, NAME);
    if (ACTIONS.index(action[0]) == 1) {
      player.add(card());
      boolean over = player.worth() > BEST;
      step.set(over ? -1 : 0, over ? Ending.TERMINATED : Ending.NONE);
    } else {
      while (dealer.worth() < DEALER_STAYS) {
        dealer.add(card());
      }
      step.set(reward(), Ending.TERMINATED);
    }
    observe(step.observation);
  }

  private double reward() {
    double reward = Integer.compare(player.score(), dealer.score());
    if (sab && player.isNatural() && !dealer.isNatural()) {
      return 1;
    }
    return !sab && natural && player.isNatural() && reward == 1 ? 1.5 : reward;
  }

  private void observe(float[] observation) {
    observation[0] = player.worth();
    observation[1] = open;
    observation[2] = player.usableAce() ? 1 : 0;
  }

  @Override
  public String describeObservation(float[] observation, int at) {
    return "%s%s, against %s"
        .formatted(
            Integer.toString((int) observation[at]),
            observation[at + 2] == 1 ? " with an ace that counts 11" : "",
            observation[at + 1] == 1 ? "an ace" : Integer.toString((int) observation[at + 1]));
  }

  @Override
  public String describeAction(float[] action, int at) {
    return action[at] == 1 ? "one more card" : "no more cards";
  }

  @Override
  public boolean savesState() {
    return true;
  }

  @Override
  public long[] state() {
    return Saved.of(
        rng,
        player.cards,
        player.sum,
        player.aces,
        dealer.cards,
        dealer.sum,
        dealer.aces,
        open,
        begun ? 1 : 0);
  }

  @Override
  public void restore(long[] state) {
    double[] values = Saved.values(state, 8, NAME);
    rng = Saved.rng(state, 8);
    restore(player, values, 0);
    restore(dealer, values, 3);
    open = (int) values[6];
    begun = values[7] != 0;
  }

  private static void restore(Hand hand, double[] values, int at) {
    hand.cards = (int) values[at];
    hand.sum = (int) values[at + 1];
    hand.aces = (int) values[at + 2];
  }
}
