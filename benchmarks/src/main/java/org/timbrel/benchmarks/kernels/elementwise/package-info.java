/** Work of one or two operations a number, which memory limits and arithmetic does not. */
package org.timbrel.benchmarks.kernels.elementwise;
