package uphill.box2d.engine;

/// What a moving part is made of. It touches ground, and no other moving part.
///
/// @param density in kg/m²
/// @param friction Coulomb's coefficient; that of a contact is the geometric mean of both
public record Material(double density, double friction) {

  /// Friction, where nothing is said of it.
  public static final double FRICTION = 0.2;
}
