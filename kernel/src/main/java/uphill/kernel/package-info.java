@NullMarked
package uphill.kernel;

import org.jspecify.annotations.NullMarked;
