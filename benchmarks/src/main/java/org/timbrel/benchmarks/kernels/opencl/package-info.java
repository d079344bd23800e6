/** The ladder on an OpenCL device: each rung is a {@code .cl} file among this package's resources, and explains itself there. */
package org.timbrel.benchmarks.kernels.opencl;
