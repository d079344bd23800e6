/** The ladder of the matrix product; {@link org.timbrel.benchmarks.kernels.matmul.MatmulLadder} lists its rungs. */
package org.timbrel.benchmarks.kernels.matmul;
