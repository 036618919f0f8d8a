@NullMarked
package uphill.rl;

import org.jspecify.annotations.NullMarked;
