package uphill.explain.page;

import java.io.IOException;
import java.nio.file.Path;
import uphill.env.Env;
import uphill.explain.Explanation;
import uphill.lab.Experiment;
import uphill.lab.world.World;

/// Small runs, explained.
final class Pages {

  private Pages() {}

  static World world(String name) {
    return World.named(name, Pages.class.getClassLoader());
  }

  /// The second of two updates, with entropy and clipping in it.
  static Explanation explanation(World world, Path directory) throws IOException {
    Path run = directory.resolve("run");
    Experiment experiment = Experiment.in(world).seed(3).steps(1_920);
    experiment.weights("gae").set("batch_steps", 960).set("hidden", "16");
    experiment.set("entropy_weight", 0.01).set("max_gradient_norm", 0.2);
    experiment.run(run);
    return Explanation.of(world, run, 2);
  }

  static String page(World world, Explanation explanation) {
    try (Env env = world.create().get()) {
      return ExplanationPage.of(explanation, env);
    }
  }
}
