/// `uphill` on the command line.
module uphill.cli {
  requires uphill.compare;
  requires uphill.derive;
  requires uphill.explain;
  requires uphill.figure;
  requires uphill.picture;
  requires uphill.study;
  requires info.picocli;
  requires jdk.unsupported; // sun.misc.Signal: Ctrl-C
  requires static org.jspecify;

  opens uphill.cli to
      info.picocli;
  opens uphill.cli.option to
      info.picocli;
}
