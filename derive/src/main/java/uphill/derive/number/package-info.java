/// Numbers as the derivation computes and shows them: vectors, and decimals that are the same on
/// every machine.
@NullMarked
package uphill.derive.number;

import org.jspecify.annotations.NullMarked;
