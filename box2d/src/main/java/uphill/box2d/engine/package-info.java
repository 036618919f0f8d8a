/// Box2D: its library, its worlds, and what moves in them.
@org.jspecify.annotations.NullMarked
package uphill.box2d.engine;
