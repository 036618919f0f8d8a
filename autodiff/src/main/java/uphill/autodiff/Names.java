package uphill.autodiff;

import java.util.Arrays;
import java.util.Map;

/// Look-ups that say what there is, where a name is not known.
final class Names {

  private Names() {}

  static <T> T known(String kind, String name, Map<String, T> map) {
    T value = map.get(name);
    if (value == null) {
      throw unknown(kind, name, map.keySet().toString());
    }
    return value;
  }

  static int index(String kind, String name, String[] names) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    throw unknown(kind, name, Arrays.toString(names));
  }

  private static IllegalArgumentException unknown(String kind, String name, String known) {
    return new IllegalArgumentException(
        "no %s \"%s\"; this program has %s".formatted(kind, name, known));
  }
}
