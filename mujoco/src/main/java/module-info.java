/// MuJoCo's robots, on the user's own libmujoco.
module uphill.mujoco {
  requires transitive uphill.env;
  requires static org.jspecify;

  exports uphill.mujoco;

  provides uphill.env.EnvProvider with
      uphill.mujoco.Robots;
}
