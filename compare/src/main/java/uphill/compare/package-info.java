/// Learning curves.
@org.jspecify.annotations.NullMarked
package uphill.compare;
