@NullMarked
package uphill.lab;

import org.jspecify.annotations.NullMarked;
