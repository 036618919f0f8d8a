/// What learns: layers, distributions, optimizers.
module uphill.nn {
  requires transitive uphill.autodiff;
  requires static org.jspecify;

  exports uphill.nn;
}
