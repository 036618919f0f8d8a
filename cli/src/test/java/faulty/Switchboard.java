package faulty;

import uphill.env.Space;

/// A sound world of two switches.
public final class Switchboard implements Sound {

  private final Episode episode = new Episode();

  @Override
  public Episode episode() {
    return episode;
  }

  @Override
  public Space actionSpace() {
    return new Space.MultiBinary(2);
  }
}
