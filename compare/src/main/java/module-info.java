/// Runs beside each other: learning curves of several seeds, worlds and settings.
module uphill.compare {
  requires transitive uphill.lab;
  requires uphill.figure;
  requires static org.jspecify;

  exports uphill.compare;
}
