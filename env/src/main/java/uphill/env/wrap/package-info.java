/// What a world can be seen through: each changes one thing, and any can be put around any.
@org.jspecify.annotations.NullMarked
package uphill.env.wrap;
