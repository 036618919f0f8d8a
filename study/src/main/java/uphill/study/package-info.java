/// Tables of experiments, and what came of them.
@org.jspecify.annotations.NullMarked
package uphill.study;
