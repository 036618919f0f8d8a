package uphill.lab.training;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import uphill.env.vector.VectorEnv;
import uphill.lab.record.EpisodesFile;
import uphill.lab.record.RecordedEpisodes;
import uphill.lab.record.UpdateFiles;
import uphill.records.Sha256;

/// How environments that cannot save their state are brought to where they were: by the actions
/// that were taken.
final class ActionReplay {

  private final Training training;

  ActionReplay(Training training) {
    this.training = training;
  }

  /// What the present observations hash to.
  String observations() {
    float[] observation = training.environments().observation;
    ByteBuffer bytes = ByteBuffer.allocate(observation.length * Float.BYTES);
    bytes.asFloatBuffer().put(observation);
    return Sha256.of(bytes.array());
  }

  /// Takes all steps so far again, with the actions that were taken. The episodes must end as they
  /// did, and the last observations be those of then.
  ///
  /// @param observations what those hashed to
  /// @throws IllegalArgumentException if they are others, or an action is missing
  void replay(Path run, String observations) throws IOException {
    Path actions = run.resolve(UpdateFiles.ACTIONS);
    VectorEnv envs = training.environments();
    int size = envs.size() * envs.actionSpace().size();
    float[] action = new float[size];
    ByteBuffer bytes = ByteBuffer.allocate(size * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(actions));
        RecordedEpisodes episodes = new RecordedEpisodes(run.resolve(EpisodesFile.NAME))) {
      for (long step = 0; step < training.steps(); step += envs.size()) {
        if (in.readNBytes(bytes.array(), 0, bytes.capacity()) < bytes.capacity()) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "%s holds the actions of %d steps, %d were taken",
                  actions,
                  step,
                  training.steps()));
        }
        bytes.asFloatBuffer().get(action);
        training.learner().sampler().replay(action);
        Optional<String> difference = episodes.difference(envs, step + envs.size());
        if (difference.isPresent()) {
          throw elsewhere(difference.get());
        }
      }
    }
    if (!observations().equals(observations)) {
      throw elsewhere("the observations at the end are others than before");
    }
  }

  private IllegalArgumentException elsewhere(String difference) {
    String world = training.config().environment();
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%s cannot save its state, and in the replay of its %d steps %s: its class, or what it"
                + " reads, has changed since, or it depends on more than its seed and the actions"
                + " (\"%s\" asks it). Give it what it was trained with again, or train anew.",
            world,
            training.steps(),
            difference,
            training.world().command("envs", "--check", world)));
  }
}
