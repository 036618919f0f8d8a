/// Whether a world keeps the contract of [uphill.env.Env], and is of a size that can be learnt
/// from.
@NullMarked
package uphill.env.check;

import org.jspecify.annotations.NullMarked;
