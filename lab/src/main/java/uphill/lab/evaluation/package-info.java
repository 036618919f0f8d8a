/// How well a policy does, and how sure that is.
@NullMarked
package uphill.lab.evaluation;

import org.jspecify.annotations.NullMarked;
