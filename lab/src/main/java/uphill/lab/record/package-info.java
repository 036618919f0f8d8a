/// The files that a training adds to and saves its state in, and what reads them; they know of no
/// training.
@NullMarked
package uphill.lab.record;

import org.jspecify.annotations.NullMarked;
