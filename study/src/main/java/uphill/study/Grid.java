package uphill.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import uphill.kernel.Shown;

/// Settings with several values, `--set epochs=10|20`, as one experiment for each: the product of
/// all of them.
record Grid(Map<String, TrainWords> experiments) {

  private static final int MOST = 1000;

  /// A value becomes the name of a folder.
  private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_+-][A-Za-z0-9._,+-]{0,99}");

  /// The experiments by what is added to their row's name: nothing where no setting has several
  /// values, else `/` and a value for each that does.
  ///
  /// @throws IllegalArgumentException if a value is empty, given twice, or no name of a folder
  static Grid of(TrainWords train) {
    Map<String, Map<String, String>> all = new LinkedHashMap<>();
    all.put("", new LinkedHashMap<>());
    for (Map.Entry<String, String> setting : train.settings().entrySet()) {
      List<String> values = values(setting.getKey(), setting.getValue());
      Map<String, Map<String, String>> longer = new LinkedHashMap<>();
      all.forEach(
          (name, settings) -> {
            for (String value : values) {
              Map<String, String> more = new LinkedHashMap<>(settings);
              more.put(setting.getKey(), value);
              longer.put(values.size() == 1 ? name : name + "/" + value, more);
            }
          });
      all = longer;
      if (all.size() > MOST) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "the grid has more than %d experiments: name fewer values", MOST));
      }
    }
    Map<String, TrainWords> experiments = new LinkedHashMap<>();
    all.forEach((name, settings) -> experiments.put(name, train.with(settings)));
    return new Grid(experiments);
  }

  private static List<String> values(String name, String text) {
    if (!text.contains("|")) {
      return List.of(text);
    }
    List<String> values = new ArrayList<>();
    for (String value : text.split("\\|", -1)) {
      if (!VALUE.matcher(value).matches()) {
        throw new IllegalArgumentException(
            "--set %s: expected values of letters, digits and . _ , + - with a | between them, got \"%s\" among \"%s\""
                .formatted(Shown.text(name), Shown.text(value), Shown.text(text)));
      }
      if (values.contains(value)) {
        throw new IllegalArgumentException(
            "--set %s has the value %s twice: give it once".formatted(Shown.text(name), value));
      }
      values.add(value);
    }
    return values;
  }
}
