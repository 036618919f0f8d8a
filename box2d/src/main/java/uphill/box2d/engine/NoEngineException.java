package uphill.box2d.engine;

import java.io.Serial;

/// Box2D does not run on this machine; its message is a sentence that says why, and what to do.
public final class NoEngineException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  NoEngineException(String sentence) {
    super(sentence);
  }

  NoEngineException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
