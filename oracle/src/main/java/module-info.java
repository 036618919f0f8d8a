/// What can be known exactly: values, visits and gradients of finite MDPs, in double precision. It
/// sees worlds and nothing that learns, so that it can judge what learns.
module uphill.oracle {
  requires transitive uphill.env;
  requires static org.jspecify;

  exports uphill.oracle;
}
