/// What acts back: spaces, the contract of an environment, wrappers, and worlds.
module uphill.env {
  requires transitive uphill.kernel;
  requires static org.jspecify;

  exports uphill.env;
  exports uphill.env.classic;
  exports uphill.env.mdp;

  uses uphill.env.EnvProvider;

  provides uphill.env.EnvProvider with
      uphill.env.classic.ClassicControl,
      uphill.env.mdp.ToyText;
}
