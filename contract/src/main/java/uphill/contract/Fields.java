package uphill.contract;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import uphill.autodiff.Parameters;
import uphill.kernel.Rng;

/// Looks for the field that was forgotten: which of two agents, that ought to be alike, differ.
/// Scratch memory does too, so this names suspects, plain numbers first, and proves nothing.
final class Fields {

  private static final int DEEPEST = 4;
  private static final int MOST = 3;

  private static final Set<String> OURS =
      Set.of("uphill.autodiff", "uphill.kernel", "uphill.nn", "uphill.env");

  private static final Set<String> ROUND =
      Set.of("Rollout", "Column", "Setup", "RowLog", "Metrics", "Policy", "Critic", "PolicyActor");

  private final List<Suspect> suspects = new ArrayList<>();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private record Suspect(int rank, String clause) {}

  private Fields() {}

  /// The fields that differ, the likeliest first, a clause each.
  static List<String> unlike(Object whole, Object restored) {
    Fields fields = new Fields();
    fields.compare(whole, restored, whole.getClass().getSimpleName(), 0);
    return fields.suspects.stream()
        .sorted(Comparator.comparingInt(Suspect::rank))
        .limit(MOST)
        .map(Suspect::clause)
        .toList();
  }

  private void compare(Object whole, Object restored, String path, int depth) {
    if (depth == DEEPEST || whole.getClass() != restored.getClass() || !seen.add(whole)) {
      return;
    }
    for (Class<?> type = whole.getClass();
        type != null && type != Object.class;
        type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          try {
            field.setAccessible(true);
            look(field.get(whole), field.get(restored), path + "." + field.getName(), depth);
          } catch (IllegalAccessException | InaccessibleObjectException _) {
            // Of a module that is closed: it cannot be looked into.
          }
        }
      }
    }
  }

  private void look(@Nullable Object whole, @Nullable Object restored, String path, int depth) {
    if (whole == null || restored == null) {
      if (whole != null || restored != null) {
        suspects.add(new Suspect(0, "%s is %s, not %s".formatted(path, restored, whole)));
      }
      return;
    }
    switch (whole) {
      case Number _, Boolean _, Character _, String _, Enum<?> _ -> {
        if (!whole.toString().equals(restored.toString())) { // an AtomicLong equals itself alone
          suspects.add(new Suspect(0, "%s is %s, not %s".formatted(path, restored, whole)));
        }
      }
      case Rng stream -> {
        if (restored instanceof Rng other && !Arrays.equals(stream.state(), other.state())) {
          suspects.add(new Suspect(0, path + " is elsewhere"));
        }
      }
      case RandomGenerator _ ->
          suspects.add(new Suspect(0, path + " is a generator that cannot be restored"));
      case Parameters set -> {
        if (restored instanceof Parameters other && !Arrays.equals(set.values(), other.values())) {
          suspects.add(new Suspect(0, path + " has other values"));
        }
      }
      case Optional<?> some ->
          look(some.orElse(null), ((Optional<?>) restored).orElse(null), path, depth);
      case Object[] array -> {
        Object[] other = (Object[]) restored;
        for (int i = 0; i < Math.min(array.length, other.length); i++) {
          look(array[i], other[i], String.format(Locale.ROOT, "%s[%d]", path, i), depth);
        }
      }
      default -> {
        if (whole.getClass().isArray()) {
          if (!Objects.deepEquals(whole, restored)) {
            suspects.add(new Suspect(1, path + " holds other numbers"));
          }
        } else if (isAlgorithms(whole)) {
          compare(whole, restored, path, depth + 1);
        }
      }
    }
  }

  /// Whether a class is one's own, or helps algorithms: those that hold what a Setup handed out,
  /// and buffers of a round, are none.
  private static boolean isAlgorithms(Object object) {
    String name = object.getClass().getName();
    return !object.getClass().isHidden()
        && !name.startsWith("java.")
        && (!name.startsWith("uphill.") || !OURS.contains(name.substring(0, name.lastIndexOf('.'))))
        && !ROUND.contains(object.getClass().getSimpleName());
  }
}
