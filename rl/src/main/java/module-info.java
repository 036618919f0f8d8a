/// The algorithms, and the data they share.
module uphill.rl {
  requires transitive uphill.nn;
  requires transitive uphill.env;
  requires static org.jspecify;

  exports uphill.rl;
  exports uphill.rl.algorithms;
}
