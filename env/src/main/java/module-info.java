/// What acts back: spaces, the contract of an environment, wrappers, and worlds.
module uphill.env {
  requires transitive uphill.kernel;
  requires static org.jspecify;

  exports uphill.env;

  uses uphill.env.EnvProvider;

  provides uphill.env.EnvProvider with
      uphill.env.ClassicControl,
      uphill.env.ToyText;
}
