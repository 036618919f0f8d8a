/// The policy gradient, derived step by step, each claim checked while it is printed.
module uphill.derive {
  requires uphill.oracle;
  requires uphill.push;
  requires uphill.figure;
  requires uphill.records;
  requires static org.jspecify;

  exports uphill.derive;
  exports uphill.derive.print;
  exports uphill.derive.step;
}
