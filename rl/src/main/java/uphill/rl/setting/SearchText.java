package uphill.rl.setting;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import uphill.kernel.Shown;

/// How a [SearchRange] is read.
final class SearchText {

  private static final Pattern RANGE = Pattern.compile("(.+?)\\.\\.(.+?)(\\s+log)?");

  private SearchText() {}

  static SearchRange parse(String setting, RecordComponent component, String text) {
    Class<?> type = component.getType();
    Matcher range = RANGE.matcher(text.strip());
    return (type == int.class || type == double.class) && range.matches()
        ? numbers(setting, component, text.strip(), range)
        : choices(setting, component, text);
  }

  private static SearchRange numbers(
      String setting, RecordComponent component, String text, Matcher range) {
    double low = checked(setting, component, range.group(1).strip());
    double high = checked(setting, component, range.group(2).strip());
    boolean log = range.group(3) != null;
    if (low >= high) {
      throw new IllegalArgumentException(
          "%s: a range goes up, such as %s..%s, got \"%s\""
              .formatted(
                  setting,
                  Shown.text(range.group(2)),
                  Shown.text(range.group(1)),
                  Shown.text(text)));
    }
    if (log && low <= 0) {
      throw new IllegalArgumentException(
          "%s: a logarithm needs numbers above 0, got \"%s\": raise the lower end, or leave out log"
              .formatted(setting, Shown.text(text)));
    }
    return new SearchRange.Numbers(text, low, high, component.getType() == int.class, log);
  }

  private static SearchRange choices(String setting, RecordComponent component, String text) {
    List<String> values = new ArrayList<>();
    for (String part : text.split("\\|", -1)) {
      String value = part.strip();
      double _ = checked(setting, component, value);
      if (values.contains(value)) {
        throw new IllegalArgumentException(
            "%s has the value %s twice in \"%s\": name it once"
                .formatted(setting, Shown.text(value), Shown.text(text)));
      }
      values.add(value);
    }
    if (values.size() < 2) {
      throw new IllegalArgumentException(
          "%s: expected what to draw it from, LOW..HIGH, LOW..HIGH log or A|B|C, got \"%s\" alone: --set %s=%s fixes it"
              .formatted(setting, values.getFirst(), setting, values.getFirst()));
    }
    return new SearchRange.Choices(values);
  }

  /// Refuses a value that the setting cannot have, whatever else is set.
  ///
  /// @return it, where it is a number
  private static double checked(String setting, RecordComponent component, String value) {
    if (!(SettingText.parse(setting, component, value) instanceof Number number)) {
      return Double.NaN;
    }
    double one = number.doubleValue();
    double min = component.getAnnotation(Setting.class).min();
    if (!(min <= one && one <= Settings.max(component)) || Double.isInfinite(one)) {
      throw Settings.outOfBounds(setting, component, Shown.text(value));
    }
    return one;
  }
}
