/**
 * Backends for GPUs, and for CPUs with an OpenCL driver: {@code opencl}, through JOCL, with tensors that stay on the device for
 * the whole step. It announces itself by {@link org.timbrel.engine.backend.BackendProvider} and loads native code only when it
 * is asked for.
 */
package org.timbrel.kernels;
