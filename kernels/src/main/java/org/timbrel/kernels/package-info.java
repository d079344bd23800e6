/**
 * Backends for GPUs, and for CPUs with an OpenCL driver: {@code opencl}, through JOCL, with tensors that stay on the
 * device for the whole step, and {@code aparapi}, with convolution and matrix products written in Java. Both announce
 * themselves by {@link org.timbrel.engine.backend.BackendProvider} and load native code only when they are opened. None
 * of them is here yet.
 */
package org.timbrel.kernels;
