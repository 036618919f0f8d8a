package uphill.lab.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import uphill.autodiff.Parameter;
import uphill.autodiff.Parameters;
import uphill.kernel.Shown;
import uphill.lab.config.Origin;
import uphill.lab.config.RunConfig;
import uphill.lab.record.Checkpoint;
import uphill.lab.world.World;
import uphill.records.BoundedFiles;
import uphill.records.Json;
import uphill.records.Safetensors;
import uphill.records.Sha256;
import uphill.rl.FirstValues;
import uphill.rl.Normalizer;
import uphill.rl.Policy;
import uphill.rl.Setup;
import uphill.rl.setting.Conditions;
import uphill.rl.setting.Settings;

/// The parameters that a run begins with, where they are those of another run: its policy's, and
/// those of every other set that both have, of the same names and shapes. If it normalizes
/// observations, what it counted of them is a part of it, and is counted on. Optimizers, streams,
/// the scale of rewards and counters begin anew.
///
/// The run keeps a copy of their file, byte for byte, and the hash of it in its config. So it can
/// be resumed, verified and explained from its beginning, whatever becomes of the other run.
public final class Beginning implements FirstValues {

  /// The file of a run directory that holds them.
  public static final String FILE = "from.safetensors";

  private static final String POLICY = "policy";
  private static final String NORMALIZER = "normalizer.";

  /// Settings of a policy that its parameters' shapes do not show.
  private static final List<String> OF_FUNCTION =
      List.of("activation", "network", "observation_clip");

  /// Characters of moments that a config has room for.
  private static final int MOST_MOMENTS = (int) BoundedFiles.MOST_CONFIG * 3 / 4;

  private final Origin origin;
  private final byte[] bytes;
  private final Map<String, Safetensors.Matrix> matrices;
  private final Optional<RunConfig> earlier;

  /// @param earlier the other run's config, while that run is at hand
  private Beginning(Origin origin, byte[] bytes, String source, Optional<RunConfig> earlier) {
    this.origin = origin;
    this.earlier = earlier;
    this.bytes = bytes;
    matrices = Safetensors.parse(bytes, source);
    matrices.forEach((name, matrix) -> requireFinite(name, matrix.values(), source));
  }

  /// Those of a run's newest checkpoint.
  ///
  /// @throws IllegalArgumentException if it is no run, or has no checkpoint that is whole
  public static Beginning of(Path run) throws IOException {
    return of(run, requireCheckpoints(run).getFirst());
  }

