/// Pictures as values: what a world looks like, as shapes at places, whoever paints them.
@org.jspecify.annotations.NullMarked
package uphill.env.scene;
