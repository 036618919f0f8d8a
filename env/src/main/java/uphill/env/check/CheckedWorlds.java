package uphill.env.check;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.ResetOption;
import uphill.env.Space;
import uphill.env.Step;
import uphill.env.Wrapper;
import uphill.env.fault.EnvironmentException;
import uphill.env.fault.RunningCall;
import uphill.env.fault.UserCode;

/// The worlds that a checker plays. Of each call is known that it goes on, so that another thread
/// sees one that does not come back; what gives null where it must not is an error with a name; and
/// closing throws nothing, so that it hides no finding: what it threw is told once, at the end.
final class CheckedWorlds implements Supplier<Env> {

  private final String name;
  private final Supplier<Env> create;
  private WeakReference<@Nullable Env> last = new WeakReference<>(null);
  private String law = "";
  private long calls;
  private volatile @Nullable RunningCall running;
  private Optional<String> thrownByClosing = Optional.empty();
  private boolean otherwise;

  CheckedWorlds(String name, Supplier<Env> create) {
    this.name = name;
    this.create = create;
  }

  /// The law that is checked from now on.
  void begin(String law) {
    this.law = law;
  }

  /// Whether worlds say the contrary of whether they mask actions, from now on.
  void maskOtherwise(boolean otherwise) {
    this.otherwise = otherwise;
  }

  /// The call that has not come back.
  List<RunningCall> running() {
    RunningCall now = running;
    return now == null ? List.of() : List.of(now);
  }

  /// What closing a world threw first, as a sentence.
  Optional<String> thrownByClosing() {
    return thrownByClosing;
  }

  @Override
  public Env get() {
    Env world = call("its creation", create);
    if (last.refersTo(world)) {
      throw new EnvironmentException(
          name
              + ": its creation gave the same object twice. Let it give a new environment always.");
    }
    last = new WeakReference<>(world);
    return new Checked(world);
  }

  /// @param what the call is, in the sentence of who waits for it
  private <T> T call(String what, Supplier<? extends @Nullable T> call) {
    running =
        new RunningCall(
            ++calls, 0, "%s, for the law \"%s\",".formatted(what, law), Thread.currentThread());
    T given;
    try {
      given = call.get();
    } finally {
      running = null;
    }
    if (given == null) {
      throw new EnvironmentException("%s: %s gave null.".formatted(name, what));
    }
    return given;
  }

  private void run(String what, Runnable call) {
    Object _ =
        call(
            what,
            () -> {
              call.run();
              return what;
            });
  }

  /// One of them.
  final class Checked implements Env {
    private final Env world;
    private int episode;
    private int step;
    private int closed;

    private Checked(Env world) {
      this.world = world;
    }

    /// Whether its class answers what is allowed, and does not say whether anybody should ask.
    boolean leavesOutMasksActions() {
      Env inner = Wrapper.unwrapped(world);
      return answers(inner, "allowed", boolean[].class) && !answers(inner, "masksActions");
    }

    private static boolean answers(Env env, String method, Class<?>... arguments) {
      try {
        return env.getClass().getMethod(method, arguments).getDeclaringClass() != Env.class;
      } catch (NoSuchMethodException e) {
        throw new IllegalStateException(method, e);
      }
    }

    @Override
    public Space observationSpace() {
      return call("observationSpace()", world::observationSpace);
    }

    @Override
    public Space actionSpace() {
      return call("actionSpace()", world::actionSpace);
    }

    @Override
    public List<ResetOption> options() {
      return call("options()", world::options);
    }

    @Override
    public OptionalInt timeLimit() {
      return call("timeLimit()", world::timeLimit);
    }

    @Override
    public boolean masksActions() {
      return call("masksActions()", world::masksActions) != otherwise;
    }

    @Override
    public void allowed(boolean[] allowed) {
      run("allowed()", () -> world.allowed(allowed));
    }

    @Override
    public void reset(Reset how, float[] observation) {
      episode++;
      step = 0;
      run("the reset that begins episode " + episode, () -> world.reset(how, observation));
    }

    @Override
    public void step(float[] action, Step result) {
      step++;
      run("step " + step + " of episode " + episode, () -> world.step(action, result));
    }

    @Override
    public boolean savesState() {
      return call("savesState()", world::savesState);
    }

    @Override
    public long[] state() {
      return call("state()", world::state);
    }

    @Override
    public void restore(long[] state) {
      run("restore()", () -> world.restore(state));
    }

    @Override
    public void close() {
      closed++;
      try {
        run("close()", world::close);
      } catch (Throwable e) {
        UserCode.requireOwnFault(e);
        if (thrownByClosing.isEmpty()) {
          String place = UserCode.place(e, 1);
          thrownByClosing =
              Optional.of(
                  "close() threw %s%s, called %s, for the law \"%s\"."
                      .formatted(
                          UserCode.described(e),
                          place.isEmpty() ? "" : ", at " + place,
                          closed == 1 ? "once" : "again",
                          law));
        }
      }
    }
  }
}
