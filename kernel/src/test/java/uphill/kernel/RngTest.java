package uphill.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Against numpy 2.4.6, for seeds of 1, 32, 64 and more bits.
class RngTest {

  static List<Golden> golden() {
    return Golden.lines("rng_pcg64");
  }

  private static Rng rng(Golden golden) {
    return Rng.seeded(new BigInteger(golden.text("seed")));
  }

  private static String[] bits(int n, DoubleSupplier draw) {
    return DoubleStream.generate(draw)
        .limit(n)
        .mapToObj(x -> String.format(Locale.ROOT, "%016x", Double.doubleToRawLongBits(x)))
        .toArray(String[]::new);
  }

  private static double[] whole(int n, LongSupplier draw) {
    return LongStream.generate(draw).limit(n).mapToDouble(x -> (double) x).toArray();
  }

  @ParameterizedTest
  @MethodSource("golden")
  void seedSequenceIsNumpys(Golden golden) {
    SeedSequence seeds = SeedSequence.of(new BigInteger(golden.text("seed")));

    assertThat(Arrays.stream(seeds.generateState(8)).mapToDouble(Integer::toUnsignedLong).toArray())
        .isEqualTo(golden.doubles("seedseq_uint32_8"));
    assertThat(Arrays.stream(seeds.generateLongs(4)).mapToObj(Long::toUnsignedString).toList())
        .isEqualTo(golden.list("seedseq_uint64_4"));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void startsAndRunsAsPcg64(Golden golden) {
    Rng rng = rng(golden);
    long[] state = rng.state();

    assertThat(String.format(Locale.ROOT, "%016x%016x", state[0], state[1]))
        .isEqualTo(golden.text("pcg64_state"));
    assertThat(String.format(Locale.ROOT, "%016x%016x", state[2], state[3]))
        .isEqualTo(golden.text("pcg64_inc"));
    assertThat(
            LongStream.generate(rng::nextLong).limit(8).mapToObj(Long::toUnsignedString).toList())
        .isEqualTo(golden.list("raw_uint64_8"));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void uniformsAreNumpys(Golden golden) {
    Rng halves = rng(golden);
    Rng small = rng(golden);
    Rng mixed = rng(golden);

    assertThat(bits(5, rng(golden)::random)).isEqualTo(strings(golden, "random_5_bits"));
    assertThat(bits(5, rng(golden)::nextDouble)).isEqualTo(strings(golden, "random_5_bits"));
    assertThat(bits(4, () -> small.uniform(-0.05, 0.05)))
        .isEqualTo(strings(golden, "uniform_m005_005_4_bits"));
    assertThat(new double[] {mixed.uniform(-Math.PI, Math.PI), mixed.uniform(-1, 1)})
        .isEqualTo(golden.doubles("uniform_arr_pi_1"));
    for (Object bits : golden.list("random_f32_5_bits")) {
      assertThat(String.format(Locale.ROOT, "%08x", Float.floatToRawIntBits(halves.randomFloat())))
          .isEqualTo(bits);
    }
  }

  @ParameterizedTest
  @MethodSource("golden")
  void integersAreNumpys(Golden golden) {
    Rng ten = rng(golden);
    Rng signed = rng(golden);
    Rng large = rng(golden);
    Rng rejecting = rng(golden);
    Rng words = rng(golden);
    Rng several = rng(golden);

    assertThat(whole(8, () -> ten.integers(0, 10))).isEqualTo(golden.doubles("integers_0_10_8"));
    assertThat(whole(6, () -> signed.integers(-9999, 9999)))
        .isEqualTo(golden.doubles("integers_m9999_9999_6"));
    assertThat(whole(6, () -> large.integers(0, 1L << 40)))
        .isEqualTo(golden.doubles("integers_0_2p40_6"));
    assertThat(whole(6, () -> rejecting.integers(0, 3_000_000_000L)))
        .isEqualTo(golden.doubles("integers_0_3e9_6"));
    assertThat(whole(4, () -> words.integers(0, 1L << 32)))
        .isEqualTo(golden.doubles("integers_0_2p32_4"));
    assertThat(
            new double[] {
              several.integers(3, 5),
              several.integers(1, 3),
              several.integers(4, 5),
              several.integers(5, 10),
              several.integers(1, 5)
            })
        .isEqualTo(golden.doubles("integers_3_5_and_1_3"));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void theKeptHalfOutlivesAWholeDraw(Golden golden) {
    Rng rng = rng(golden);

    assertThat(
            new double[] {
              rng.integers(0, 10),
              rng.random(),
              rng.integers(0, 10),
              rng.integers(0, 10),
              rng.random()
            })
        .isEqualTo(golden.doubles("integers_0_10_scalar_then_random"));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void normalsAndExponentialsAreNumpys(Golden golden) {
    Rng scaled = rng(golden);

    assertThat(bits(10, rng(golden)::standardNormal))
        .isEqualTo(strings(golden, "standard_normal_10_bits"));
    assertThat(bits(10, rng(golden)::nextGaussian))
        .isEqualTo(strings(golden, "standard_normal_10_bits"));
    assertThat(bits(3, () -> scaled.normal(2, 3))).isEqualTo(strings(golden, "normal_2_3_3_bits"));
    assertThat(bits(5, rng(golden)::exponential))
        .isEqualTo(strings(golden, "standard_exponential_5_bits"));
    assertThat(bits(5, rng(golden)::nextExponential))
        .isEqualTo(strings(golden, "standard_exponential_5_bits"));
  }

  /// Reaches every layer of the ziggurat, its wedges and its tail.
  @ParameterizedTest
  @MethodSource("golden")
  void aMillionNormalsAreNumpys(Golden golden) {
    Rng rng = rng(golden);
    long xor = 0;
    long sum = 0;

    for (int i = 0; i < 1_000_000; i++) {
      long bits = Double.doubleToRawLongBits(rng.standardNormal());
      xor ^= bits;
      sum += bits;
    }

    assertThat(
            List.of(
                String.format(Locale.ROOT, "%016x", xor), String.format(Locale.ROOT, "%016x", sum)))
        .isEqualTo(golden.list("standard_normal_1e6_xor_sum"));
  }

  /// The checksums were made with numpy 2.4.6, as those of the normals were.
  @Test
  void aMillionExponentialsAreNumpys() {
    Rng rng = Rng.seeded(0);
    long xor = 0;
    long sum = 0;

    for (int i = 0; i < 1_000_000; i++) {
      long bits = Double.doubleToRawLongBits(rng.exponential());
      xor ^= bits;
      sum += bits;
    }

    assertThat(xor).isEqualTo(0x7e0cbf85ded894f5L);
    assertThat(sum).isEqualTo(0x179ea38aac43b219L);
  }

  @ParameterizedTest
  @MethodSource("golden")
  void choicesAndOrdersAreNumpys(Golden golden) {
    int[] deck = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 10, 10};
    Rng dealer = rng(golden);
    Rng lake = rng(golden);
    int[] values = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

    rng(golden).shuffle(values);

    assertThat(whole(10, () -> deck[dealer.choice(deck.length)]))
        .isEqualTo(golden.doubles("choice_deck_10"));
    for (Object tile : golden.list("choice_p_8")) {
      assertThat(lake.choice(new double[] {0.8, 0.2}) == 0 ? "F" : "H").isEqualTo(tile);
    }
    assertThat(Arrays.stream(values).asDoubleStream().toArray())
        .isEqualTo(golden.doubles("shuffle_10"));
    assertThat(Arrays.stream(rng(golden).permutation(10)).asDoubleStream().toArray())
        .isEqualTo(golden.doubles("permutation_10"));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void childrenAreNumpys(Golden golden) {
    Rng parent = rng(golden);
    List<Rng> children = parent.spawn(2);

    for (int i = 0; i < 2; i++) {
      assertThat(List.of(bits(2, children.get(i)::random)))
          .isEqualTo(golden.list("spawn2_random_bits").get(i));
      assertThat(List.of(bits(2, rng(golden).child(i)::random)))
          .isEqualTo(golden.list("spawn2_random_bits").get(i));
    }
    assertThat(parent.nextLong()).isEqualTo(rng(golden).nextLong());
  }

  @Test
  void aSecondSpawnGoesOnCounting() {
    Rng rng = Rng.seeded(5);
    rng.spawn(2);

    assertThat(rng.spawn(1).getFirst().nextLong()).isEqualTo(Rng.seeded(5).child(2).nextLong());
  }

  @Test
  void aPathIsAChildOfAChild() {
    assertThat(Rng.seeded(5).child(2, 7).nextLong())
        .isEqualTo(Rng.seeded(5).child(2).child(7).nextLong())
        .isNotEqualTo(Rng.seeded(5).child(7, 2).nextLong());
  }

  @Test
  void aRestoredGeneratorDrawsWhatTheSavedOneDid() {
    Rng rng = Rng.seeded(new BigInteger("1361129467683753853853498429727072845827")).child(3, 4);
    rng.bits32();
    rng.spawn(2);
    long[] state = rng.state();

    Rng restored = Rng.restored(state);

    assertThat(restored.bits32()).isEqualTo(rng.bits32());
    assertThat(restored.bits32()).isEqualTo(rng.bits32());
    assertThat(restored.standardNormal()).isEqualTo(rng.standardNormal());
    assertThat(restored.spawn(1).getFirst().nextLong())
        .isEqualTo(rng.spawn(1).getFirst().nextLong());
    assertThat(restored.state()).isEqualTo(rng.state());
  }

  @Test
  void seedsAreUnsigned() {
    assertThat(Rng.seeded(-1).nextLong())
        .isEqualTo(Rng.seeded(BigInteger.TWO.pow(64).subtract(BigInteger.ONE)).nextLong());
    assertThatThrownBy(() -> Rng.seeded(BigInteger.ONE.negate()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("seed must not be negative, got -1");
  }

  @Test
  void rangesThatMakeNoSenseAreRefused() {
    Rng rng = Rng.seeded(0);

    assertThatThrownBy(() -> rng.integers(3, 3))
        .hasMessage("integers: need low < high, got 3 and 3");
    assertThatThrownBy(() -> rng.uniform(1, 0)).hasMessageContaining("got [1.0, 0.0]");
    assertThatThrownBy(() -> rng.uniform(0, Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> rng.normal(0, -1)).hasMessageContaining("got -1.0");
    assertThatThrownBy(() -> rng.choice(new double[] {0.5, 0.4})).hasMessageContaining("sum to 1");
    assertThatThrownBy(() -> rng.choice(new double[] {1.5, -0.5})).hasMessageContaining("negative");
    assertThatThrownBy(() -> Rng.restored(new long[3])).hasMessageContaining("3 words");
  }

  /// Numbers made with numpy 2.4.6; two of the ten outputs that they take are rejected.
  @Test
  void integersOfMoreThan32BitsRejectAsNumpys() {
    Rng rng = Rng.seeded(0);

    assertThat(LongStream.generate(() -> rng.integers(0, 3L << 61)).limit(8).toArray())
        .containsExactly(
            4406200961541402851L,
            1866257423733469356L,
            114330398526872074L,
            6314013200959933085L,
            4196420588075033327L,
            5046313636171151833L,
            3760541658613198823L,
            6468390634498590712L);
  }

  /// Wide ranges go through all of numpy's branches.
  @Test
  void integersStayInTheirRange() {
    Rng rng = Rng.seeded(9);

    for (long high :
        new long[] {1, 2, 3, 1L << 31, (1L << 32) - 1, 1L << 32, (1L << 32) + 1, Long.MAX_VALUE}) {
      for (int i = 0; i < 200; i++) {
        assertThat(rng.integers(0, high)).isBetween(0L, high - 1);
      }
    }
    assertThat(rng.integers(Long.MIN_VALUE, Long.MAX_VALUE)).isLessThan(Long.MAX_VALUE);
  }

  private static String[] strings(Golden golden, String key) {
    return golden.list(key).toArray(String[]::new);
  }

  @Test
  void whatHasNoProbabilityIsNeverChosen() {
    for (int n = 3; n < 60; n++) {
      for (int impossible : new int[] {0, n / 2, n - 1}) {
        double[] probabilities = new double[n];
        Arrays.fill(probabilities, 1.0 / (n - 1));
        probabilities[impossible] = 0;
        for (long u : new long[] {0, 1, (1L << 53) / (n - 1), (1L << 53) - 2, (1L << 53) - 1}) {
          Rng rng = aboutToDraw(u << 11);
          assertThat(rng.choice(probabilities)).isNotEqualTo(impossible);
        }
      }
    }
    assertThat(aboutToDraw(-1).random()).isEqualTo(1 - 0x1p-53);
  }

  /// A generator whose next 64 bits are these: a step before the state whose high half is 0, so
  /// that nothing is rotated, and whose low half they are.
  private static Rng aboutToDraw(long bits) {
    BigInteger whole = BigInteger.ONE.shiftLeft(128);
    BigInteger multiplier = new BigInteger("2360ed051fc65da44385df649fccf645", 16);
    long[] state = Rng.seeded(0).state();
    BigInteger increment = unsigned(state[2]).shiftLeft(64).add(unsigned(state[3]));
    BigInteger before =
        unsigned(bits).subtract(increment).multiply(multiplier.modInverse(whole)).mod(whole);
    state[0] = before.shiftRight(64).longValue();
    state[1] = before.longValue();
    return Rng.restored(state);
  }

  private static BigInteger unsigned(long bits) {
    return new BigInteger(Long.toUnsignedString(bits));
  }
}
