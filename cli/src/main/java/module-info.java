/// `uphill` on the command line.
module uphill.cli {
  requires uphill.lab;
  requires info.picocli;
  requires static org.jspecify;

  opens uphill.cli to
      info.picocli;
}
