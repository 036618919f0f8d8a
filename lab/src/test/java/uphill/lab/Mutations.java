package uphill.lab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import uphill.kernel.Rng;

/// Valid files, made hostile: what a bad disk, a careless editor, another program, or an attacker
/// would do to them. Equal generators make equal mutations.
public final class Mutations {

  private static final int MOST_CHANGES = 4;
  private static final int LONG = 100_000;

  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
  private static final Pattern TOKEN =
      Pattern.compile("\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"|[-\\w.+]+|[{}\\[\\],:]");

  private static final List<String> NUMBERS =
      parts(
          """
          0 -0 -1 1 2 0.1 1e308 -1e308 1e999 1e-999 1e400000000 NaN Infinity -Infinity
          2147483647 2147483648 -2147483648 4294967296 4611686018427387904 9223372036854775807
          -9223372036854775808 9223372036854775808 99999999999999999999
          1. .5 01 +1 0x10 1_000 1k 1f １２ 1e --1 1,1 1.0.0 ~
          """);

  private static final List<String> TOKENS =
      parts(
          """
          null true false {} [] "" [[]] {"a":{}} "F16" "\\u0000" "\\u001b[31m" "\\ud800"
          "line\\nbreak" "\u202egnp" 'a' nul undefined /**/ # "java.lang.Runtime" "../../etc"
          {"@type":"java.lang.Thread"} " { } [ ] , : \\ ~
          """);

  private static final List<String> PIECES =
      List.of(
          "\0", "\0\0\0\0", "\r", "\n", "\r\n", "\t", "\u001b[2J", "\u0085", "\u2028", "\"", "\\");

  private static final byte[][] NOT_UTF_8 = {
    {(byte) 0xff},
    {(byte) 0xfe, (byte) 0xff},
    {(byte) 0xc0, (byte) 0x80},
    {(byte) 0xe2, 0x28},
    {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
    {(byte) 0xf8, (byte) 0x88},
    {(byte) 0x80},
  };

  private static final long[] LENGTHS = {
    0,
    1,
    2,
    7,
    8,
    -1,
    -8,
    Long.MIN_VALUE,
    Long.MAX_VALUE,
    Integer.MAX_VALUE,
    1L << 31,
    1L << 32,
    100_000_000,
    1L << 40,
    -1L << 32,
    (1L << 32) + 100,
  };

  private Mutations() {}

  /// What is between the spaces; `~` is nothing.
  private static List<String> parts(String text) {
    return Stream.of(text.strip().split("\\s+")).map(part -> part.replace("~", "")).toList();
  }

  /// One of these files with a few changes.
  static Function<Rng, byte[]> of(byte[]... valid) {
    return random -> {
      byte[] bytes = valid[random.choice(valid.length)];
      for (int left = 1 + random.choice(MOST_CHANGES); left > 0; left--) {
        bytes = changed(bytes, valid[random.choice(valid.length)], random);
      }
      return bytes;
    };
  }

  /// The same of texts.
  static Function<Rng, byte[]> of(String... valid) {
    return of(Arrays.stream(valid).map(Mutations::bytes).toArray(byte[][]::new));
  }

  /// The same of safetensors files; of most, header and data are changed and put together again, so
  /// that the length of the header is right, and its content comes to be read.
  static Function<Rng, byte[]> ofSafetensors(byte[]... valid) {
    Function<Rng, byte[]> whole = of(valid);
    return random -> {
      if (random.choice(4) == 0) {
        return whole.apply(random);
      }
      byte[] file = valid[random.choice(valid.length)];
      byte[] other = valid[random.choice(valid.length)];
      byte[] header = header(file);
      byte[] data = Arrays.copyOfRange(file, Long.BYTES + header.length, file.length);
      for (int left = random.choice(MOST_CHANGES); left >= 0; left--) {
        header = changed(header, header(other), random);
      }
      if (random.choice(4) == 0) {
        data = changed(data, data, random);
      }
      byte[] length =
          ByteBuffer.allocate(Long.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(header.length)
              .array();
      return joined(length, header, data);
    };
  }

  /// The same of texts that are compressed; of some the compressed bytes are changed.
  static Function<Rng, byte[]> ofCompressed(byte[]... texts) {
    Function<Rng, byte[]> inside = of(texts);
    Function<Rng, byte[]> outside =
        of(Arrays.stream(texts).map(Mutations::compressed).toArray(byte[][]::new));
    return random ->
        random.choice(3) == 0 ? outside.apply(random) : compressed(inside.apply(random));
  }

  private static byte[] header(byte[] file) {
    long length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return Arrays.copyOfRange(file, Long.BYTES, Long.BYTES + (int) length);
  }

  /// The bytes with one change; a part of `other` may get into them.
  private static byte[] changed(byte[] bytes, byte[] other, Rng random) {
    int at = random.choice(bytes.length + 1);
    int to = at + random.choice(Math.min(40, bytes.length - at) + 1);
    return switch (random.choice(20)) {
      case 0 -> with(bytes, at, b -> (byte) (b ^ 1 << random.choice(8)));
      case 1 -> with(bytes, at, b -> (byte) random.choice(256));
      case 2 -> with(bytes, at, b -> (byte) "0123456789.-e,[]{}\":\n ".charAt(random.choice(22)));
      case 3 -> Arrays.copyOf(bytes, at);
      case 4 -> Arrays.copyOf(bytes, bytes.length + 1 + random.choice(100));
      case 5 -> replaced(bytes, at, to, new byte[0]);
      case 6 -> replaced(bytes, to, to, Arrays.copyOfRange(bytes, at, to));
      case 7 -> exchanged(bytes, at, to, random);
      case 8 -> replaced(bytes, at, to, part(other, random));
      case 9, 10, 11 -> edited(bytes, NUMBER, random, _ -> pick(random, NUMBERS));
      case 12, 13 -> edited(bytes, TOKEN, random, _ -> pick(random, TOKENS));
      case 14 -> edited(bytes, TOKEN, random, _ -> token(other, random));
      case 15 -> replaced(bytes, at, at, bytes(pick(random, PIECES)));
      case 16 -> replaced(bytes, at, at, NOT_UTF_8[random.choice(NOT_UTF_8.length)]);
      case 17 -> large(bytes, random);
      case 18 -> asOnAnotherSystem(bytes, random);
      default -> prefixed(bytes, pick(random, LENGTHS));
    };
  }

  private static byte[] with(byte[] bytes, int at, Function<Byte, Byte> change) {
    byte[] changed = bytes.clone();
    if (at < bytes.length) {
      changed[at] = change.apply(bytes[at]);
    }
    return changed;
  }

  private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
    return joined(Arrays.copyOf(bytes, from), by, Arrays.copyOfRange(bytes, to, bytes.length));
  }

  /// The range [at, to) and another one change places.
  private static byte[] exchanged(byte[] bytes, int at, int to, Rng random) {
    byte[] first = Arrays.copyOfRange(bytes, at, to);
    byte[] without = replaced(bytes, at, to, new byte[0]);
    int place = random.choice(without.length + 1);
    return replaced(without, place, place, first);
  }

  private static byte[] part(byte[] bytes, Rng random) {
    int from = random.choice(bytes.length + 1);
    return Arrays.copyOfRange(bytes, from, from + random.choice(bytes.length - from + 1));
  }

  /// One match of a pattern is replaced.
  private static byte[] edited(
      byte[] bytes, Pattern pattern, Rng random, Function<MatchResult, String> by) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    List<MatchResult> matches = pattern.matcher(text).results().toList();
    if (matches.isEmpty()) {
      return bytes;
    }
    MatchResult match = matches.get(random.choice(matches.size()));
    return replaced(bytes, match.start(), match.end(), bytes(by.apply(match)));
  }

  private static String token(byte[] bytes, Rng random) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    List<String> tokens = TOKEN.matcher(text).results().map(MatchResult::group).toList();
    return tokens.isEmpty() ? "" : pick(random, tokens);
  }

