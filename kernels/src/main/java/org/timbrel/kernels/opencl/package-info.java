/**
 * The backend {@code opencl}: every kernel of the engine on an OpenCL device, through JOCL. The kernels themselves are the
 * {@code .cl} files beside this package's classes; each class here says how one of them is cut into work-items and launched.
 */
package org.timbrel.kernels.opencl;
