/// Programs of one page each. The tests run them.
@NullMarked
package examples;

import org.jspecify.annotations.NullMarked;
