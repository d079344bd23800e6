/** The ladder of kernels written in Java that Aparapi makes OpenCL of. */
package org.timbrel.benchmarks.kernels.aparapi;
