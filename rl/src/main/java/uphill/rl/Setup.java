package uphill.rl;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.function.Consumer;
import uphill.autodiff.Parameters;
import uphill.env.ActionMask;
import uphill.env.Space;
import uphill.env.vector.VectorEnv;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.kernel.ScalarKernels;
import uphill.kernel.SeedSequence;
import uphill.kernel.Workers;
import uphill.nn.Averaging;
import uphill.nn.Descent;
import uphill.rl.data.Rollout;
import uphill.rl.data.RowLog;
import uphill.rl.data.Sampling;

/// What an agent is made in, and of: spaces, kernels, streams of random numbers, parameters,
/// descents, logs.
///
/// Whatever it hands out it remembers, by name; so it can save and restore an agent, and an
/// algorithm cannot forget a part of itself. Streams are split off the seed, one for each [Purpose]
/// (and environment), so equal seeds give equal agents.
public final class Setup {

  /// Rows beyond a round's steps that there is room for at first, where episodes are whole: the
  /// last one's.
  private static final int ROOM = 10_000;

  /// Those that are used up when the agent has been made.
  private static final EnumSet<Purpose> AT_FIRST = EnumSet.of(Purpose.POLICY, Purpose.CRITIC);

  private final Space observations;
  private final Space actions;
  private final boolean masksActions;
  private final OptionalInt timeLimit;
  private final SeedSequence seeds;
  private final Kernels kernels;
  private final Workers workers;
  private final boolean learns;
  private Averaging averaging = Averaging.none();
  private FirstValues first = FirstValues.none();
  private final SequencedSet<String> given = new LinkedHashSet<>();
  private final SequencedMap<String, Parameters> parameters = new LinkedHashMap<>();
  private final List<Descent> descents = new ArrayList<>();
  private final SequencedMap<Purpose, Rng[]> streams = new LinkedHashMap<>();
  private final SequencedMap<String, RowLog> logs = new LinkedHashMap<>();
  private boolean complete;

  private Setup(
      Space observations,
      Space actions,
      boolean masksActions,
      OptionalInt timeLimit,
      SeedSequence seeds,
      Kernels kernels,
      Workers workers,
      boolean learns) {
    this.observations = observations;
    this.actions = actions;
    this.masksActions = masksActions;
    this.timeLimit = timeLimit;
    this.seeds = seeds;
    this.kernels = kernels;
    this.workers = workers;
    this.learns = learns;
  }

  /// For an agent that learns in these environments.
  ///
  /// @param seed what all its randomness is derived from; unsigned
  public static Setup of(long seed, VectorEnv envs, Kernels kernels, Workers workers) {
    return new Setup(
        envs.observationSpace(),
        envs.actionSpace(),
        envs.masksActions(),
        envs.timeLimit(),
        SeedSequence.of(seed),
        kernels,
        workers,
        /* learns= */ true);
  }

  /// For a policy that only acts in such spaces, of a world that masks nothing: its parameters are
  /// zero, until they are read from somewhere.
  public static Setup acting(Space observations, Space actions) {
    return acting(observations, actions, /* masksActions= */ false);
  }

  /// For a policy that only acts in such spaces: its parameters are zero, until they are read from
  /// somewhere.
  public static Setup acting(Space observations, Space actions, boolean masksActions) {
    return new Setup(
        observations,
        actions,
        masksActions,
        OptionalInt.empty(),
        SeedSequence.of(0),
        new ScalarKernels(),
        Workers.one(),
        /* learns= */ false);
  }

  /// Has every gradient averaged over the ranks of a training that several processes share.
  public Setup averagedBy(Averaging averaging) {
    this.averaging = averaging;
    return this;
  }

  /// Has parameters begin with these values, where there are some, instead of those that are drawn.
  /// They are drawn all the same, so no stream is another one.
  public Setup beginningWith(FirstValues first) {
    this.first = first;
    return this;
  }

  /// The names of the parameters that began with such values.
  public SequencedSet<String> given() {
    return Collections.unmodifiableSequencedSet(given);
  }

  private void give() {
    parameters.forEach(
        (name, set) -> {
          if (!given.contains(name) && first.fill(name, set)) {
            given.add(name);
          }
        });
  }

  /// What is seen.
  public Space observations() {
    return observations;
  }

  /// What is acted in.
  public Space actions() {
    return actions;
  }

  /// Whether states allow some actions and others not.
  public boolean masksActions() {
    return masksActions;
  }

  /// What computes.
  public Kernels kernels() {
    return kernels;
  }

  /// Who computes.
  public Workers workers() {
    return workers;
  }

  /// An empty set of parameters, saved under this name.
  ///
  /// @throws IllegalArgumentException if there is one of this name, or it is not of a-z, 0-9 and _
  public Parameters parameters(String name) {
    requireOpen("parameters \"%s\"".formatted(name));
    requireWord("parameters", name);
    Parameters made = new Parameters();
    if (parameters.putIfAbsent(name, made) != null) {
      throw new IllegalArgumentException(
          "there are parameters \"%s\" already: each network has a name of its own"
              .formatted(name));
    }
    return made;
  }

  /// Draws the first values of parameters.
  ///
  /// @param purpose [Purpose#POLICY] or [Purpose#CRITIC]; the second network of a purpose goes on
  ///   where the first one ended
  public void initialize(Purpose purpose, Consumer<Rng> draw) {
    if (!AT_FIRST.contains(purpose)) {
      throw new IllegalArgumentException("parameters are not initialized by " + purpose);
    }
    if (learns) {
      draw.accept(several(purpose, 1)[0]);
      give(); // at once: what is made later may be a copy
    }
  }

