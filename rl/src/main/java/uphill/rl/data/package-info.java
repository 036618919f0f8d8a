/// What was seen, done and earned, in columns, and what is computed from it.
@NullMarked
package uphill.rl.data;

import org.jspecify.annotations.NullMarked;
