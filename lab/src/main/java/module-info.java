/// An experiment and what it leaves behind: config → run → records → checkpoint → comparison.
module uphill.lab {
  requires transitive uphill.oracle;
  requires transitive uphill.push;
  requires tools.jackson.core;
  requires java.desktop;
  requires jdk.management;
  requires static org.jspecify;

  exports uphill.lab;
  exports uphill.lab.derive;
  exports uphill.lab.page;
}
