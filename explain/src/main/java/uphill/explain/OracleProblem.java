package uphill.explain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import uphill.env.Describes;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.mdp.FiniteMdp;
import uphill.env.mdp.SmallMdps;
import uphill.kernel.Shown;
import uphill.lab.WorldOfRun;
import uphill.lab.config.RunConfig;
import uphill.lab.world.World;
import uphill.oracle.Criterion;

/// A finite MDP by name: a registered world that is a table, a JSON file, or a small one that comes
/// with Uphill; and what its J counts where nothing else is said.
///
/// @param name what it was asked for by
/// @param mdp the process
/// @param criterion what J counts
/// @param picture lines of text that show a state to begin in; empty where there is nothing to draw
/// @param tableSha256 the hash of its JSON file, where it is one
public record OracleProblem(
    String name, FiniteMdp mdp, Criterion criterion, String picture, Optional<String> tableSha256) {

  private static final double MISMATCH_GAMMA = 0.5;

  private static final Map<String, Supplier<OracleProblem>> SMALL = small();

  private static Map<String, Supplier<OracleProblem>> small() {
    Map<String, Supplier<OracleProblem>> small = new LinkedHashMap<>();
    small.put("bandit", () -> small("bandit", SmallMdps.bernoulliBandit(0.2, 0.5, 0.8), 1));
    small.put("chain", () -> small("chain", SmallMdps.chain(4, 0.1).withMaxSteps(8), 1));
    small.put(
        "discount-mismatch",
        () -> small("discount-mismatch", SmallMdps.discountMismatch(), MISMATCH_GAMMA));
    return small;
  }

  private static OracleProblem small(String name, FiniteMdp mdp, double gamma) {
    return new OracleProblem(
        name,
        mdp,
        Criterion.steps(mdp.maxSteps().orElseThrow(), gamma),
        /* picture= */ "",
        Optional.empty());
  }

  /// The problem of this name.
  ///
  /// @throws IllegalArgumentException if there is none, or it is no table
  public static OracleProblem named(String name, ClassLoader loader) {
    if (SMALL.containsKey(name)) {
      return SMALL.get(name).get();
    }
    World world = World.named(name, loader);
    try (Env env = world.create().get()) {
      if (env.masksActions()) {
        throw new IllegalArgumentException(
            "%s masks actions, and what is exact here is of policies that may take every action. Take the same world without its mask"
                .formatted(name));
      }
      Optional<FiniteMdp> mdp = Tables.mdp(env);
      if (mdp.isEmpty()) {
        throw new IllegalArgumentException(
            "%s is not a table, so nothing about it is known exactly. Take a world with numbered states such as FrozenLake-v1, one of %s, lqr, or a JSON file (docs/mdp.md)"
                .formatted(name, String.join(", ", SMALL.keySet())));
      }
      float[] observation = new float[env.observationSpace().size()];
      env.reset(Reset.seeded(0), observation);
      String picture = Describes.of(env).picture(observation, 0);
      return new OracleProblem(
          name, mdp.get(), Criterion.of(mdp.get()), picture, world.tableSha256());
    }
  }

  /// That a run was made in another world than this, as a sentence; none where it was not.
  public Optional<String> unlike(Path run) throws IOException {
    RunConfig config = RunConfig.read(run);
    boolean same =
        config.tableSha256().isPresent()
            ? config.tableSha256().equals(tableSha256)
            : config.environment().equals(name);
    if (same) {
      return Optional.empty();
    }
    String own =
        config.tableSha256().isPresent()
            ? " Its own table is %s.".formatted(run.resolve(WorldOfRun.TABLE))
            : "";
    return Optional.of(
        "%s was trained in another world than %s, in %s; its policy is scored in %s.%s"
            .formatted(run, name, Shown.text(config.environment()), name, own));
  }
}
