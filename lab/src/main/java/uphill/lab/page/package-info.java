/// An explained update as one page of HTML.
@NullMarked
package uphill.lab.page;

import org.jspecify.annotations.NullMarked;
