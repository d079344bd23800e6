/**
 * Fourier transforms of a sound's frames: a plain version of our own, the same with one frame a SIMD lane
 * ({@code fourier.vector}), and JTransforms for sizes that are no power of two.
 */
package org.timbrel.audio.fourier;
