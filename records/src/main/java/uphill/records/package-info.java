/// Files: read within bounds, written whole or growing, checked by their hashes.
@org.jspecify.annotations.NullMarked
package uphill.records;
