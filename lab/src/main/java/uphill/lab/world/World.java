package uphill.lab.world;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import uphill.env.Env;
import uphill.env.EnvName;
import uphill.env.EnvSpec;
import uphill.env.Environments;
import uphill.env.NativePart;
import uphill.env.Space;
import uphill.env.TimeLimit;
import uphill.env.check.EnvChecker;
import uphill.env.fault.EnvironmentException;
import uphill.env.mdp.FiniteMdp;
import uphill.env.mdp.TableEnv;
import uphill.env.vector.VectorEnv;
import uphill.kernel.Shown;
import uphill.records.BoundedFiles;
import uphill.records.Sha256;

/// An environment to learn in, by name.
///
/// @param name what runs and errors call it: an id, or a class's name
/// @param create makes one, ready to use
/// @param rewardThreshold the mean return from which it counts as solved, where there is one: other
///   arguments keep it, as in Gymnasium, but for those that change the reward
/// @param watchdog looks after those that [#vector(int)] makes
/// @param table the text of the JSON file that it is, where it is one: a run keeps a copy
/// @param options what a command line must be given to make it, besides its name: a class path, say
/// @param closing told what closing those that [#vector(int)] makes throws; it may throw that on
public record World(
    String name,
    Supplier<Env> create,
    OptionalDouble rewardThreshold,
    Watchdog watchdog,
    Optional<String> table,
    List<String> options,
    Consumer<EnvironmentException> closing) {

  /// A file, and perhaps arguments after it.
  private static final Pattern MDP_FILE = Pattern.compile("(.*\\.json)(|:.*)", Pattern.DOTALL);

  /// Lets `create` give errors that name the environment, also where it gives one object twice.
  public World {
    options = List.copyOf(options);
    create = create instanceof Creation ? create : new Creation(name, create, options);
  }

  private World(
      String name,
      Supplier<Env> create,
      OptionalDouble rewardThreshold,
      Optional<String> table,
      List<String> options) {
    this(
        name,
        create,
        rewardThreshold,
        Watchdog.none(),
        table,
        options,
        e -> {
          throw e;
        });
  }

  /// Makes environments, and knows the last one. One that was made to learn its spaces is given to
  /// the first who asks for one: making an environment may take seconds.
  private static final class Creation implements Supplier<Env> {
    private final String name;
    private final Supplier<Env> create;
    private final List<String> options;
    private final AtomicReference<WeakReference<@Nullable Env>> last =
        new AtomicReference<>(new WeakReference<>(null));
    private final AtomicReference<@Nullable Env> spare = new AtomicReference<>();
    private volatile long nanoseconds; // that making the last one took
    private volatile @Nullable Known known;

    /// What an environment says of itself.
    private record Known(
        Space observations, Space actions, boolean masksActions, List<NativePart> natives) {}

    Creation(String name, Supplier<Env> create, List<String> options) {
      this.name = name;
      this.create = create;
      this.options = options;
    }

    Known known() {
      Known now = known;
      return now == null ? learnFrom(get()) : now;
    }

    /// Makes one and asks it; it is kept for the first who wants one.
    void learn() {
      learnFrom(timed(create));
    }

    private Known learnFrom(Env env) {
      VectorEnv checked = new VectorEnv(name, List.of(env), VectorEnv.After.NEXT_EPISODE, options);
      Known now =
          new Known(
              checked.observationSpace(),
              checked.actionSpace(),
              checked.masksActions(),
              List.copyOf(env.natives()));
      known = now;
      last.set(new WeakReference<>(env));
      spare.set(env);
      return now;
    }

    @Override
    public Env get() {
      Env made = spare.getAndSet(null);
      return made == null ? make() : made;
    }

    /// Whether one can be had in less than so many nanoseconds, at the pace of the last.
    boolean givesWithin(long left) {
      return spare.get() != null || nanoseconds < left;
    }

    private Env timed(Supplier<Env> making) {
      long start = System.nanoTime();
      Env env = making.get();
      nanoseconds = System.nanoTime() - start;
      return env;
    }

    private Env make() {
      Env env = timed(() -> Environments.made(name, options, create));
      if (last.getAndSet(new WeakReference<>(env)).refersTo(env)) {
        throw new IllegalArgumentException(
            ("%s: its creation gave the same object twice, whose episodes would mix. Let it give a"
                    + " new environment every time.")
                .formatted(name));
      }
      return env;
    }
  }

  /// One's own environment, by its class: public, with a public constructor without parameters. Its
  /// name is the class's, so that the command line can read its runs.
  ///
  /// @throws IllegalArgumentException if the class is not so
  public static World of(Class<? extends Env> environment) {
    return named(environment.getName(), environment.getClassLoader());
  }

  /// One's own environment, by a name that is only for errors and records: its runs are read in
  /// Java, [uphill.lab.TrainedPolicy] has how. The command line reads those of [#of(Class)].
  public static World of(String name, Supplier<Env> create) {
    return new World(name, create, OptionalDouble.empty(), Optional.empty(), List.of());
  }

  /// The registered environment of this id, perhaps with arguments; the class of this name; or the
  /// finite MDP in this JSON file.
  ///
  /// @throws IllegalArgumentException for an unknown one; the message names the nearest
  /// @throws EnvironmentException if it cannot be made
  public static World named(String name, ClassLoader loader) {
    return named(name, loader, List.of());
  }

  /// The same.
  ///
  /// @param options what a command line must be given to find it with this loader, for commands
  public static World named(String name, ClassLoader loader, List<String> options) {
    Matcher file = MDP_FILE.matcher(name);
    if (file.matches()) {
      return ofFile(name, Path.of(file.group(1)), options);
    }
    EnvName parts = EnvName.of(name);
    OptionalDouble threshold =
        Environments.all(loader).stream()
            .filter(spec -> spec.id().equals(parts.id()) && !parts.changesReward())
            .findFirst()
            .map(EnvSpec::rewardThreshold)
            .orElse(OptionalDouble.empty());
    Supplier<Env> create = () -> Environments.create(name, loader, options);
    World world = new World(name, create, threshold, Optional.empty(), options);
    ((Creation) world.create).learn();
    return world;
  }

  /// The finite MDP in this JSON file, under a name that may say more: [#named].
  ///
  /// @throws IllegalArgumentException if it is none
  public static World ofFile(String name, Path file, List<String> options) {
    OptionalInt limit = timeLimitOfFile(name);
    try {
      String text = MdpFile.text(file);
      FiniteMdp mdp = MdpFile.parse(text, file.toString(), name);
      Supplier<Env> create =
          () ->
              limit.isPresent()
                  ? new TimeLimit(TableEnv.of(mdp), limit.getAsInt())
                  : TableEnv.of(mdp);
      return new World(name, create, OptionalDouble.empty(), Optional.of(text), options);
    } catch (IOException e) {
      throw BoundedFiles.unreadable(file.toString(), e);
    }
  }

  /// The only argument that the name of a file may have.
  private static OptionalInt timeLimitOfFile(String name) {
    Matcher file = MDP_FILE.matcher(name);
    if (!file.matches()) {
      return OptionalInt.empty();
    }
    Map<String, Object> arguments =
        new LinkedHashMap<>(EnvName.of("FILE.json" + file.group(2)).arguments());
    OptionalInt limit = Environments.timeLimit(name, arguments.remove(Environments.TIME_LIMIT));
    if (!arguments.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: a finite MDP takes one argument, %s, got %s"
              .formatted(
                  Shown.text(name),
                  Environments.TIME_LIMIT,
                  Shown.text(String.join(", ", arguments.keySet()))));
    }
    return limit;
  }

  /// The hash of the table, if it came from a file.
  public Optional<String> tableSha256() {
    return table.map(text -> Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// The same world, looked after by this watchdog.
  public World watchedBy(Watchdog watchdog) {
    return new World(name, create, rewardThreshold, watchdog, table, options, closing);
  }

  /// The same world, where what closing environments throws is told, and is no reason to lose what
  /// was done in them until then. Otherwise it is thrown.
  public World closingInto(Consumer<EnvironmentException> told) {
    return new World(name, create, rewardThreshold, watchdog, table, options, told);
  }

  /// Whether it keeps the contract of environments, law by law.
  public List<EnvChecker.Finding> check() {
    return watchdog.watch(new EnvChecker(name, create)).findings();
  }

  /// A command that concerns it, as it is typed: `uphill`, these words, and the options.
  public String command(Object... words) {
    List<Object> all = new ArrayList<>(List.of("uphill"));
    all.addAll(List.of(words));
    all.addAll(options);
    return Shown.command(all.toArray());
  }

  /// What its environments show.
  ///
  /// @throws EnvironmentException if one cannot be made, or says of itself what cannot be
  public Space observationSpace() {
    return ((Creation) create).known().observations();
  }

  /// What is acted in.
  ///
  /// @throws EnvironmentException if one cannot be made, or says of itself what cannot be
  public Space actionSpace() {
    return ((Creation) create).known().actions();
  }

  /// Whether its states allow some actions and others not.
  ///
  /// @throws EnvironmentException if one cannot be made, or says of itself what cannot be
  public boolean masksActions() {
    return ((Creation) create).known().masksActions();
  }

  /// The libraries of the machine that it computes with.
  ///
  /// @throws EnvironmentException if one cannot be made, or says of itself what cannot be
  public List<NativePart> natives() {
    return ((Creation) create).known().natives();
  }

  /// Several of them side by side.
  ///
  /// @throws EnvironmentException if one cannot be made
  public VectorEnv vector(int envs) {
    return vector(envs, VectorEnv.After.NEXT_EPISODE);
  }

  /// Several of them side by side.
  ///
  /// @throws EnvironmentException if one cannot be made
  public VectorEnv vector(int envs, VectorEnv.After after) {
    return vector(envs, after, Duration.ofNanos(Long.MAX_VALUE));
  }

  /// As many of them side by side as can be made within this time, but one at least.
  ///
  /// @param envs how many at most
  /// @throws EnvironmentException if one cannot be made
  public VectorEnv vector(int envs, VectorEnv.After after, Duration within) {
    long end = within.toNanos();
    List<Env> all = new ArrayList<>();
    try {
      long start = System.nanoTime();
      for (int n = 0; n < envs; n++) {
        if (n > 0 && !((Creation) create).givesWithin(end - (System.nanoTime() - start))) {
          break;
        }
        all.add(create.get());
      }
      return watchdog.watch(new VectorEnv(name, all, after, options)).closingInto(closing);
    } catch (EnvironmentException | IllegalArgumentException e) {
      all.forEach(env -> closeAfter(e, env));
      throw e;
    }
  }

  private static void closeAfter(RuntimeException failure, Env env) {
    try {
      env.close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
