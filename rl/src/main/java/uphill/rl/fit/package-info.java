/// What algorithms are made of: a critic's regression, natural directions, how far a policy went.
@NullMarked
package uphill.rl.fit;

import org.jspecify.annotations.NullMarked;
