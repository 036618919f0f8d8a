/// What goes wrong in the code of an environment, and how that is said: what it throws, and calls
/// that do not come back.
@NullMarked
package uphill.env.fault;

import org.jspecify.annotations.NullMarked;