  /// Something long, deep or wide gets in, in the place of a number or a token.
  private static byte[] large(byte[] bytes, Rng random) {
    int n = 1 + random.choice(random.choice(4) == 0 ? LONG : 1000);
    String large =
        switch (random.choice(9)) {
          case 0 -> "9".repeat(n);
          case 1 -> "0." + "3".repeat(n);
          case 2 -> "\"" + "a".repeat(n) + "\"";
          case 3 -> "[".repeat(n) + "]".repeat(random.choice(2) * n);
          case 4 -> "{\"a\":".repeat(n) + "1" + "}".repeat(random.choice(2) * n);
          case 5 -> "[" + "{},".repeat(n) + "0]";
          case 6 -> "[" + "1,".repeat(n) + "1]";
          case 7 -> "\"" + "1,".repeat(n) + "1\"";
          default -> " ".repeat(n);
        };
    return edited(bytes, random.choice(2) == 0 ? NUMBER : TOKEN, random, _ -> large);
  }

  private static byte[] asOnAnotherSystem(byte[] bytes, Rng random) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return switch (random.choice(4)) {
      case 0 -> text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
      case 1 -> text.replace("\n", "\r").getBytes(StandardCharsets.ISO_8859_1);
      case 2 -> joined(bytes("\ufeff"), bytes);
      default -> text.getBytes(StandardCharsets.UTF_16);
    };
  }

  private static byte[] prefixed(byte[] bytes, long length) {
    byte[] prefixed = Arrays.copyOf(bytes, Math.max(bytes.length, Long.BYTES));
    ByteBuffer.wrap(prefixed).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    return prefixed;
  }

  public static byte[] compressed(byte[] bytes) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static <T> T pick(Rng random, List<T> all) {
    return all.get(random.choice(all.size()));
  }

  private static long pick(Rng random, long[] all) {
    return all[random.choice(all.length)];
  }
}
