/// What benchmarks must reach that the laboratory keeps to itself.
@NullMarked
package uphill.lab.training;

import org.jspecify.annotations.NullMarked;
