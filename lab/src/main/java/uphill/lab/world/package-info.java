/// The worlds of a run, by name.
@org.jspecify.annotations.NullMarked
package uphill.lab.world;
