/// A run in memory: its updates, what each leaves behind, and its state, taken out and put back.
@NullMarked
package uphill.lab.training;

import org.jspecify.annotations.NullMarked;
