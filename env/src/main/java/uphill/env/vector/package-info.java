/// Several copies of a world, stepped as one, each step checked.
@NullMarked
package uphill.env.vector;

import org.jspecify.annotations.NullMarked;
