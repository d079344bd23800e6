/** The ladder of the 3 x 3 convolution; {@link org.timbrel.benchmarks.kernels.conv2d.Conv2dLadder} lists its rungs. */
package org.timbrel.benchmarks.kernels.conv2d;
