package uphill.env;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Supplier;

/// What a registry knows of an environment.
///
/// @param id its name, with its version: `CartPole-v1`
/// @param summary one sentence on what is to be learnt
/// @param create makes the bare world, without a time limit
/// @param maxSteps after which [Environments#create(String)] truncates an episode
/// @param rewardThreshold the mean return from which it counts as solved
public record EnvSpec(
    String id,
    String summary,
    Supplier<Env> create,
    OptionalInt maxSteps,
    OptionalDouble rewardThreshold) {}
