/// Experiments that a table lists: what they are, what came of them, and which is better.
module uphill.study {
  requires transitive uphill.compare;
  requires uphill.figure;
  requires static org.jspecify;

  exports uphill.study;
}
