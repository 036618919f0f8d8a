/// How fast the kernels are, beside the fastest that the processor could be.
@NullMarked
package uphill.bench;

import org.jspecify.annotations.NullMarked;
