/// Tests that an implementation inherits.
@NullMarked
package uphill.contract;

import org.jspecify.annotations.NullMarked;
