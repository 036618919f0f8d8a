@NullMarked
package uphill.cli;

import org.jspecify.annotations.NullMarked;
