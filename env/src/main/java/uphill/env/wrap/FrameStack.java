package uphill.env.wrap;

import java.util.Locale;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.env.Wrapper;

/// Shows the last k observations side by side, the oldest first; Gymnasium's
/// `FrameStackObservation`. An episode begins with k times the first.
///
/// ```text
/// (s₋ₖ₊₁, …, s₋₁, s₀)
/// ```
public final class FrameStack implements Wrapper {

  /// Numbers of an observation, at most: a batch holds thousands of observations, and a network has
  /// a weight for each number and unit.
  private static final int MOST = 1_000_000;

  private final Env world;
  private final int size;
  private final Space.Box space;
  private final Step inside;
  private final float[] stack;

  /// @throws IllegalArgumentException if k is below 1, observations are not in a box, or they are
  ///   more than a million numbers then
  public FrameStack(Env world, int k) {
    this.world = world;
    if (k < 1) {
      throw new IllegalArgumentException("frame_stack must be at least 1, got " + k);
    }
    Space.Box one = Boxes.observations(world, "frame_stack");
    size = one.size();
    if (k > MOST / size) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "frame_stack must be at most %d here: an observation has %d numbers, and in the stack"
                  + " at most %d, since a batch holds thousands of them; got %d",
              Math.max(1, MOST / size),
              size,
              MOST,
              k));
    }
    inside = new Step(size);
    stack = new float[k * size];
    float[] low = new float[stack.length];
    float[] high = new float[stack.length];
    for (int i = 0; i < stack.length; i++) {
      low[i] = one.low()[i % size];
      high[i] = one.high()[i % size];
    }
    space = new Space.Box(low, high);
  }

  @Override
  public boolean keepsMeaning() {
    return false;
  }

  @Override
  public Space observationSpace() {
    return space;
  }

  @Override
  public void reset(Reset how, float[] observation) {
    world.reset(how, inside.observation);
    for (int at = 0; at < stack.length; at += size) {
      System.arraycopy(inside.observation, 0, stack, at, size);
    }
    System.arraycopy(stack, 0, observation, 0, stack.length);
  }

  @Override
  public void step(float[] action, Step step) {
    world.step(action, inside);
    System.arraycopy(stack, size, stack, 0, stack.length - size);
    System.arraycopy(inside.observation, 0, stack, stack.length - size, size);
    step.set(inside.reward, inside.ending);
    System.arraycopy(stack, 0, step.observation, 0, stack.length);
  }

  @Override
  public int ownWords() {
    return stack.length;
  }

  @Override
  public void save(long[] words) {
    for (int i = 0; i < stack.length; i++) {
      words[i] = Float.floatToRawIntBits(stack[i]);
    }
  }

  @Override
  public void load(long[] words) {
    for (int i = 0; i < stack.length; i++) {
      stack[i] = Float.intBitsToFloat((int) words[i]);
    }
  }

  @Override
  public Env world() {
    return world;
  }
}
