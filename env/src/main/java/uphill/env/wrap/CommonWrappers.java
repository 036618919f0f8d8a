package uphill.env.wrap;

import java.util.List;
import uphill.env.Env;
import uphill.env.WrapperProvider;
import uphill.env.WrapperSpec;

/// The wrappers of this package, by the names that arguments have for them.
public final class CommonWrappers implements WrapperProvider {

  /// For [java.util.ServiceLoader].
  public CommonWrappers() {}

  @Override
  public List<WrapperSpec> wrappers() {
    return List.of(
        new WrapperSpec(
            "clip_action",
            "true",
            "clips any real numbers to the actions' bounds",
            CommonWrappers::clipAction),
        new WrapperSpec(
            "rescale_action",
            "true (-1 to 1), or MIN/MAX",
            "stretches this interval to the actions' bounds",
            CommonWrappers::rescaleAction),
        new WrapperSpec(
            "sticky",
            "a probability, 0.25 say",
            "takes the action of the step before again",
            (world, value) -> new StickyActions(world, value.number())),
        new WrapperSpec(
            "action_repeat",
            "a whole number",
            "takes every action so often, and adds the rewards up",
            (world, value) -> new ActionRepeat(world, value.whole())),
        new WrapperSpec(
            "scale_reward",
            "a factor",
            "multiplies rewards",
            (world, value) -> TransformReward.scaled(world, value.number())),
        new WrapperSpec(
            "clip_reward",
            "true (-1 to 1), or LOW/HIGH",
            "clips rewards",
            CommonWrappers::clipReward),
        new WrapperSpec(
            "frame_stack",
            "a whole number",
            "shows so many of the last observations",
            (world, value) -> new FrameStack(world, value.whole())),
        new WrapperSpec(
            "time_aware",
            "true",
            "shows the share of the time limit that has passed",
            CommonWrappers::timeAware));
  }

  private static Env clipAction(Env world, WrapperSpec.Value value) {
    value.requireTrue();
    return new ClipAction(world);
  }

  private static Env rescaleAction(Env world, WrapperSpec.Value value) {
    double[] bounds = unitOr(value);
    return new RescaleAction(world, bounds[0], bounds[1]);
  }

  private static Env clipReward(Env world, WrapperSpec.Value value) {
    double[] bounds = unitOr(value);
    return TransformReward.clipped(world, bounds[0], bounds[1]);
  }

  private static Env timeAware(Env world, WrapperSpec.Value value) {
    value.requireTrue();
    return new TimeAware(world);
  }

  private static double[] unitOr(WrapperSpec.Value value) {
    return value.isTrue() ? new double[] {-1, 1} : value.two();
  }
}
