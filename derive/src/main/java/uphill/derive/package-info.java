/// The derivation of the policy gradient for someone who has never seen one: fifteen steps, each
/// with its formulas, its reasons, and checks that are computed when it is asked for.
@NullMarked
package uphill.derive;

import org.jspecify.annotations.NullMarked;
