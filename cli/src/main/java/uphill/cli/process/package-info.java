/// The process itself: how it starts over, is interrupted, and ends, and what it leaves.
@NullMarked
package uphill.cli.process;

import org.jspecify.annotations.NullMarked;
