package uphill.mujoco.engine;

import java.io.Serial;
import java.util.List;

/// There is no libmujoco that can be used.
public final class NoEngineException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  NoEngineException(List<String> refused) {
    super(
        (refused.isEmpty()
                ? "MuJoCo, which these worlds run on, was not found."
                : "no MuJoCo here can be used (%s).".formatted(String.join("; ", refused)))
            + " Install it (Debian and Ubuntu: apt-get install libmujoco-dev; anywhere: pip install"
            + " mujoco; or unpack a release and set "
            + Places.VARIABLE
            + " to its folder) and call again.");
  }
}
