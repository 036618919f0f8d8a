/// What a run runs on.
@org.jspecify.annotations.NullMarked
package uphill.lab.machine;
