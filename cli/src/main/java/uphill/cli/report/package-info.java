/// What the commands print: of a run while it trains and after it, of explanations, oracles and
/// replays.
@NullMarked
package uphill.cli.report;

import org.jspecify.annotations.NullMarked;
