/// Recorded episodes of other implementations, replayed.
@org.jspecify.annotations.NullMarked
package uphill.lab.golden;
