/// The explanation: what one step does to each log-probability.
module uphill.push {
  requires transitive uphill.rl;
  requires static org.jspecify;

  exports uphill.push;
}
