/// The example that the derivation computes with: the study evening, batches drawn from it, and
/// what an estimate of its gradient is on average.
@NullMarked
package uphill.derive.evening;

import org.jspecify.annotations.NullMarked;
