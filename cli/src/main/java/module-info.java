/// `uphill` on the command line.
module uphill.cli {
  requires uphill.lab;
  requires info.picocli;
  requires jdk.unsupported; // sun.misc.Signal: Ctrl-C
  requires static org.jspecify;

  opens uphill.cli to
      info.picocli;
}
