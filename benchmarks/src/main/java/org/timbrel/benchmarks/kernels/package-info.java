/**
 * The kernel ladder: one operation computed in several ways, each a rung with a class of its own, timed in turns with the
 * libraries that can be had and held against the machine's peak.
 */
package org.timbrel.benchmarks.kernels;
