/**
 * Backends for GPUs, and for CPUs with an OpenCL driver: {@code opencl}, through JOCL, with tensors that stay on the device for
 * the whole step, and {@code aparapi}, with kernels written in Java. They announce themselves by
 * {@link org.timbrel.engine.backend.BackendProvider} and load native code only when they are asked for.
 */
package org.timbrel.kernels;
