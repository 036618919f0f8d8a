package uphill.env.fault;

import java.util.ArrayList;
import java.util.List;
import uphill.kernel.Shown;

/// An environment as errors call it, and as a command line makes it.
///
/// @param name what it is called
/// @param options what a command line must be given to make it, besides its name: a class path, say
public record EnvAddress(String name, List<String> options) {

  /// Copies the options.
  public EnvAddress {
    options = List.copyOf(options);
  }

  /// One that needs no options.
  public static EnvAddress of(String name) {
    return new EnvAddress(name, List.of());
  }

  /// What to do next, as a clause.
  public String check() {
    List<Object> words = new ArrayList<>(List.of("uphill", "envs", "--check", name));
    words.addAll(options);
    return "\"%s\" (in code: EnvChecker) tests it".formatted(Shown.command(words.toArray()));
  }
}
