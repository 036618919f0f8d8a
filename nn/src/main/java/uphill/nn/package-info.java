@NullMarked
package uphill.nn;

import org.jspecify.annotations.NullMarked;
