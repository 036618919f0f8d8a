/// Gymnasium's worlds of rigid bodies: LunarLander and BipedalWalker.
@org.jspecify.annotations.NullMarked
package uphill.box2d;
