/// The algorithms: a file and its settings each.
@NullMarked
package uphill.rl.algorithms;

import org.jspecify.annotations.NullMarked;
