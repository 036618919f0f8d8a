/// What a world is: its contract, its spaces, and what finds it by name.
@NullMarked
package uphill.env;

import org.jspecify.annotations.NullMarked;
