package uphill.mujoco;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// A robot's motors in words: `hind hip 0.98, front knee −0.25`.
///
/// @param joints that they move, in their order
record Motors(List<String> joints) {

  private static final int MOST = 6;

  private static final Pattern MOTOR = Pattern.compile("<motor [^>]*joint=\"([^\"]+)\"");

  Motors {
    joints = List.copyOf(joints);
  }

  /// Those of a model.
  static Motors of(String xml) {
    return new Motors(
        MOTOR
            .matcher(xml)
            .results()
            .map(motor -> motor.group(1).equals("slide") ? "cart" : motor.group(1))
            .toList());
  }

  /// What an action asks of them: of more than six of the three from which it asks most.
  String describe(float[] action, int at) {
    int count = joints.size();
    List<Integer> shown = new ArrayList<>(IntStream.range(0, count).boxed().toList());
    if (count > MOST) {
      shown.sort(Comparator.comparingDouble(i -> -Math.abs(action[at + i])));
      shown.subList(MOST / 2, count).clear();
    }
    StringJoiner words = new StringJoiner(", ");
    for (int i : shown) {
      words.add(joints.get(i) + " " + Seen.number(action[at + i]));
    }
    return shown.size() == count ? words.toString() : "%s, others less".formatted(words);
  }
}
