/// Scenes painted with Java2D, without a display, and the files that hold them.
@org.jspecify.annotations.NullMarked
package uphill.picture;
