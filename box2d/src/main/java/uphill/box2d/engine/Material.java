package uphill.box2d.engine;

/// What a moving part is made of. It touches ground, and no other moving part.
///
/// @param density in kg/m²
/// @param friction Coulomb's coefficient; that of a contact is the geometric mean of both
/// @param category one bit that says what it is
public record Material(double density, double friction, int category) {

  /// Friction, where nothing is said of it.
  public static final double FRICTION = 0.2;

  /// The bit of ground.
  public static final int GROUND = 0x0001;

  /// The bit of what flies.
  public static final int CRAFT = 0x0010;

  /// The bit of legs and what walks on them.
  public static final int MACHINE = 0x0020;
}
