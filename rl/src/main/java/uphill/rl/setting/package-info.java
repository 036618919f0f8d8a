/// Hyperparameters: records of components that say what they mean, as text and back.
@NullMarked
package uphill.rl.setting;

import org.jspecify.annotations.NullMarked;