  /// Those of a run after so many updates, of which it has kept a checkpoint.
  ///
  /// @throws IllegalArgumentException if it has none, or one that is not whole
  public static Beginning of(Path run, int update) throws IOException {
    List<Integer> all = requireCheckpoints(run);
    if (!all.contains(update)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has no checkpoint of update %d; it has kept those of %s. Take one of them.",
              run,
              update,
              all.reversed().stream().map(String::valueOf).collect(Collectors.joining(", "))));
    }
    Checkpoint checkpoint = Checkpoint.read(run, update);
    byte[] bytes = Objects.requireNonNull(checkpoint.files().get(Checkpoint.PARAMETERS));
    Map<String, String> moments =
        AgentState.saved(Normalizer.MOMENTS, checkpoint.state(), Checkpoint.STATE);
    if (moments.values().stream().mapToInt(String::length).sum() > MOST_MOMENTS) {
      throw new IllegalArgumentException(
          "%s normalizes more observations than a training can begin with. Begin with one of normalize_observations=false."
              .formatted(run));
    }
    Origin origin = new Origin(run.toString(), update, Sha256.of(bytes), moments);
    Path file = Checkpoint.folder(run, update).resolve(Checkpoint.PARAMETERS);
    return new Beginning(origin, bytes, file.toString(), Optional.of(RunConfig.read(run)));
  }

  private static List<Integer> requireCheckpoints(Path run) throws IOException {
    if (!Files.isRegularFile(run.resolve(RunConfig.FILE))) {
      RunConfig.read(run); // says that it is no run
    }
    Checkpoint.newest(run); // says that there is none yet
    return Checkpoint.of(run);
  }

  /// Those that a run itself began with; none if they were drawn.
  ///
  /// @param run its directory, or its `config.json`
  /// @throws IllegalArgumentException if the file is missing or was altered
  public static Optional<Beginning> ofRun(Path run, RunConfig config) throws IOException {
    if (config.from().isEmpty()) {
      return Optional.empty();
    }
    Origin origin = config.from().get();
    Path file = Files.isDirectory(run) ? run.resolve(FILE) : run.resolveSibling(FILE);
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "%s is missing: the parameters that the run began with (of %s). Put it back, or train anew with \"--from RUN\"."
              .formatted(file, origin.text()));
    }
    byte[] bytes = BoundedFiles.bytes(file, BoundedFiles.MOST_PARAMETERS);
    if (!Sha256.of(bytes).equals(origin.parametersSha256())) {
      throw new IllegalArgumentException(
          "%s was altered: these are not the parameters that the run began with, whose hash is in %s. Put those back, or train anew with \"--from RUN\"."
              .formatted(file, file.resolveSibling(RunConfig.FILE)));
    }
    return Optional.of(new Beginning(origin, bytes, file.toString(), Optional.empty()));
  }

  private static void requireFinite(String name, float[] values, String source) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: element %d of %s is %s, expected a finite number. Take an earlier"
                    + " checkpoint.",
                source,
                i,
                Shown.text(name),
                values[i]));
      }
    }
  }

  /// Whose they are.
  public Origin origin() {
    return origin;
  }

  /// The file of them.
  public byte[] bytes() {
    return bytes;
  }

  /// Checks that the policy of a training can begin with them.
  ///
  /// @throws IllegalArgumentException if not; the message names the first tensor that differs
  public void requireFit(RunConfig config, World world) {
    Policy policy =
        config
            .settings()
            .policy(
                Setup.acting(world.observationSpace(), world.actionSpace(), world.masksActions()));
    requireSameNormalizer(policy);
    earlier.ifPresent(run -> requireSameFunction(run, config, world));
    Optional<String> difference = difference(POLICY, policy.parameters());
    if (difference.isPresent()) {
      throw new IllegalArgumentException(
          "the policy of %s does not fit: %s in this training, with %s and %s. Take an environment with that run's spaces, and settings of its network (\"--config %s\" begins with all of them)."
              .formatted(
                  origin.text(),
                  difference.get(),
                  policy.observations(),
                  policy.actions(),
                  Shown.text(origin.run())));
    }
  }

  /// A policy that reads normalized observations is one with what was counted of them, which goes
  /// on where they are normalized here too. One that reads them as they are is another one behind a
  /// normalizer.
  private void requireSameNormalizer(Policy policy) {
    boolean there = matrices.keySet().stream().anyMatch(key -> key.startsWith(NORMALIZER));
    boolean here = policy.normalizer().normalizes();
    if (there != here) {
      throw new IllegalArgumentException(
          "the policy of %s reads observations %s, and this training %s: it would be another policy. Set normalize_observations=%s."
              .formatted(
                  origin.text(),
                  there ? "normalized" : "as they are",
                  here ? "normalizes them" : "does not normalize them",
                  there));
    }
  }

  /// Has a policy's normalizer count on from what was counted there.
  void countOn(Policy policy) {
    AgentState.give(
        policy.normalizer()::state, origin.moments(), "the moments of " + origin.text());
  }

  /// The same numbers between other activations are another policy, and one that knows no mask has
  /// never chosen among what is allowed.
  private void requireSameFunction(RunConfig run, RunConfig config, World world) {
    Map<String, Object> settings = Settings.values(config.settings());
    Conditions conditions = Conditions.of(config.settings());
    for (String name : OF_FUNCTION) {
      Object there = Settings.values(run.settings()).get(name);
      Object here = settings.get(name);
      boolean counts = conditions.idle(name).isEmpty();
      if (counts && there != null && here != null && !there.equals(here)) {
        throw new IllegalArgumentException(
            "the policy of %s would be another one with %s=%s: it learnt with %s. Set %s=%s."
                .formatted(origin.text(), name, here, there, name, there));
      }
    }
    if (run.masksActions() != world.masksActions()) {
      throw new IllegalArgumentException(
          "the policy of %s acts where actions %s, and %s %s: a training begins with a policy of a world that does as its own."
              .formatted(
                  origin.text(),
                  run.masksActions() ? "are masked" : "are not masked",
                  world.name(),
                  world.masksActions() ? "masks them" : "does not mask them"));
    }
  }

  /// The first tensor of a set that is another one here, as a clause.
  private Optional<String> difference(String name, Parameters parameters) {
    Map<String, List<Integer>> wanted = new LinkedHashMap<>();
    for (Parameter parameter : parameters.entries()) {
      wanted.put(name + "." + parameter.name(), List.of(parameter.rows(), parameter.columns()));
    }
    Set<String> all = new LinkedHashSet<>(wanted.keySet());
    matrices.keySet().stream().filter(key -> key.startsWith(name + ".")).forEach(all::add);
    for (String tensor : all) {
      Safetensors.Matrix there = matrices.get(tensor);
      List<Integer> here = wanted.get(tensor);
      if (there == null || !there.shape().equals(here)) {
        return Optional.of(
            "%s %s there, and %s"
                .formatted(
                    Shown.text(tensor),
                    there == null ? "is missing" : "is " + Json.shown(there.shape()),
                    here == null ? "is none" : Json.shown(here)));
      }
    }
    return all.isEmpty() ? Optional.of(name + " has no parameters") : Optional.empty();
  }

  @Override
  public boolean fill(String name, Parameters parameters) {
    if (difference(name, parameters).isPresent()) {
      return false;
    }
    for (Parameter parameter : parameters.entries()) {
      String tensor = name + "." + parameter.name();
      float[] values = Objects.requireNonNull(matrices.get(tensor), tensor).values();
      System.arraycopy(values, 0, parameters.values(), parameter.at(), values.length);
    }
    return true;
  }

  /// What a training began with, in words: `policy and critic of runs/a, update 98`.
  String text(Setup setup) {
    Set<String> drawn = new LinkedHashSet<>(setup.parameters().sequencedKeySet());
    drawn.removeAll(setup.given());
    String begun = "%s of %s".formatted(String.join(" and ", setup.given()), origin.text());
    return drawn.isEmpty()
        ? begun
        : "%s; not %s, of which that run has none of these names and shapes"
            .formatted(begun, String.join(", ", drawn));
  }
}
