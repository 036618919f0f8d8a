package uphill.lab;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import uphill.env.Env;
import uphill.env.Environments;
import uphill.env.Reset;
import uphill.env.Step;
import uphill.env.mdp.FiniteMdp;
import uphill.env.mdp.SmallMdps;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.kernel.Workers;
import uphill.lab.config.RunConfig;
import uphill.lab.record.Checkpoint;
import uphill.lab.training.Training;
import uphill.lab.world.World;
import uphill.oracle.Criterion;
import uphill.oracle.Exact;
import uphill.oracle.PolicyGradient;
import uphill.oracle.TabularPolicy;
import uphill.records.Safetensors;
import uphill.records.Sha256;
import uphill.rl.setting.Settings;

/// Prints what a little of everything comes to: of each world some thousand steps in full precision
/// and three updates in it, and what the oracle computes; a name and a hash of all bits a line. A
/// program, so that a test can run it under other flags of the JVM.
final class RecordedBits {

  private static final List<String> WORLDS =
      List.of(
          "CartPole-v1",
          "Acrobot-v1",
          "Pendulum-v1",
          "MountainCar-v0",
          "MountainCarContinuous-v0",
          "FrozenLake-v1",
          "Taxi-v4",
          "CliffWalking-v1");

  private static final int STEPS = 5000;
  private static final int UPDATES = 3;
  private static final int STATES = 40;
  private static final int ACTIONS = 5;

  private final ByteBuffer bits = ByteBuffer.allocate(1 << 22);

  private RecordedBits() {}

  public static void main(String[] args) {
    for (String world : WORLDS) {
      RecordedBits bits = new RecordedBits();
      bits.step(world);
      bits.train(world);
      bits.print(world);
    }
    RecordedBits bits = new RecordedBits();
    bits.solve();
    bits.print("oracle");
  }

  private void print(String name) {
    byte[] all = new byte[bits.flip().remaining()];
    bits.get(all);
    System.out.println(name + " " + Sha256.of(all).substring(0, 16));
  }

  private void step(String world) {
    Env env = Environments.create(world);
    Rng random = Rng.seeded(1);
    float[] action = new float[env.actionSpace().size()];
    Step step = new Step(env.observationSpace().size());
    env.reset(Reset.seeded(2), step.observation);
    for (int t = 0; t < STEPS; t++) {
      env.actionSpace().sample(random, action, 0);
      env.step(action, step);
      put(step.reward);
      for (long word : env.state()) {
        bits.putLong(word);
      }
      if (step.ending.ended()) {
        env.reset(Reset.next(), step.observation);
      }
    }
  }

  private void train(String name) {
    World world = World.named(name, RecordedBits.class.getClassLoader());
    Experiment small =
        Experiment.in(world)
            .algorithm("vpg")
            .seed(7)
            .set("envs", 4)
            .set("batch_steps", 64)
            .set("value_epochs", 2);
    if (!List.of().equals(Settings.values(small.config().settings()).get("hidden"))) {
      small.set("hidden", "8,8");
    }
    RunConfig config =
        small.steps((long) UPDATES * small.config().settings().sampling().steps()).config();
    try (Training training = new Training(config, world, Kernels.best(), Workers.one())) {
      while (!training.finished()) {
        Map<String, Double> pushes = training.update().pushes().values();
        List.of("kl_exact", "kl_k1", "effective_sample_size", "noise_scale")
            .forEach(statistic -> put(pushes.getOrDefault(statistic, 0.0)));
      }
      Checkpoint.Contents state = training.contents();
      bits.put(Safetensors.bytes(state.parameters()));
      bits.put(Safetensors.bytes(state.optimizers()));
    }
  }

  private void solve() {
    FiniteMdp mdp = SmallMdps.random(STATES, ACTIONS, 2, 1);
    Rng random = Rng.seeded(2);
    double[][] logits = new double[STATES][ACTIONS];
    for (double[] row : logits) {
      for (int a = 0; a < row.length; a++) {
        row[a] = random.standardNormal();
      }
    }
    TabularPolicy policy = TabularPolicy.softmax(logits);
    Criterion criterion = Criterion.steps(12, 0.9);
    put(Exact.of(mdp, policy, criterion).objective());
    for (double component : PolicyGradient.theorem(mdp, policy, criterion)) {
      put(component);
    }
  }

  private void put(double value) {
    bits.putLong(Double.doubleToLongBits(value));
  }
}
