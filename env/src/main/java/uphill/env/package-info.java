@NullMarked
package uphill.env;

import org.jspecify.annotations.NullMarked;
