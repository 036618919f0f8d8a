package uphill.rl.data;

import java.util.Locale;

/// An episode is too long to be learnt from as a whole.
public final class LongEpisodeException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  /// @param environment its name
  /// @param longest steps that an episode may take
  public LongEpisodeException(String environment, int longest) {
    super(
        String.format(
            Locale.ROOT,
            "%s: an episode goes on after %,d steps, and a batch of whole episodes has no room for"
                + " more.",
            environment,
            longest));
  }
}
