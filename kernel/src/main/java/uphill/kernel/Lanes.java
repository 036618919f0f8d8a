package uphill.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/// The width of the vectors, for the whole process.
///
/// The widest that the processor computes with, or what the system property `uphill.vector.bits`
/// says (128, 256 or 512), so that a test can run the code of another width. A width that the
/// processor lacks gives the same bits, a hundred times slower.
final class Lanes {

  static final String BITS_PROPERTY = "uphill.vector.bits";

  static final VectorSpecies<Float> SPECIES = species(System.getProperty(BITS_PROPERTY));

  /// Floats per vector.
  static final int WIDTH = SPECIES.length();

  private Lanes() {}

  private static VectorSpecies<Float> species(@Nullable String bits) {
    return switch (bits) {
      case null -> FloatVector.SPECIES_PREFERRED;
      case "128" -> FloatVector.SPECIES_128;
      case "256" -> FloatVector.SPECIES_256;
      case "512" -> FloatVector.SPECIES_512;
      default ->
          throw new IllegalArgumentException(
              "%s must be 128, 256 or 512, got %s".formatted(BITS_PROPERTY, bits));
    };
  }
}
