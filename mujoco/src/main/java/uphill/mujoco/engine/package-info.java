/// The physics engine of whoever runs this: finding it, and calling it through Java's foreign
/// functions. Nothing here knows a robot.
@org.jspecify.annotations.NullMarked
package uphill.mujoco.engine;
