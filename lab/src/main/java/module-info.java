/// An experiment and what it leaves behind: config → run → records → checkpoint.
module uphill.lab {
  requires transitive uphill.push;
  requires transitive uphill.records;
  requires static org.jspecify;

  exports uphill.lab;
  exports uphill.lab.config;
  exports uphill.lab.evaluation;
  exports uphill.lab.golden;
  exports uphill.lab.machine;
  exports uphill.lab.record;
  exports uphill.lab.training;
  exports uphill.lab.world;

  uses uphill.rl.AgentConfig;
}
