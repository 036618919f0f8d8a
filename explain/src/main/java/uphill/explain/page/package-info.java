/// An explained update as one page of HTML.
@NullMarked
package uphill.explain.page;

import org.jspecify.annotations.NullMarked;
