/// Finite Markov decision processes, and the worlds of toy text, equal to Gymnasium's.
@org.jspecify.annotations.NullMarked
package uphill.env.mdp;
