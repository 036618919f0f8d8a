package uphill.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.env.classic.CartPole;
import uphill.kernel.Rng;
import uphill.lab.config.RunConfig;
import uphill.lab.golden.Replay;
import uphill.lab.world.World;
import uphill.records.Bits;
import uphill.records.Json;
import uphill.records.Safetensors;

/// Runs that nobody trained: what was found by [FuzzTest], or by thinking like an attacker.
class HostileRunTest {

  private static final ClassLoader LOADER = HostileRunTest.class.getClassLoader();

  @TempDir private Path run = Path.of("");
  private Path config = Path.of("");
  private Path parameters = Path.of("");

  @BeforeEach
  void aRunWithoutHiddenLayers() throws IOException {
    config = run.resolve("config.json");
    hidden("none");
    parameters =
        Files.createDirectories(run.resolve("checkpoints/update-000001"))
            .resolve("parameters.safetensors");
    parameters(List.of(4, 2), new float[8]);
  }

  private void hidden(String hidden) throws IOException {
    Experiment experiment = Experiment.in(World.named("CartPole-v1", LOADER)).set("hidden", "8");
    String text = Json.pretty(experiment.config().toJson());
    assertThat(text).contains("[8]");
    Files.writeString(config, text.replace("[8]", "\"" + hidden + "\""));
  }

  private void parameters(List<Integer> shape, float[] weights) throws IOException {
    Map<String, Safetensors.Matrix> matrices = new LinkedHashMap<>();
    matrices.put("policy.0.weight", new Safetensors.Matrix(shape, weights));
    matrices.put("policy.0.bias", new Safetensors.Matrix(List.of(1, 2), new float[] {1, 2}));
    Files.write(parameters, Safetensors.bytes(matrices));
  }

  private void refused(Path file, String sentence) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainedPolicy.load(run, new CartPole()))
        .withMessageStartingWith(file + ": ")
        .withMessageContaining(sentence);
  }

  @Test
  void unspoiltItActs() throws IOException {
    assertThat(TrainedPolicy.load(run, new CartPole()).act(new float[4])).containsExactly(1);
  }

  @Test
  void aConfigThatIsNotUtf8IsNamed() throws IOException {
    Files.write(config, new byte[] {(byte) 0xfd, (byte) 0xfe});
    refused(config, "expected text in UTF-8, got other bytes");

    Files.write(config, "{}".getBytes(StandardCharsets.UTF_16));
    refused(config, "expected text in UTF-8, got UTF-16. Save it as UTF-8.");
  }

  @Test
  void aFieldOfAnotherTypeIsSaidWithTheFileOnce() throws IOException {
    Files.writeString(config, Files.readString(config).replace("\"seed\": 0", "\"seed\": \"0\""));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunConfig.read(run))
        .withMessage(config + ": \"seed\" must be a whole number from 0 to 2^64 - 1, got \"0\"");
  }

  /// A million letters would be fitted into the title of a picture, one by one.
  @Test
  void anEnvironmentHasANameThatCanBeRead() throws IOException {
    String text = Files.readString(config);
    for (String name : List.of("", " ", "x".repeat(1001))) {
      Files.writeString(config, text.replace("CartPole-v1", name));

      refused(
          config, "\"environment\" must be a name of 1 to 1000 characters, got " + name.length());
    }
  }

  /// A gigabyte for a policy whose parameters are not there.
  @Test
  void aPolicyTakesMemoryOnlyOnceItsShapesAreThere() throws IOException {
    hidden("16384,16384");

    Fuzz.refuses(run, parameters.toString(), run -> TrainedPolicy.load(run, new CartPole()));
  }

  /// The names of half a million layers would be compared with each other, which takes hours.
  @Test
  void aPolicyOfTooManyLayersIsRefused() throws IOException {
    hidden("1,".repeat(400_000) + "1");

    Fuzz.refuses(run, config.toString(), run -> TrainedPolicy.load(run, new CartPole()));
    refused(config, "hidden must have at most 100 layers, got 400001");
  }

  @Test
  void aMatrixOfAnotherShapeIsRefusedEvenIfItHasAsManyElements() throws IOException {
    parameters(List.of(2, 4), new float[8]);

    refused(parameters, "policy.0.weight [4, 2] is of shape [2,4]; this environment, with");
  }

  @Test
  void aWeightThatIsNotFiniteIsRefused() throws IOException {
    parameters(List.of(4, 2), new float[] {0, 0, 0, Float.NaN, 0, 0, 0, 0});

    refused(
        parameters,
        "element 3 of policy.0.weight is NaN, expected a finite number. Take an earlier"
            + " checkpoint");
  }

  /// The file says 1.6 GB, and its header as much: nothing of it is on the disk.
  @Test
  void aMatrixThatNobodyWantsTakesNoMemory() throws IOException {
    String header =
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[400000000],\"data_offsets\":[0,1600000000]}}";
    ByteBuffer start =
        ByteBuffer.allocate(Long.BYTES + header.length())
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(header.length())
            .put(header.getBytes(StandardCharsets.UTF_8));
    try (RandomAccessFile sparse = new RandomAccessFile(parameters.toFile(), "rw")) {
      sparse.write(start.array());
      sparse.setLength(start.capacity() + 1_600_000_000L);
    }

    Fuzz.refuses(run, parameters.toString(), run -> TrainedPolicy.load(run, new CartPole()));
  }

  @Test
  void namesThatCommandATerminalAreShownAsNumbers() throws IOException {
    String text = Files.readString(config);
    for (String field : List.of("uphill-run-1", "vpg", "classic-control", "gae", "tanh")) {
      Files.writeString(config, text.replace("\"" + field + "\"", "\"\\u001b[2J\\nx\""));

      refused(config, "\\u001b[2J\\u000ax");
    }
  }

  @Test
  void aTextOfTenMillionBracketsIsNoJson() {
    String deep = "[" + "{},".repeat(6_000_000) + "0]";

    assertThatThrownBy(() -> Json.parse(deep, "wide.json"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "wide.json: not JSON: it holds more than 10,000,000 values, names and brackets")
        .hasMessageNotContaining("Constraints");
  }

  @Test
  void wordsHaveSixteenHexadecimalDigits() {
    assertThat(Bits.words(Bits.hex(Rng.seeded(1).state()))).isEqualTo(Rng.seeded(1).state());
    assertThat(Bits.words("")).isEmpty();
    for (String text :
        List.of(
            "1",
            "+000000000000001",
            "00000000000000000",
            "-1",
            "000000000000000g",
            "０".repeat(16))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Bits.words(text))
          .withMessage("expected words of 16 hexadecimal digits, got \"%s\"".formatted(text))
          .isExactlyInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aCompressedRecordingOfThreeBytesIsSaidToEndTooSoon() throws IOException {
    Path file = Files.write(run.resolve("a.gz"), new byte[] {0x1f, (byte) 0x8b, 8});

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Replay.of(file, LOADER))
        .withMessage(file + ": cannot be read (it ends too soon)");
  }
}
