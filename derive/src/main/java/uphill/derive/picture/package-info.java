/// The pictures of the derivation, drawn as SVG.
@NullMarked
package uphill.derive.picture;

import org.jspecify.annotations.NullMarked;
