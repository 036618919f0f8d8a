package uphill.rl.setting;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import uphill.kernel.Rng;

/// What a search draws a setting from, as a person writes it:
///
/// ```text
/// 0.3..2            a number, every one equally likely
/// 1e-5..1e-2 log    a number, every magnitude equally likely: its logarithm is uniform
/// 64,64|256,256     one of these, equally likely
/// ```
public sealed interface SearchRange {

  /// A value, as `--set` takes it.
  String draw(Rng random);

  /// As it is written.
  String text();

  /// One of several.
  ///
  /// @param values in their order
  record Choices(List<String> values) implements SearchRange {
    /// Copies the list.
    public Choices {
      values = List.copyOf(values);
    }

    @Override
    public String draw(Rng random) {
      return values.get(random.choice(values.size()));
    }

    @Override
    public String text() {
      return String.join("|", values);
    }
  }

  /// A number between two, both included: low + u·(high − low), or low·(high/low)ᵘ, with u uniform
  /// in [0, 1). Of a whole number all values are equally likely, or each k as log((k + 1)/k);
  /// another one is rounded to three digits, so that it can be typed.
  ///
  /// @param text as it is written
  /// @param whole whether the setting is a whole number
  /// @param log whether its logarithm is uniform
  record Numbers(String text, double low, double high, boolean whole, boolean log)
      implements SearchRange {

    private static final MathContext DIGITS = new MathContext(3);

    @Override
    public String draw(Rng random) {
      double beyond = whole ? high + 1 : high;
      double u = random.random();
      double drawn =
          log
              ? StrictMath.exp(
                  StrictMath.log(low) + u * (StrictMath.log(beyond) - StrictMath.log(low)))
              : low + u * (beyond - low);
      if (whole) {
        return Long.toString((long) Math.clamp(Math.floor(drawn), low, high));
      }
      double rounded = new BigDecimal(drawn).round(DIGITS).doubleValue();
      return Double.toString(Math.clamp(rounded, low, high));
    }
  }

  /// What a text says of a setting.
  ///
  /// @param config the record that has the setting
  /// @throws IllegalArgumentException if there is no such setting, or the text is no such range;
  ///   the message begins with the setting's name
  static SearchRange of(Class<?> config, String setting, String text) {
    return SearchText.parse(setting, Settings.component(config, setting), text);
  }
}
