/// One update of a run, explained: which log-probability was pushed, by how much, by which samples.
module uphill.explain {
  requires transitive uphill.lab;
  requires transitive uphill.oracle;
  requires uphill.figure;
  requires static org.jspecify;

  exports uphill.explain;
  exports uphill.explain.page;
}
