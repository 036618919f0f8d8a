package uphill.env;

import java.util.function.BiConsumer;

/// A sound world with one thing done to it after every reset or step, to see whether it is noticed.
///
/// @param world the sound one
/// @param spoilReset gets the observation of every reset
/// @param spoilStep gets every action and the step that came of it
record Spoilt(Env world, BiConsumer<Reset, float[]> spoilReset, BiConsumer<float[], Step> spoilStep)
    implements Env {

  static Spoilt reset(BiConsumer<Reset, float[]> spoil) {
    return new Spoilt(new Countdown(), spoil, (action, step) -> {});
  }

  static Spoilt step(BiConsumer<float[], Step> spoil) {
    return new Spoilt(new Countdown(), (how, observation) -> {}, spoil);
  }

  @Override
  public Space observationSpace() {
    return world.observationSpace();
  }

  @Override
  public Space actionSpace() {
    return world.actionSpace();
  }

  @Override
  public void reset(Reset how, float[] observation) {
    world.reset(how, observation);
    spoilReset.accept(how, observation);
  }

  @Override
  public void step(float[] action, Step step) {
    world.step(action, step);
    spoilStep.accept(action, step);
  }

  @Override
  public boolean savesState() {
    return world.savesState();
  }

  @Override
  public long[] state() {
    return world.state();
  }

  @Override
  public void restore(long[] state) {
    world.restore(state);
  }
}
