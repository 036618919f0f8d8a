/// The derivation as text for a terminal, and as a page of the docs.
@NullMarked
package uphill.derive.print;

import org.jspecify.annotations.NullMarked;