  /// A stream of random numbers.
  public Rng stream(Purpose purpose) {
    return lasting(purpose, 0)[0];
  }

  /// A stream for each of n environments.
  public Rng[] streams(Purpose purpose, int n) {
    return lasting(purpose, n).clone();
  }

  /// @param n 0: one, which belongs to no environment
  private Rng[] lasting(Purpose purpose, int n) {
    if (purpose.ofEachEnvironment() != n > 0) {
      throw new IllegalArgumentException(
          purpose.ofEachEnvironment()
              ? purpose + " has a stream for each environment: streams(…) gives them"
              : purpose + " is one stream: stream(…) gives it");
    }
    if (AT_FIRST.contains(purpose)) {
      throw new IllegalArgumentException(
          "%s is for first values alone, which initialize(…) draws".formatted(purpose));
    }
    return several(purpose, n);
  }

  private Rng[] several(Purpose purpose, int n) {
    Rng[] made =
        streams.computeIfAbsent(
            purpose,
            _ -> {
              requireOpen("the stream " + purpose);
              Rng[] split = new Rng[Math.max(1, n)];
              for (int i = 0; i < split.length; i++) {
                split[i] =
                    Rng.of(
                        n == 0 || AT_FIRST.contains(purpose)
                            ? seeds.child(purpose.child())
                            : seeds.child(purpose.child(), i));
              }
              return split;
            });
    if (made.length != Math.max(1, n)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s has %d streams, asked for as %d", purpose, made.length, n));
    }
    return made;
  }

  /// The environments' own seed.
  public long environmentSeed() {
    return seeds.child(Purpose.ENVIRONMENTS.child()).generateLongs(1)[0];
  }

  /// Begins a descent of parameters that were made here. Its loss reads a batch: [Descent#feed].
  ///
  /// @throws IllegalArgumentException for parameters that were made elsewhere, or that go down
  ///   already; [Descent.Builder#build()] throws it for those that the loss only reads
  public Descent.Builder descent(Parameters learnt) {
    String name = name(learnt, "");
    requireOpen("the descent of \"%s\"".formatted(name));
    if (descents.stream().anyMatch(descent -> descent.parameters() == learnt)) {
      throw new IllegalArgumentException(
          "the parameters \"%s\" go down another loss already: add its terms there"
              .formatted(name));
    }
    return Descent.of(name, learnt, kernels, workers, this::begin).averaging(averaging);
  }

  private void begin(Descent descent) {
    String reader = "the descent of \"%s\" reads them, but ".formatted(descent.name());
    descent.read().forEach(read -> name(read, reader));
    descents.add(descent);
  }

  /// What parameters are called here.
  ///
  /// @param reader who reads them, for the error
  /// @throws IllegalArgumentException if they were made elsewhere
  private String name(Parameters made, String reader) {
    return parameters.entrySet().stream()
        .filter(entry -> entry.getValue() == made)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%sthese parameters were not made by Setup.parameters(…), so nobody would save them: %s"
                        .formatted(reader, made)))
        .getKey();
  }

  /// Says that the agent has been made: what it asks for later, nobody would restore.
  ///
  /// @throws IllegalArgumentException if its policy's parameters were not made here
  void complete(Policy policy) {
    name(policy.parameters(), "the policy acts by them, but ");
    give();
    complete = true;
  }

  private void requireOpen(String what) {
    if (complete) {
      throw new IllegalStateException(
          "%s: asked for after the agent was made, so a run that is resumed would not restore it. Ask for it in the constructor."
              .formatted(what));
    }
  }

  private static void requireWord(String what, String name) {
    if (!name.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException(
          "the name of %s becomes one in files, so it is of a-z, 0-9 and _, a letter first: got \"%s\""
              .formatted(what, name));
    }
  }

  /// Rows that are only ever appended, of which the last `capacity` are held: a replay buffer's.
  ///
  /// @param floats numbers of a row
  public RowLog log(String name, int floats, int capacity) {
    requireOpen("the log \"%s\"".formatted(name));
    requireWord("a log", name);
    RowLog made = new RowLog(floats, learns ? capacity : 1);
    if (logs.putIfAbsent(name, made) != null) {
      throw new IllegalArgumentException("there is a log \"%s\" already".formatted(name));
    }
    return made;
  }

  /// Columns for a round of a policy's experience.
  public Rollout rollout(Sampling sampling, Policy policy) {
    int rows = learns ? rows(sampling, timeLimit) : sampling.envs();
    int choices = masksActions ? ActionMask.choices(actions) : 0;
    return new Rollout(rows, sampling.envs(), policy.encoding().size(), actions.size(), choices);
  }

  /// How many rows a round has room for at first.
  public static int rows(Sampling sampling, OptionalInt timeLimit) {
    int room = sampling.wholeEpisodes() ? Math.min(timeLimit.orElse(ROOM), ROOM) : 0;
    return sampling.steps() + room;
  }

  /// All parameters, by name, in the order in which they were made.
  public SequencedMap<String, Parameters> parameters() {
    return Collections.unmodifiableSequencedMap(parameters);
  }

  /// All descents, in the order in which they were made.
  public List<Descent> descents() {
    return List.copyOf(descents);
  }

  /// All streams that may still be drawn from, in the order in which they were asked for.
  public SequencedMap<Purpose, Rng[]> streams() {
    SequencedMap<Purpose, Rng[]> lasting = new LinkedHashMap<>(streams);
    AT_FIRST.forEach(lasting::remove);
    return lasting;
  }

  /// All logs, by name.
  public SequencedMap<String, RowLog> logs() {
    return Collections.unmodifiableSequencedMap(logs);
  }
}
