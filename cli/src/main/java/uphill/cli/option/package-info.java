/// The options that several commands have, and how seeds and counts are read.
@NullMarked
package uphill.cli.option;

import org.jspecify.annotations.NullMarked;
