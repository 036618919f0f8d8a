/// Experiments and their run directories: run, resumed, carried out again, verified.
@NullMarked
package uphill.lab;

import org.jspecify.annotations.NullMarked;
