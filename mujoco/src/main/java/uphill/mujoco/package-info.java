/// MuJoCo's robots as environments: Gymnasium's, versions 4 and 5.
@org.jspecify.annotations.NullMarked
package uphill.mujoco;
