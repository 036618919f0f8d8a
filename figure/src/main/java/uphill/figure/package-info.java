/// Figures with axes, drawn to SVG and PNG, and the markup of pages.
@org.jspecify.annotations.NullMarked
package uphill.figure;
