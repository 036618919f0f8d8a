/// How fast the kernels are, beside the fastest that the processor could be; and how noisy
/// gradients are.
@NullMarked
package uphill.bench;

import org.jspecify.annotations.NullMarked;
