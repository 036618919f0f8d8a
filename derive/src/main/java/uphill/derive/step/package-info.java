/// What a step of the derivation consists of: symbols, formulas, tables, pictures, and checks that
/// are computed when it is asked for.
@NullMarked
package uphill.derive.step;

import org.jspecify.annotations.NullMarked;
