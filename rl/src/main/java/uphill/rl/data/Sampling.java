package uphill.rl.data;

import java.util.Locale;

/// How experience is gathered.
///
/// @param envs N, environments that are stepped side by side
/// @param steps of all environments together in a round; a multiple of N
/// @param rounds of an update, which is what a line of the records covers
/// @param wholeEpisodes whether a round goes on until its last episode has ended; N is 1 then
public record Sampling(int envs, int steps, int rounds, boolean wholeEpisodes) {

  /// Checks that a round can be filled.
  public Sampling {
    if (envs < 1 || steps < 1 || rounds < 1 || steps % envs != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d rounds of %d steps cannot be taken by %d environments: the steps of a round must"
                  + " be a multiple of them",
              rounds,
              steps,
              envs));
    }
    if (wholeEpisodes && rounds != 1) {
      throw new IllegalArgumentException(
          "whole episodes are learnt from in one round of an update, got " + rounds);
    }
    if (wholeEpisodes && envs != 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "whole episodes are sampled from one environment, got %d", envs));
    }
  }

  /// Steps of an update, all environments together; at least, where episodes are whole.
  public long stepsOfUpdate() {
    return (long) steps * rounds;
  }
}
