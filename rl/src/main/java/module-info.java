/// The algorithms, and the data they share.
module uphill.rl {
  requires transitive uphill.nn;
  requires transitive uphill.env;
  requires static org.jspecify;

  exports uphill.rl;
  exports uphill.rl.data;
  exports uphill.rl.fit;
  exports uphill.rl.setting;
  exports uphill.rl.algorithms;
}
