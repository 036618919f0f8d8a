package uphill.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class SafetensorsTest {

  private static Map<String, Safetensors.Matrix> matrices() {
    Map<String, Safetensors.Matrix> matrices = new LinkedHashMap<>();
    matrices.put("w", new Safetensors.Matrix(List.of(2, 3), new float[] {1, -0f, 3, 4, 5, 6}));
    matrices.put("b", new Safetensors.Matrix(List.of(1), new float[] {Float.MIN_VALUE}));
    return matrices;
  }

  @Test
  void matricesKeepNameOrderShapeAndBits() {
    Map<String, Safetensors.Matrix> read = Safetensors.parse(Safetensors.bytes(matrices()), "test");

    assertThat(read.keySet()).containsExactly("w", "b");
    List<Safetensors.Matrix> expected = List.copyOf(matrices().values());
    List<Safetensors.Matrix> found = List.copyOf(read.values());
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.get(i).shape()).isEqualTo(expected.get(i).shape());
      assertThat(bits(found.get(i).values())).isEqualTo(bits(expected.get(i).values()));
    }
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }

  /// The format: 8 bytes of header length, aligned JSON, little-endian floats.
  @Test
  void theBytesAreThoseOfTheFormat() {
    ByteBuffer bytes =
        ByteBuffer.wrap(Safetensors.bytes(matrices())).order(ByteOrder.LITTLE_ENDIAN);

    long length = bytes.getLong();
    byte[] header = new byte[(int) length];
    bytes.get(header);

    assertThat(length % 8).isZero();
    assertThat(new String(header, StandardCharsets.UTF_8))
        .startsWith("{\"w\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}");
    assertThat(bytes.getFloat()).isEqualTo(1);
    assertThat(bytes.remaining()).isEqualTo(6 * 4);
  }

  @Test
  void aFileCutAnywhereIsRefused() {
    byte[] whole = Safetensors.bytes(matrices());

    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      Assertions.assertThatThrownBy(() -> Safetensors.parse(cut, "cut"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("cut: ");
    }
  }
}
