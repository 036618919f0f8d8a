/// What is to be run: algorithms, presets, and all that the bytes of a run depend on.
@NullMarked
package uphill.lab.config;

import org.jspecify.annotations.NullMarked;
