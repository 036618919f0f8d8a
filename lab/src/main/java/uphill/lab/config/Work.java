package uphill.lab.config;

import uphill.autodiff.Parameter;
import uphill.autodiff.Parameters;
import uphill.lab.world.World;
import uphill.nn.Initialization;
import uphill.rl.Setup;
import uphill.rl.setting.Settings;

/// How much there is to compute.
public final class Work {

  /// Multiply-adds of a training that is over before the compiler is.
  private static final double BRIEF = 4e9;

  /// Multiply-adds of a training that vectors pay for: some four seconds on the scalar kernels.
  /// `docs/decisions/0023-vectors-at-once.md` has the figures.
  private static final double LONG = 30e9;

  /// Passes that are no learning: values before an update and losses after it.
  private static final double LOOKS = 3;

  /// What else the scalar kernels need for a step, in multiply-adds: what small networks cost.
  private static final double OVERHEAD = 10_000;

  /// Multiply-adds a second of one processor on vector lanes: 12 to 36 thousand million were
  /// measured for hidden layers of 64 to 1024 units.
  private static final double SPEED = 25e9;

  /// Elements a second that are read to make vectors orthogonal: 1.9 to 2.1 thousand million were
  /// measured for vectors that stay in the cache, and larger ones do not.
  private static final double ORTHOGONAL_SPEED = 1.5e9;

  /// Elements read for each of two vectors that are made orthogonal: two passes, a product and a
  /// sum in each.
  private static final double ORTHOGONAL_PASSES = 4;

  private Work() {}

  /// How long a training takes, roughly. What the environments take is not in it.
  public static Expectation expected(RunConfig config, World world, int threads) {
    int processors = Math.min(threads, Runtime.getRuntime().availableProcessors());
    double begun = orthogonal(config, world) / ORTHOGONAL_SPEED;
    double trained = multiplyAdds(config, world) / SPEED / processors;
    return new Expectation(begun + trained / config.updates(), begun + trained);
  }

  /// Elements that are read to make the first parameters orthogonal, of a policy and a critic as
  /// large.
  private static double orthogonal(RunConfig config, World world) {
    Object initialization = Settings.values(config.settings()).get("initialization");
    if (!Settings.word(Initialization.ORTHOGONAL).equals(initialization)) {
      return 0;
    }
    double elements = 0;
    for (Parameter weight : policy(config, world).entries()) {
      double count = Math.min(weight.rows(), weight.columns());
      elements += ORTHOGONAL_PASSES * count * count / 2 * Math.max(weight.rows(), weight.columns());
    }
    return 2 * elements;
  }

  /// Whether the training is so brief that compiling for it does not pay: a second or less.
  public static boolean isBrief(RunConfig config, World world) {
    return multiplyAdds(config, world) < BRIEF;
  }

  /// Whether the training is so long that vectors pay.
  public static boolean isLong(RunConfig config, World world) {
    return multiplyAdds(config, world) >= LONG;
  }

  /// Multiply-adds of a whole training, roughly: a pass has one for each parameter and step.
  public static double multiplyAdds(RunConfig config, World world) {
    double passes = config.settings().passes() + LOOKS;
    return (OVERHEAD + passes * policy(config, world).size()) * config.steps();
  }

  /// A policy's parameters, which take no memory: nobody reads them.
  private static Parameters policy(RunConfig config, World world) {
    Setup setup = Setup.acting(world.observationSpace(), world.actionSpace(), world.masksActions());
    return config.settings().policy(setup).parameters();
  }
}
