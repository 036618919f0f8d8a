package uphill.env;

/// No environment; that it was initialized can be seen.
public final class Bystander {

  static final String SEEN = "uphill.bystander";

  static {
    System.setProperty(SEEN, "initialized");
  }

  private Bystander() {}
}
