package uphill.rl.setting;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Describes a component of a config record: the one place from which the command line, the JSON of
/// a run and the documentation take its meaning and its bounds.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {

  /// What it is, in one sentence, with its symbol if it has one.
  String value();

  /// Where it is from: a paper, or the library whose habit it is.
  String source();

  /// The value that runs had which were recorded before there was this setting, as text; empty: it
  /// has always been there, and a recorded run without it is refused.
  String before() default "";

  /// What `uphill tune` draws it from if nothing else is asked for, as [SearchRange] has it; empty:
  /// it is left as the preset has it.
  String search() default "";

  /// The smallest value allowed.
  double min() default Double.NEGATIVE_INFINITY;

  /// The largest value allowed.
  double max() default Double.POSITIVE_INFINITY;
}
