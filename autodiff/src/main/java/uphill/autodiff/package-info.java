@NullMarked
package uphill.autodiff;

import org.jspecify.annotations.NullMarked;
