/// An experiment and what it leaves behind: statistics over seeds and pictures of learning curves.
module uphill.lab {
  requires java.desktop;
  requires static org.jspecify;

  exports uphill.lab;
}
