/// Painted scenes: worlds as images, animated GIF and PNG.
module uphill.picture {
  requires transitive uphill.env;
  requires transitive java.desktop;
  requires static org.jspecify;

  exports uphill.picture;
}
