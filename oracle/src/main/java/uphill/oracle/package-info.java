/// Exact answers about finite MDPs.
@NullMarked
package uphill.oracle;

import org.jspecify.annotations.NullMarked;
