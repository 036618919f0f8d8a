/// Drawings: figures with axes, as SVG and PNG, and the markup of pages.
module uphill.figure {
  requires java.desktop;
  requires static org.jspecify;

  exports uphill.figure;
}
