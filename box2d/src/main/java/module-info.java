/// Worlds of rigid bodies in a plane, on Box2D, which lies inside.
module uphill.box2d {
  requires transitive uphill.env;
  requires static org.jspecify;

  exports uphill.box2d;

  provides uphill.env.EnvProvider with
      uphill.box2d.Box2d;
}
