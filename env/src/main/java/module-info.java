/// What acts back: the contract of an environment, worlds, and what steps and checks them.
module uphill.env {
  requires transitive uphill.kernel;
  requires static org.jspecify;

  exports uphill.env;
  exports uphill.env.check;
  exports uphill.env.classic;
  exports uphill.env.fault;
  exports uphill.env.mdp;
  exports uphill.env.scene;
  exports uphill.env.vector;
  exports uphill.env.wrap;

  uses uphill.env.EnvProvider;
  uses uphill.env.WrapperProvider;

  provides uphill.env.EnvProvider with
      uphill.env.classic.ClassicControl,
      uphill.env.mdp.ToyText;
  provides uphill.env.WrapperProvider with
      uphill.env.wrap.CommonWrappers;
}
