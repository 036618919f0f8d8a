/// One update of a run, explained.
@org.jspecify.annotations.NullMarked
package uphill.explain;
