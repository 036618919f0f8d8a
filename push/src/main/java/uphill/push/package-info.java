/// The explanation: which action's log-probability was pushed, by how much, by which samples.
@NullMarked
package uphill.push;

import org.jspecify.annotations.NullMarked;
