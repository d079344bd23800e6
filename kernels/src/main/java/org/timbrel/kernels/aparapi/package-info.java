/**
 * The backend {@code aparapi}: matrix products and convolutions by kernels that are written in Java and that the library Aparapi
 * turns into OpenCL; all else is done by the backend {@code vector}. Two kernels, one plain and one with tiles in local memory,
 * do all of them: a convolution is a matrix product whose operands are gathered from images.
 */
package org.timbrel.kernels.aparapi;
