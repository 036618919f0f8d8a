package uphill.lab.machine;

/// Which Uphill this is.
public final class Version {

  /// The version, as in `pom.xml`.
  public static final String CURRENT = "0.1.0";

  private Version() {}
}
