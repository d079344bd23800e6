/** The most that the machine can do. */
package org.timbrel.benchmarks.kernels.peak;
