/// The worlds of classic control, equal to Gymnasium's.
@org.jspecify.annotations.NullMarked
package uphill.env.classic;
