/// The seam: agents, what they are made in, their policies and critics, and who acts.
@NullMarked
package uphill.rl;

import org.jspecify.annotations.NullMarked;
