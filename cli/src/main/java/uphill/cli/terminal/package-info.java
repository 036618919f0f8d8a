/// The screen and standard output: how wide it is, which signs it shows, tables and lines that fit.
@NullMarked
package uphill.cli.terminal;

import org.jspecify.annotations.NullMarked;
