package uphill.rl;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import uphill.autodiff.Parameter;
import uphill.autodiff.Tensor;
import uphill.env.Space;
import uphill.kernel.Rng;
import uphill.nn.Bernoulli;
import uphill.nn.Categorical;
import uphill.nn.Distribution;
import uphill.nn.MultiCategorical;

/// Policies that choose: an output of the network for each value that an action may have.
sealed interface ChoiceHead extends Head {

  @Override
  default Sigma sigma() {
    return Sigma.NONE;
  }

  /// One of n values.
  record Choice(Space.Discrete space) implements ChoiceHead {
    @Override
    public int outputs() {
      return space.n();
    }

    @Override
    public Categorical distribution(Tensor outputs, Optional<Parameter> logStd) {
      return Categorical.ofLogits(outputs);
    }

    @Override
    public Acting acting(Tensor outputs, Optional<Parameter> logStd) {
      Categorical pi = distribution(outputs, logStd);
      return withProbs(pi, pi.logProbs());
    }

    @Override
    public void sample(float[][] columns, int row, Rng random, float[] action, int at) {
      action[at] = Categorical.sample(columns[1], row * space.n(), space.n(), random);
    }

    @Override
    public void mode(float[][] columns, int row, float[] action, int at) {
      action[at] = Categorical.mode(columns[0], row * space.n(), space.n());
    }

    @Override
    public void allow(float[] action, int at, float[] given, int givenAt) {
      given[givenAt] = action[at] + space.start();
    }
  }

  /// log π, π.
  private static Acting withProbs(Distribution pi, Tensor logProbs) {
    return new Acting(List.of(logProbs, logProbs.exp()), pi);
  }

  /// Several values at once.
  ///
  /// @param outputs as many as all components have values
  record Choices(Space.MultiDiscrete space, int outputs) implements ChoiceHead {

    static Choices of(Space.MultiDiscrete space) {
      long values = IntStream.of(space.n()).asLongStream().sum();
      if (values > Space.WHOLE_FLOATS) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s has %d values, too many for a policy, which has an output for each; act in a"
                    + " Box instead",
                space,
                values));
      }
      return new Choices(space, (int) values);
    }

    @Override
    public MultiCategorical distribution(Tensor outputs, Optional<Parameter> logStd) {
      return MultiCategorical.ofLogits(outputs, space.n());
    }

    @Override
    public Acting acting(Tensor outputs, Optional<Parameter> logStd) {
      MultiCategorical pi = distribution(outputs, logStd);
      return withProbs(pi, pi.logProbs());
    }

    @Override
    public void sample(float[][] columns, int row, Rng random, float[] action, int at) {
      MultiCategorical.sample(columns[1], row * outputs, space.n(), random, action, at);
    }

    @Override
    public void mode(float[][] columns, int row, float[] action, int at) {
      MultiCategorical.mode(columns[0], row * outputs, space.n(), action, at);
    }

    @Override
    public void allow(float[] action, int at, float[] given, int givenAt) {
      System.arraycopy(action, at, given, givenAt, space.size());
    }
  }

  /// On or off, n times.
  record Switches(int n) implements ChoiceHead {
    @Override
    public int outputs() {
      return n;
    }

    @Override
    public Bernoulli distribution(Tensor outputs, Optional<Parameter> logStd) {
      return new Bernoulli(outputs);
    }

    @Override
    public void sample(float[][] columns, int row, Rng random, float[] action, int at) {
      Bernoulli.sample(columns[0], row * n, n, random, action, at);
    }

    @Override
    public void mode(float[][] columns, int row, float[] action, int at) {
      Bernoulli.mode(columns[0], row * n, n, action, at);
    }

    @Override
    public void allow(float[] action, int at, float[] given, int givenAt) {
      System.arraycopy(action, at, given, givenAt, n);
    }
  }
}
